"""How sixteen seeds are drawn: a sheet of their surfaces, and the spread of what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.foundations.seeds.figures import SPREAD, strip
from dnnlab.foundations.seeds.views import SeedsView
from dnnlab.foundations.surfaces import coloured
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

LOW = 168


@dataclass(frozen=True, slots=True)
class SeedsScene:
    """Panels of the sixteen seeds."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The best, the median and the worst error."""
        return [
            curves_panel(
                now, pinned, (SPREAD,), palette, title="Best, median and worst", height=LOW, columns=6,
                caption="Of the sixteen, on held-out points.",
            )
        ]  # fmt: skip

    def pictures(self, view: SeedsView, palette: Palette) -> Sequence[Panel]:
        """The sheet leads; then the spread."""
        errors = shown_errors(view)
        labels = [_label(seed, error) for seed, error in zip(view.seeds.tolist(), errors.tolist(), strict=True)]
        return [
            TilesPanel(
                tiles=Tiles(
                    pixels=coloured(view.surfaces, view.winners, view.classes, palette), paint="rgb", columns=8,
                    labels=labels,
                ),
                title="The same points, the same network, sixteen seeds", pair="sheet", columns=12, leads=True,
                caption="Below each: its seed, and its error on held-out points.",
                alt=f"Sixteen surfaces. {told(view)}",
            ),
            FigurePanel(
                figure=strip(view, palette, height=LOW), height=LOW, columns=6, title="How much is luck", pair="spread",
                caption=told(view), alt=f"The errors of sixteen networks. {told(view)}",
            ),
        ]  # fmt: skip


def shown_errors(view: SeedsView) -> NDArray[np.float32]:
    """On held-out points, or on all where none is held out."""
    return view.validation if np.isfinite(view.validation).any() else view.training


def _label(seed: int, error: float) -> str:
    return f"{seed} · {written(error, percent=True, digits=2)}" if np.isfinite(error) else f"{seed}"


def told(view: SeedsView) -> str:
    """The spread in words."""
    known = shown_errors(view)
    known = known[np.isfinite(known)]
    if not len(known):
        return "The first check comes with the first step."
    low, middle, high = (written(float(each), percent=True) for each in np.quantile(known, (0, 0.5, 1)))
    lost = f" {len(view.seeds) - len(known)} diverged." if len(known) < len(view.seeds) else ""
    return f"From {low} to {high}, half of them below {middle}.{lost}"
