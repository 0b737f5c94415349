"""Part one: a neuron with two inputs, whose weights, bias and input are dragged."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.activations import ACTIVATIONS
from dnnlab.foundations.neuron.curves import TABLE, TABLE_STEP, activation_table, axis
from dnnlab.foundations.neuron.examples import GATES
from dnnlab.foundations.neuron.knobs import NONE, NeuronConfig
from dnnlab.plots.written import written
from dnnlab.ui.blocks import Caption, Latex
from dnnlab.ui.components.stage.dials import dial
from dnnlab.ui.components.stage.kinds.neuron import NUMBERS, NeuronPanel
from dnnlab.ui.components.stage.kinds.plots import spans
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.source import Source
from pages.foundations.neuron import maths
from pages.foundations.neuron.lesson import LESSON
from pages.foundations.neuron.questions import ON_NEURON
from pages.foundations.neuron.showing import show_part

UNBOUNDED = 3.0
"""The output with the full colour, of an activation that goes on for ever."""
CODE = (
    "The activations, and their slopes, as they are drawn. No PyTorch is needed for a single neuron.",
    Source("dnnlab/foundations/activations.py", "sigmoid", "tanh", "threshold", "relu", "leaky_relu", "softplus"),
    Source("dnnlab/foundations/activations.py", "elu", "gelu"),
)


def show(*places: DeltaGenerator) -> None:
    """The plane, the net and the activation, with what is said about them."""
    show_part(
        places, ON_NEURON, page=LESSON.slug, prefix="", dials=NUMBERS, panels=panels, facts=facts,  # type: ignore[arg-type]
        maths=maths.of_neuron, code=CODE,
    )  # fmt: skip


def panels(config: NeuronConfig) -> Sequence[Panel]:
    """The one panel of the part."""
    activation = ACTIVATIONS[config.activation]
    table = activation_table(activation, config.parameter)
    dead = activation.dead(axis(-TABLE, TABLE, TABLE_STEP), config.parameter)
    bounded = abs(activation.high) < float("inf")
    bends = config.beta if config.activation == "threshold" else 0.0
    line = "β" if bends else "0"
    return [
        NeuronPanel(
            state={name: getattr(config, name) for name in NUMBERS},
            dials=[dial(NeuronConfig, name) for name in NUMBERS],
            side=3.2, name=config.activation, start=-TABLE, step=TABLE_STEP, values=table.values, slopes=table.slopes,
            jumps=activation.jumps, bends=bends, full=1.0 if bounded else UNBOUNDED,
            dead=spans(-TABLE, TABLE_STEP, dead), targets=GATES.get(config.gate, ()),
            task="" if config.gate == NONE else config.gate, columns=12,
            title="Drag the arrow (the weights), the dashed line (the bias) or the green point (the input)",
            caption=f"Orange: output above 0, blue: below. On the dashed line z is {line}; its ticks point to where z "
            "is larger. Right: the output (blue curve) and its slope (dashed); red ground: hardly any slope.",
            alt=f"The plane of two inputs, coloured by the output of a neuron with {config.activation}. "
            f"Weights {written(config.w1)} and {written(config.w2)}, bias {written(config.b)}.",
        )
    ]  # fmt: skip


def facts(config: NeuronConfig) -> Sequence[str]:
    """The formula of the chosen activation, and what to know about it."""
    activation = ACTIVATIONS[config.activation]
    return [Latex(activation.formula), Caption(activation.remark)]
