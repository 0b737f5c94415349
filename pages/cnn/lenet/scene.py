"""How a run of LeNet-5 is drawn: curves, filters, layers, confusions, mistakes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.cnn.lenet import tiles
from dnnlab.cnn.lenet.figures import confusion_matrix, probability_bars
from dnnlab.cnn.lenet.views import LeNetView, Predictions, Reading
from dnnlab.data import mnist
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import ACCURACY, LOSS
from dnnlab.plots.sheets import Station
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.component import Click
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.flow import FlowPanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

CONFUSION, FILTERS = "Which digits it confuses", "The filters of layer 1"
LAYERS = {
    "input": ("input\n32×32", 0.48),
    "conv1": ("C1\nconvolution", 1.0),
    "pool1": ("S2\npooling", 0.54),
    "conv2": ("C3\nconvolution", 1.0),
    "pool2": ("S4\npooling", 0.52),
    "dense1": ("F5\n120", 1.0),
    "dense2": ("F6\n84", 1.0),
    "logits": ("logits\n10", 1.0),
}
"""Each layer's name, and how high it is drawn: pooling halves a map's sides."""
SIGN = "Orange is positive, blue negative."
SCALES, READ = "Each layer on a scale of its own. ", "Read by the shipped network, until you train one. "
SIGNS = "Orange adds, blue subtracts."
CURVES, BARS = 226, 166
"""Heights in pixels, so that the pictures of the lesson stand on the first screen of a laptop."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnDigit:
    """What the network of the stage made of a digit of the learner's; the same only as one object."""

    reading: Reading
    shipped: bool
    """Whether the shipped network read it: the learner has no run yet."""


@dataclass(frozen=True, slots=True)
class DigitsScene:
    """Panels of the digit lesson."""

    cell: tuple[int, int] | None = None
    """The cell of the confusion matrix that the learner picked."""
    own: OwnDigit | None = None
    """Goes through the layers in the validation digit's place."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Accuracy above loss, over the same steps."""
        return [
            curves_panel(
                now, pinned, (ACCURACY, LOSS), palette, title="Accuracy and loss", height=CURVES,
                caption="Validation: digits it never trains on; 1,000 here, all 5,000 at the end.",
            )
        ]  # fmt: skip

    def pictures(self, view: LeNetView, palette: Palette) -> Sequence[Panel]:
        """A digit's way through the layers and the answer, the filters; the confusion matrix and the digits behind."""
        return [
            *self._way(view, palette),
            TilesPanel(
                tiles=tiles.filter_tiles(view.filters), title=FILTERS, caption=SIGNS, columns=5,
                alt=f"{len(view.filters)} filters of 5 by 5 weights, at step {view.step}.",
            ),
            self._confusion(view.predictions, palette),
            self._behind(view.predictions),
        ]  # fmt: skip

    def _way(self, view: LeNetView, palette: Palette) -> Sequence[Panel]:
        """The digit in every layer, from left to right, and the ten probabilities at the end."""
        own = self.own
        maps = own.reading.maps if own else view.maps
        probabilities = own.reading.probabilities[0] if own else view.probabilities
        best = int(probabilities.argmax())
        if math.isfinite(float(probabilities[best])):
            verdict, caption = f"It reads a {best}", "They sum to 100 %."
            told = f"read as {best}, {written(probabilities[best], percent=True)} sure"
        else:
            verdict, caption = "No answer", "Its numbers have overflowed."
            told = "no answer, its numbers have overflowed"
        whose = "Your digit" if own else f"A validation digit, a {view.label},"
        how = READ if own and own.shipped else SCALES
        layers = tiles.layer_tiles(maps)
        return [
            FlowPanel(
                stations=[Station(name=name, tiles=layers[of], height=height) for of, (name, height) in LAYERS.items()],
                title=f"{whose} on its way through the layers", caption=how + SIGN, columns=9, pair="layers",
                leads=True, alt=f"Feature maps of every layer: {whose.lower().rstrip(',')}, {told}.",
            ),
            FigurePanel(
                figure=probability_bars(probabilities, palette, height=BARS), height=BARS, columns=3, pair="answer",
                title=verdict, caption=caption, leads=True, alt=f"The ten probabilities: {told}.",
            ),
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
