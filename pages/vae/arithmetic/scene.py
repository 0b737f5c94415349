"""How a run of the small network is drawn: faces and what comes back, its vectors, draws from the prior, KL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel
from dnnlab.vae.arithmetic.figures import ROWS, kl_bars
from dnnlab.vae.arithmetic.gallery import NAMES
from dnnlab.vae.arithmetic.strip import STRENGTHS
from dnnlab.vae.arithmetic.views import FaceView

CURVES, BARS = 230, 170
SILENT = 0.05
"""Nats below which a dimension counts as silent."""


@dataclass(frozen=True, slots=True)
class FaceScene:
    """Panels of the part that trains."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The loss with the KL in it, and the error of held-out faces."""
        return [
            curves_panel(
                now, pinned, ROWS, palette, title="How well it copies, and what its codes cost", height=CURVES,
                caption="Above: nats a picture. Below: squared error of a pixel of 100 held-out faces. Log scales.",
            )
        ]  # fmt: skip

    def pictures(self, view: FaceView, palette: Palette) -> Sequence[Panel]:
        """Copies and vectors lead; then draws from the prior, and the dimensions."""
        count = len(STRENGTHS)
        rows = [np.ascontiguousarray(view.strips[at : at + count]) for at in range(0, len(view.strips), count)]
        silent = int((view.kl < SILENT).sum())
        return [
            TilesPanel(
                tiles=[
                    ("face", Tiles(pixels=view.originals, paint="rgb", columns=6)),
                    ("copy", Tiles(pixels=view.outputs, paint="rgb", columns=6)),
                    ("drawn", Tiles(pixels=view.drawn, paint="rgb", columns=6)),
                ],
                title="Held-out faces, their copies, and new ones", columns=8, leads=True,
                caption="Drawn: from random codes (the prior, a standard normal). With a low β the faces’ codes need "
                "not lie like it, and between them may be no face: try a larger β.",
                alt=f"Six faces, their reconstructions, six draws from the prior, at step {view.step}.",
            ),
            TilesPanel(
                tiles=[
                    (f"+ {name}", Tiles(pixels=each, paint="rgb", columns=count))
                    for name, each in zip(NAMES.values(), rows, strict=True)
                ],
                title="Its vectors, added 0, 1 and 2 times", columns=4, leads=True,
                caption="To a test face that has none of the four.",
                alt=f"One face with four vectors at strengths 0 to 2, at step {view.step}.",
            ),
            FigurePanel(
                figure=kl_bars(view.kl, palette, height=BARS), title="What each number of the code says", height=BARS,
                columns=5, caption=f"{written(float(view.kl.sum()), unit='nats')} in all; {silent} of {len(view.kl)} "
                f"are below {written(SILENT, unit='nats')}: silent.",
                alt=f"KL divergences of {len(view.kl)} dimensions, {silent} of them silent.",
            ),
        ]  # fmt: skip
