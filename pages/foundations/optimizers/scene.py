"""How the races are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.foundations.optimizers import figures
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.optimizers.surfaces import SURFACES
from dnnlab.foundations.optimizers.views import RaceView
from dnnlab.foundations.weight_race import figures as weight_figures
from dnnlab.foundations.weight_race.views import NetRaceView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.component import Click
from dnnlab.ui.components.stage.kinds.bars import BarsPanel
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

SURFACE = "The ground from above: a star is a lowest place"
LEADING, BELOW, BESIDE = 316, 220, 200
"""Heights in pixels, so that the race stands on the first screen of a laptop."""


@dataclass(frozen=True, slots=True)
class RaceScene:
    """Panels of the race on a surface."""

    solid: bool = False
    """Whether the surface is a landscape to turn."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Heights over the steps."""
        view: RaceView | None = now.view
        racers = view.racers if view else ()
        target = view.target if view else 1.0
        if not racers:
            return []
        return [
            curves_panel(
                now, pinned, figures.height_rows(racers, target), palette, title="Height over the steps", height=BELOW,
                columns=12, caption="In powers of ten: a straight line down loses the same share at each step.",
            )
        ]  # fmt: skip

    def pictures(self, view: RaceView, palette: Palette) -> Sequence[Panel]:
        """The surface with the paths, and how everybody stands; both lead."""
        surface = SURFACES[view.surface]
        start = surface.at(view.paths[0, 0].astype(np.float64))
        epochs = f" {written(view.epochs)} times through all examples." if view.epochs else ""
        draw = figures.solid if self.solid else figures.race
        words = ", ".join(f"{bar.name} {bar.value}" for bar in figures.standing(view, start))
        return [
            FigurePanel(
                figure=draw(view, palette, height=LEADING), height=LEADING, columns=8, leads=True, over_steps=False,
                clickable=not self.solid, title="Drag to turn it" if self.solid else SURFACE, pair="surface",
                caption=f"{surface.about}{'' if self.solid else ' Click to start there.'}{epochs}",
                alt=f"Paths on the surface {view.surface} after {view.step:,} steps: {words}.",
            ),
            BarsPanel(
                bars=figures.standing(view, start), columns=4, leads=True, title="Who is down?", pair="standing",
                caption=f"The target: a thousandth of the height at the start, {written(view.target)}. Bars: the way "
                "there, in powers of ten.",
                alt=words,
            ),
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WeightScene:
    """Panels of the race on the weights of a network."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Accuracy and loss over the steps."""
        view: NetRaceView | None = now.view
        if view is None:
            return []
        return [
            curves_panel(
                now, pinned, weight_figures.loss_rows(view.racers), palette,
                title="Same weights, same digits, other rules", height=LEADING, columns=8, caption="Accuracy: of 1,000 "
                "validation digits. Loss: of the mini-batch, smoothed.",
            )
        ]  # fmt: skip

    def pictures(self, view: NetRaceView, palette: Palette) -> Sequence[Panel]:
        """How everybody stands, and how large the steps of the single weights are."""
        bars = weight_figures.accuracies(view)
        words = ", ".join(f"{bar.name} {bar.value}" for bar in bars)
        far = ", ".join(
            f"{RULES[key].name} {written(float(each))}" for key, each in zip(view.racers, view.travelled, strict=True)
        )
        return [
            BarsPanel(
                bars=bars, columns=4, title="Who reads best?", pair="standing",
                caption=f"{written(view.epochs)} times through the training digits.", alt=words,
            ),
            FigurePanel(
                figure=weight_figures.step_sizes(view, palette, height=BESIDE), height=BESIDE, columns=8,
                over_steps=False,
                title="How far does one weight move in a step?", pair="sizes",
                caption="SGD moves each weight by its gradient, over many powers of ten; Adam moves nearly all by "
                "about its rate. On the left edge: weights of pixels that are always blank. "
                f"How far all weights are from the start: {far}.",
                alt=f"Histogram of the sizes of the last step of {view.weights:,} weights.",
            ),
        ]  # fmt: skip


def start_of(title: str, click: Click) -> tuple[float, float] | None:
    """Where a click on the surface wants the race to begin, on the knobs' grid; None: it was elsewhere."""
    if title != SURFACE or not isinstance(click.x, int | float) or not isinstance(click.y, int | float):
        return None
    x, y = (float(np.clip(round(each / 0.05) * 0.05, -2.5, 3.0)) for each in (click.x, click.y))
    return round(x, 2), round(y, 2)
