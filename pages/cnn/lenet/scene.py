"""How a run of LeNet-5 is drawn: curves, filters, layers, confusions, mistakes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.cnn.lenet import tiles
from dnnlab.cnn.lenet.figures import confusion_matrix
from dnnlab.cnn.lenet.views import LeNetView, Predictions
from dnnlab.data import mnist
from dnnlab.live.wire import Snapshot
from dnnlab.plots.curves import curves
from dnnlab.plots.figures import axis_end
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import ACCURACY, LOSS
from dnnlab.plots.series import WINDOW
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.component import Click
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.words import describe, latest_figures

CONFUSION, FILTERS = "Which digits it confuses", "The filters of layer 1"
LAYERS = {
    "input": "input 32×32",
    "conv1": "C1 convolution",
    "pool1": "S2 pooling",
    "conv2": "C3 convolution",
    "pool2": "S4 pooling",
    "dense1": "F5\n120 units",
    "dense2": "F6\n84 units",
    "logits": "10 logits",
}
HEIGHT = 376
"""Of the curves, in pixels."""
MAPS = "Orange is positive, blue negative."
SIGNS = "Orange adds, blue subtracts; the background's colour is zero."


@dataclass(frozen=True, slots=True)
class DigitsScene:
    """Panels of the digit lesson; ``cell`` is the cell of the confusion matrix that the learner picked."""

    cell: tuple[int, int] | None = None

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Accuracy above loss, over the same steps."""
        beside = pinned.curves if pinned else None
        step = max(now.status.step, pinned.status.step if pinned else 0)
        totals = [run.status.total_steps or run.status.step for run in (now, pinned) if run]
        end = axis_end(step, max(totals))
        figure = curves(now.curves, (ACCURACY, LOSS), palette, height=HEIGHT, end=end, pinned=beside)
        return [
            FigurePanel(
                figure=figure, title="Accuracy and loss", columns=12 if pinned else 7, height=HEIGHT,
                caption="Above, the share of right answers; below, the cross-entropy (log scale): how much the right "
                f"answer surprises it. Training: the last {WINDOW} batches, in a long run a sample of them, so it lags "
                "behind. Validation: 1,000 digits that it never trains on; the final figures in the bar are of all "
                "5,000, and of 10,000 test digits.",
                alt=f"Accuracy and loss over steps. {describe(now)}: {latest_figures(now.status)}.",
            )
        ]  # fmt: skip

    def pictures(self, view: LeNetView, palette: Palette) -> Sequence[Panel]:
        """Filters, one digit through every layer, the confusion matrix, and the digits behind it."""
        answer = int(view.probabilities.argmax())
        sure = float(view.probabilities[answer])
        overflowed = "no answer, its numbers have overflowed"
        verdict = f"read as {answer}, {written(sure, percent=True)} sure" if math.isfinite(sure) else overflowed
        layers = tiles.layer_tiles(view.maps)
        return [
            TilesPanel(
                tiles=tiles.filter_tiles(view.filters), title=FILTERS, caption=SIGNS, columns=5,
                alt=f"{len(view.filters)} filters of 5 by 5 weights, at step {view.step}.",
            ),
            TilesPanel(
                tiles=[(LAYERS[name], layer) for name, layer in layers.items()],
                title=f"One {view.label} through every layer: {verdict}", pair="layers", columns=12,
                caption=f"The same digit all the time. Each row is a layer's output, on a scale of its own. {MAPS}",
                alt=f"Feature maps of every layer for a handwritten {view.label}, {verdict}.",
            ),
            self._confusion(view.predictions, palette),
            self._behind(view.predictions),
        ]  # fmt: skip

    def _confusion(self, predictions: Predictions, palette: Palette) -> Panel:
        counts = predictions.confusion()
        wrong = len(predictions.mistakes())
        return FigurePanel(
            figure=confusion_matrix(counts, palette, height=330), title=CONFUSION, columns=5, height=330,
            clickable=True, caption=f"{len(predictions):,} validation digits. Click a cell to see those very digits.",
            alt=f"Confusion matrix of {len(predictions):,} validation digits, {wrong} of them read wrongly.",
        )  # fmt: skip

    def _behind(self, predictions: Predictions) -> Panel:
        """The digits of the picked cell, else the worst mistakes."""
        images = mnist.validation().images
        if self.cell is None:
            shown, title = tiles.mistake_tiles(predictions, images), "The worst mistakes"
            caption = "True digit → answer, and how sure it was. Highest loss first."
        else:
            true, predicted = self.cell
            shown = tiles.cell_tiles(predictions, images, true, predicted)
            count = len(predictions.cell(true, predicted))
            how = "rightly" if true == predicted else f"as a {predicted}"
            title = f"{count:,} digits {true} that were read {how}" if count else f"No {true} was read {how}"
            caption = f"{len(shown.pixels)} of {count:,} are shown, the surest answers first." if count else ""
        return TilesPanel(
            tiles=shown, title=title, pair="digits behind", caption=caption, columns=7,
            alt=f"{title}: {', '.join(shown.labels) or 'none'}.",
        )  # fmt: skip


def picked_cell(click: Click) -> tuple[int, int]:
    """The (true, answer) cell of a click on the confusion matrix."""
    return int(click.y or 0) % 10, int(click.x or 0) % 10
