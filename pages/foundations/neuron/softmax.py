"""Part three: softmax of three logits, and what the temperature does."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.activations import softmax
from dnnlab.foundations.neuron.knobs import NAMES, SoftmaxConfig
from dnnlab.plots.written import written_shares
from dnnlab.ui.blocks import Caption, Latex
from dnnlab.ui.components.stage.dials import dial
from dnnlab.ui.components.stage.kinds.softmax import SoftmaxPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.source import Source
from pages.foundations.neuron import maths
from pages.foundations.neuron.lesson import LESSON
from pages.foundations.neuron.questions import ON_SOFTMAX
from pages.foundations.neuron.showing import show_part

PAGE = f"{LESSON.slug}/softmax"
DIALS = ("y1", "y2", "y3", "temperature")
CODE = (
    "Softmax, safe for logits of any size: the largest is taken away first, which changes no share.",
    Source("dnnlab/foundations/activations.py", "softmax"),
)


def show(*places: DeltaGenerator) -> None:
    """Sliders, bars and the triangle."""
    show_part(
        places, ON_SOFTMAX, page=PAGE, prefix="soft_", dials=DIALS, panels=panels, facts=facts,  # type: ignore[arg-type]
        maths=maths.of_softmax, code=CODE,
    )  # fmt: skip


def panels(config: SoftmaxConfig) -> Sequence[Panel]:
    """The one panel of the part."""
    shares = written_shares(softmax(config.logits, config.temperature))
    told = ", ".join(f"{name} {share or 'hardly any'}" for name, share in zip(NAMES, shares, strict=True))
    return [
        SoftmaxPanel(
            state={name: getattr(config, name) for name in DIALS}, names=NAMES, columns=12,
            dials=[dial(SoftmaxConfig, name) for name in DIALS],
            title="Move the logits and the temperature, or drag the green point",
            caption="In the triangle each corner gives all to one class. Dashed: where the temperature leads, from all "
            "to the largest (T → 0) to all alike (T → ∞); the dots are T = 0.1, 1 and 5.",
            alt=f"Shares of three classes: {told}.",
        )
    ]  # fmt: skip


def facts(config: SoftmaxConfig) -> Sequence[str]:
    """The sum of this moment."""
    return [
        Latex(r"p_k = \frac{e^{y_k/T}}{\sum_j e^{y_j/T}}"),
        Caption(
            "Only differences count: add the same to all three, and no share changes. T = 1 is the softmax of the "
            "lecture; language models are asked for text at other temperatures."
        ),
    ]
