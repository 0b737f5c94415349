"""How the unfolded net is drawn: the copies with the gradient on its way back, each copy's share, the loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.rnn.unfolded.diagram import unfolded_diagram
from dnnlab.rnn.unfolded.figures import LOSS, share_bars, shares_table, strongest
from dnnlab.rnn.unfolded.views import UnfoldedView
from dnnlab.ui.components.stage.kinds.diagram import DiagramPanel
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

LOW, ROW = 190, 22
"""Heights in pixels: of bars and curves, and of a row of the table."""


@dataclass(frozen=True, slots=True)
class UnfoldedScene:
    """Panels of "unfolded"."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The loss over the steps."""
        return [
            curves_panel(
                now, pinned, (LOSS,), palette, title="The loss", height=LOW, columns=6,
                caption="Half the mean square of the error, on 32 fresh sequences a step. Saying 0 always costs "
                "0.167 where one number is wanted.",
            )
        ]  # fmt: skip

    def pictures(self, view: UnfoldedView, palette: Palette) -> Sequence[Panel]:
        """There and back, which leads; the shares as bars, and weight by weight."""
        copies = len(view.inputs)
        shown, weights = len(strongest(view)), len(view.autograd)
        some = f"The {shown} of {weights} weights with the largest shares. " if shown < weights else ""
        height = 34 + ROW * shown
        return [
            DiagramPanel(
                diagram=unfolded_diagram(view), title="The same cell, a copy for each moment", columns=12, leads=True,
                caption="Numbers go from left to right below, the gradient comes back above: the thicker its line, "
                f"the larger it is.{cut_off(view)}",
                alt=f"{copies} copies. The output is {written(view.output)}, wanted is {written(view.target)}. The "
                f"gradient's size copy by copy: {sizes(view)}.",
            ),
            FigurePanel(
                figure=share_bars(view, palette, height=LOW), height=LOW, columns=6,
                title="Each copy's share of ∂L/∂W",
                caption="The length of a share, over all weights of the cell; copy 1 has no output before it to weigh.",
                alt=f"The share of each copy: {shares(view)}.",
            ),
            FigurePanel(
                figure=shares_table(view, palette, height=height), height=height, columns=12,
                title="Their sum is the gradient, weight by weight",
                caption=f"{agreement(view)} {some}h2 ← h1: how unit 2 reads unit 1.",
                alt=f"{shown} weights with the shares of {copies} copies. {agreement(view)}",
            ),
        ]  # fmt: skip


def cut_off(view: UnfoldedView) -> str:
    """Which copies get no gradient."""
    left = len(view.inputs) - view.reached
    return "" if not left else f" It is cut off before copy {left + 1}: what was there cannot be learnt from."


def sizes(view: UnfoldedView) -> str:
    """The norm of the gradient with respect to each output."""
    return ", ".join(written(each) for each in np.linalg.norm(view.gradients[1:], axis=1).tolist())


def shares(view: UnfoldedView) -> str:
    """The norm of each share."""
    return ", ".join(written(each) for each in view.sizes.tolist())


def agreement(view: UnfoldedView) -> str:
    """How far the sum is from what autograd finds."""
    gap = float(np.abs(view.summed - view.autograd).max())
    return f"The largest difference between the sum and PyTorch's autograd is {written(gap, digits=1)}."
