"""How the toy page draws its runs."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles, diverging
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from tests.live.toy_knobs import ToyView


@dataclass(frozen=True, slots=True)
class ToyScene:
    """Where the run ends, and the weights as one row of pixels."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> list[Panel]:
        return [TextPanel(title="End", text=f"{now.status.total_steps} steps")]

    def pictures(self, view: ToyView, palette: Palette) -> list[Panel]:
        pixels = diverging(view.weights).reshape(1, 1, -1)  # (n,) -> (1, 1, n)
        tiles = Tiles(pixels=pixels, paint="diverging")
        return [TilesPanel(tiles=tiles, title=f"Weights at step {view.step}", pair="weights")]
