"""How a run of the deep network is drawn: the gradient by layer on top, then the signal, the curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.autoencoders.stacked.figures import timeline
from dnnlab.foundations.flow import figures
from dnnlab.foundations.flow.figures import ACCURACY, GRADIENTS
from dnnlab.foundations.flow.knobs import FlowConfig
from dnnlab.foundations.flow.phases import phases
from dnnlab.foundations.flow.views import FlowView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.bars import BarsPanel
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

LEADING, LOW, STRIP = 248, 220, 52
"""Heights in pixels: of what leads, and of what stands below it."""
FAINT, ALIKE = 1e-3, ": all digits look alike to it"
LOST = " At the bottom: 0, too small for the computer's 32-bit numbers."
SMALL = 1e-4
"""Below it a number is written with a power of ten, which the caption explains."""


@dataclass(frozen=True, slots=True)
class FlowScene:
    """Panels of the deep network."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Accuracy above the gradients of the first and the last hidden layer."""
        return [
            curves_panel(
                now, pinned, (ACCURACY, GRADIENTS), palette, title="Does it learn?", height=LOW, columns=6,
                caption="Accuracy: of 1,000 validation digits. Gradient: its length, for the layer's weights.",
            )
        ]  # fmt: skip

    def pictures(self, view: FlowView, palette: Palette) -> Sequence[Panel]:
        """The gradients and what is left of them lead; then the activations."""
        bars = figures.standing(view)
        words = ", ".join(f"{bar.name}: {bar.value}" for bar in bars)
        spread = written(float(view.now.spreads[-1]))
        return [
            *self._timeline(view, palette),
            FigurePanel(
                figure=figures.profile(view, "gradients", palette, height=LEADING), height=LEADING, columns=8,
                leads=True, over_steps=False, title=figures.verdict(view), pair="gradients",
                caption="The length (norm) of the gradient of each layer's weights. Equal steps up are equal factors."
                f"{LOST if figures.lost(view) else ''}",
                alt=f"Gradient by layer at step {view.step:,}, {view.depth} hidden layers. {words}.",
            ),
            BarsPanel(
                bars=bars, columns=4, leads=True, title="What is left", pair="left", alt=words,
                caption=left_in_words(view),
            ),
            FigurePanel(
                figure=figures.profile(view, "activations", palette, height=LOW), height=LOW, columns=6,
                over_steps=False, title="The signal on its way forward", pair="activations",
                caption=f"What a unit gives (root mean square). At the last layer it differs by {spread} from digit to "
                f"digit{ALIKE if view.now.spreads[-1] < FAINT else ''}.",
                alt=f"Activations by layer, from {written(float(view.now.activations[0]))} to "
                f"{written(float(view.now.activations[-1]))}.",
            ),
        ]  # fmt: skip

    def _timeline(self, view: FlowView, palette: Palette) -> Sequence[Panel]:
        """The phases, where there are several."""
        if not view.pretraining:
            return []
        planned = phases(FlowConfig(depth=view.depth, pretraining=view.pretraining, run_length=view.length))
        said = (
            f"Layer {view.phase} learns to give back what it gets. All others are frozen, and labels are not looked at."
            if view.phase
            else "Pre-training is over: all layers learn together, with labels."
        )
        return [
            FigurePanel(
                figure=timeline(planned, view.step, palette, height=STRIP), height=STRIP, columns=12, leads=True,
                over_steps=False, title="Layer by layer, then all of them", pair="phases", caption=said, alt=said,
            )
        ]  # fmt: skip


def left_in_words(view: FlowView) -> str:
    """What the bars of the gradient mean; of a very small number, how it is read."""
    share = figures.ratio(view)
    said = "The gradient of what layer 1 gives, beside that of the last hidden layer: each layer's factor, multiplied."
    if 0 < share < SMALL:
        digits, power = written(share).split("e")
        said += f" {digits}e{power} is {digits} with the point moved {-int(power)} places to the left."
    return said
