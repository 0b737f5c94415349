"""How a run is drawn: the gradient at each step of the sequence, the table of accuracies, curves, answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.rnn.memory.figures import ROWS, answers_figure, gradient_figure, table_figure
from dnnlab.rnn.memory.knobs import SYMBOLS, WINDOW, CopyConfig
from dnnlab.rnn.memory.table import SEEDS, Own, table
from dnnlab.rnn.memory.views import CopyView
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

LEADS, CURVES, ANSWERS = 216, 360, 300
"""Heights in pixels, so that gradients and table stand whole on the first screen of a laptop."""
GRADIENT = "The gradient on its way back to the symbol"


@dataclass(frozen=True, slots=True)
class MemoryScene:
    """Panels of the memory lesson."""

    own: tuple[Own, ...] = ()
    """The learner's runs, for the table."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Gradients and table, which lead; accuracy, loss and norms over the steps of training."""
        view: CopyView | None = now.view
        beside: CopyView | None = pinned.view if pinned else None
        twin = now.twin is not None
        return [
            FigurePanel(
                figure=gradient_figure(view, beside, palette, twin=twin, height=LEADS),
                height=LEADS, columns=7, title=GRADIENT, leads=True, over_steps=False,
                caption=faded(view) if view else "", alt=f"{GRADIENT}, log scale. {faded(view) if view else ''}",
            ),
            FigurePanel(
                figure=table_figure(table(), self.own, palette, height=LEADS), height=LEADS, columns=5, leads=True,
                over_steps=False, title="Accuracy (%) against the number of blanks",
                caption=f"A stripe a seed, {len(SEEDS)} of them; their mean. Diamonds: your own runs.",
                alt="Mean accuracy of five seeds by network and number of blanks; the maths tab explains it.",
            ),
            curves_panel(
                now, pinned, ROWS, palette, title="Accuracy, loss, gradient norms", height=CURVES,
                caption="Accuracy of 32 sequences. Orange, last row: the gradient that reaches the symbol.",
            ),
        ]  # fmt: skip

    def pictures(self, view: CopyView, palette: Palette) -> Sequence[Panel]:
        """What it answers."""
        right = sum(int(row.argmax() == place) for place, row in enumerate(view.answers))
        return [
            FigurePanel(
                figure=answers_figure(view.answers, palette, height=ANSWERS), title="What it says", columns=5,
                height=ANSWERS, caption=f"The stronger, the likelier; right is the diagonal. {counted(view)}",
                alt=f"Probabilities of each answer for each first symbol: {right} of {SYMBOLS} are right.",
            )
        ]  # fmt: skip


def faded(view: CopyView) -> str:
    """How much of the gradient at the last step reaches the first one, in words."""
    first, last = float(view.gradients[0]), float(view.gradients[-1])
    if not (math.isfinite(first) and math.isfinite(last)):
        return "Its numbers have overflowed."
    if not first:
        return f"At the answer {written(last)}, at the symbol, step 0, exactly 0: nothing of it can be learnt."
    share = f", {written(first / last)} of it" if last else ""
    return f"At the answer {written(last)}, at the symbol, step 0, {written(first)}{share}."


def counted(view: CopyView) -> str:
    """What the network learns, and how large its recurrent matrix has become."""
    radius = f" Spectral radius now {written(view.radius)}." if math.isfinite(view.radius) else ""
    return f"{view.parameters:,} parameters.{radius}"


def sees(config: CopyConfig) -> str:
    """Of a window, whether the symbol is in it; of every other network nothing."""
    if config.net != WINDOW:
        return ""
    inside = config.blanks < config.width
    return f"The window of {config.width} {'holds' if inside else 'does not reach'} the symbol."
