"""How a run of the stacked autoencoder is drawn: its timeline, what moves, digits through the stack, filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.autoencoders.stacked.figures import ROWS, moved_bars, timeline
from dnnlab.autoencoders.stacked.knobs import SCRATCH, STACKED, StackedConfig
from dnnlab.autoencoders.stacked.phases import LAYERS, phase_at, phases
from dnnlab.autoencoders.stacked.views import StackedView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

STRIP, BARS, CURVES, ACROSS = 62, 190, 230, 8
"""Heights in pixels, and digits in a row."""


@dataclass(frozen=True, slots=True)
class StackedScene:
    """Panels of a run."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The error of what is stacked so far, and the accuracy once labels are looked at."""
        return [
            curves_panel(
                now, pinned, ROWS, palette, title="Error of the stack so far, then accuracy", height=CURVES,
                caption="1,000 validation digits. The error rises when a narrower layer joins: it has more to restore.",
            )
        ]  # fmt: skip

    def pictures(self, view: StackedView, palette: Palette) -> Sequence[Panel]:
        """Timeline, digits through the stack and what moves, which lead; filters."""
        config = StackedConfig(start=STACKED if view.stacked else SCRATCH, phase_steps=view.phase_steps)
        planned, phase = phases(config), phase_at(config, view.step)
        names = (f"{count} encoder{'s' if count > 1 else ''}: {written(view.error[count - 1])}" for count in (1, 2, 3))
        frozen = [name for name, share in zip(LAYERS, view.moved, strict=True) if share == 0]
        return [
            FigurePanel(
                figure=timeline(planned, view.step, palette, height=STRIP), columns=12, height=STRIP, leads=True,
                title=f"Now: {phase.name}", pair="timeline",
                caption="Blue phases see no label. Each layer learns to restore what the layer below puts out.",
                alt=f"Phases: {', '.join(each.name for each in planned)}. Step {view.step:,}, {phase.name}.",
            ),
            TilesPanel(
                tiles=[
                    ("original", Tiles(pixels=view.originals, columns=ACROSS)),
                    *(
                        (name, Tiles(pixels=np.ascontiguousarray(each), columns=ACROSS))
                        for name, each in zip(names, view.decoded, strict=True)
                    ),
                ],
                title="Digits through the stack and back", columns=7, leads=True, pair="digits",
                caption="Beside the names: squared error of these eight validation digits.",
                alt="Eight digits, decoded from one, two and three encoders.",
            ),
            FigurePanel(
                figure=moved_bars(view.moved, palette, height=BARS), title="What has moved in this phase", columns=5,
                height=BARS, leads=True,
                caption="Change of a layer’s weights since the phase began, as a share of them.",
                alt=f"Frozen: {', '.join(frozen) or 'none'}.",
            ),
            TilesPanel(
                tiles=Tiles(pixels=view.filters, paint="diverging", columns=8), title="What encoder 1 looks for",
                columns=5, caption="Its first 24 units: orange adds, blue subtracts.", alt="24 filters of 28 by 28.",
            ),
        ]  # fmt: skip
