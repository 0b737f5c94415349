"""How a run of the linear autoencoder is drawn: PCA's axes in the net's space, the angles, pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.autoencoders.linear.figures import CLOSE, ROWS, angle_bars
from dnnlab.autoencoders.linear.views import LinearView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

BARS, CURVES, ACROSS = 190, 230, 8
"""Heights in pixels, and tiles in a row."""


@dataclass(frozen=True, slots=True)
class LinearScene:
    """Panels of a run."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The angles above the error beyond PCA's, both on log scales."""
        return [
            curves_panel(
                now, pinned, ROWS, palette, title="Angles to PCA’s space, and the error above PCA’s", height=CURVES,
                caption="Log scales. Dotted: 2 degrees, and 1 % more than PCA’s error on the training images.",
            )
        ]  # fmt: skip

    def pictures(self, view: LinearView, palette: Palette) -> Sequence[Panel]:
        """Axes and columns and the angles between their spaces, which lead; pictures through both codes."""
        largest = float(view.angles[-1])
        known = math.isfinite(largest)
        verdict = f"Largest angle: {written(largest, unit='°')}" if known else "No angles"
        told = f"at step {view.step:,} the largest is {written(largest)} degrees" if known else "the run has overflowed"
        axes = "eigenfaces" if view.photos else "eigen-digits"
        more = f" The first {len(view.axes)} of {view.code_size}." if view.code_size > len(view.axes) else ""
        return [
            TilesPanel(
                tiles=[
                    (f"PCA’s {axes}", _weights(view.axes)),
                    ("what the code space holds of them", _weights(view.held)),
                    ("decoder columns", _weights(view.columns)),
                ],
                title=f"One space, other axes: {axes} and the net’s columns", columns=7, leads=True, pair="axes",
                caption="Orange above 0, blue below. The columns mix the axes: other arrows, one space." + more,
                alt=f"{len(view.axes)} principal axes, their projections onto the code space, the decoder's columns.",
            ),
            FigurePanel(
                figure=angle_bars(view.angles, palette, height=BARS), title=verdict, columns=5, height=BARS,
                leads=True, pair="angles",
                caption=f"0°: that direction lies in both spaces; 90°: at right angles. Green: below {CLOSE:g}°.",
                alt=f"{view.code_size} principal angles: {told}.",
            ),
            TilesPanel(
                tiles=[
                    ("original", Tiles(pixels=view.originals, columns=ACROSS)),
                    ("PCA", Tiles(pixels=view.by_pca, columns=ACROSS)),
                    ("the net", Tiles(pixels=view.by_net, columns=ACROSS)),
                ],
                title=f"Through {view.code_size} number{'s' if view.code_size > 1 else ''}", columns=5, pair="pictures",
                caption=f"Squared error an image: PCA {written(view.pca_error)}, the net {written(view.error)}.",
                alt=f"{len(view.originals)} pictures, the same through PCA and through the net.",
            ),
        ]  # fmt: skip


def _weights(pixels: Bytes) -> Tiles:
    """The first of a row, in orange and blue."""
    return Tiles(pixels=np.ascontiguousarray(pixels[:ACROSS]), paint="diverging", columns=ACROSS)
