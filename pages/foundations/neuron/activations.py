"""Part two: all nine activations beside each other, and where their gradients die."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.activations import ACTIVATIONS, DEAD
from dnnlab.foundations.neuron.curves import STEP, activation_curves
from dnnlab.foundations.neuron.knobs import ActivationsConfig
from dnnlab.plots.written import written
from dnnlab.ui.blocks import Caption
from dnnlab.ui.components.stage.kinds.plots import Curve, Plot, PlotsPanel, spans
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.source import Source
from pages.foundations.neuron import maths
from pages.foundations.neuron.lesson import LESSON
from pages.foundations.neuron.questions import ON_ACTIVATIONS
from pages.foundations.neuron.showing import show_part

PAGE = f"{LESSON.slug}/activations"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
VALUE, SLOPE = 0, 4
"""Colours of the two curves."""
START = -6.0
CODE = (
    "Each slope beside its function; a test compares all with PyTorch's own and its autograd.",
    Source(
        "dnnlab/foundations/activations.py",
        "sigmoid_slope",
        "tanh_slope",
        "threshold_slope",
        "relu_slope",
        "leaky_relu_slope",
    ),
    Source("dnnlab/foundations/activations.py", "softplus_slope", "elu_slope", "gelu_slope"),
)


def show(*places: DeltaGenerator) -> None:
    """Nine small plots with one pointer."""
    show_part(
        places, ON_ACTIVATIONS, page=PAGE, prefix="act_", dials=("z",), panels=panels, facts=facts,  # type: ignore[arg-type]
        maths=maths.of_activations, code=CODE,
    )  # fmt: skip


def panels(config: ActivationsConfig) -> Sequence[Panel]:
    """The one panel of the part."""
    drawn = activation_curves(config)
    name = "slope" if config.layers == 1 else f"slope{str(config.layers).translate(RAISED)}"
    plots = []
    for title, each in drawn.items():
        dead = np.abs(each.slopes) < DEAD
        plots.append(
            Plot(
                title=title, low=-1.3, high=2.3, dead=spans(START, STEP, dead),
                curves=(
                    Curve(name="φ", values=each.values, colour=VALUE, jumps=ACTIVATIONS[title].jumps),
                    Curve(name=name, values=each.slopes, colour=SLOPE, dashed=True, jumps=jumps(title)),
                ),
            )
        )  # fmt: skip
    place = round((config.z - START) / STEP)
    left = ", ".join(f"{title} {written(float(each.slopes[place]))}" for title, each in drawn.items())
    return [
        PlotsPanel(
            start=START, step=STEP, axis="z", at=config.z, dial="z", plots=plots, most=3, narrow=150, height=104,
            dead="dies here", columns=12, title="Where does the gradient die? Drag the line through all nine",
            caption=f"Red ground: less than {written(DEAD)} of a gradient passes. "
            + (
                "Full line: the output. Dashed: its slope."
                if config.layers == 1
                else f"Dashed: what is left of a gradient after {config.layers} layers that all stand at this z."
            ),
            alt=f"Nine activations. At z = {written(config.z)}, {name}: {left}.",
        )
    ]  # fmt: skip


def jumps(name: str) -> bool:
    """Whether the slope has a step."""
    return name in ("ReLU", "leaky ReLU")


def facts(config: ActivationsConfig) -> Sequence[str]:
    """What to look for."""
    return [Caption("Set more layers: the sigmoid's slope, at most 1/4, leaves little even where it is largest.")]
