"""The settings of the lesson on backpropagation; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.foundations.backprop.examples import EXAMPLES, LOSS
from dnnlab.foundations.backprop.parsing import LONGEST, MOST_NODES
from dnnlab.foundations.backprop.variables import read_variables
from dnnlab.live.config import NEVER, Config, knob

SIGMOID, TANH, RELU, IDENTITY = "sigmoid", "tanh", "relu", "identity"
INPUTS = 2
"""Of the lecture's net."""


def _short(text: str) -> str:
    """A text of which the page itself says what is wrong with it, and where."""
    if len(text) > 2 * LONGEST:
        raise ValueError(f"at most {2 * LONGEST} characters")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionConfig(Config):
    """An expression, the values of its variables, and how far the passes have come."""

    expression: str = knob(EXAMPLES[LOSS].expression, read=_short, when=NEVER, help="What is differentiated.")
    variables: str = knob(
        EXAMPLES[LOSS].variables, read=read_variables, when=NEVER, help="Name=value, with commas between."
    )
    place: int = knob(
        10, low=0, high=2 * MOST_NODES + 1, when=NEVER, help="Steps done of the forward and backward pass."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NetConfig(Config):
    """The lecture's net with one hidden layer, and how far its two passes have come."""

    hidden: int = knob(2, low=1, high=4, label="Hidden units", group="Net", help="Neurons of the hidden layer.")
    outputs: int = knob(1, low=1, high=2, label="Outputs K", group="Net", help="Neurons of the output layer.")
    phi: str = knob(
        SIGMOID, options=(SIGMOID, TANH, RELU), label="Hidden φ", group="Net", help="Activation of the hidden layer."
    )
    psi: str = knob(
        IDENTITY, options=(IDENTITY, SIGMOID), label="Output ψ", group="Net",
        help="Activation of the output layer: none for a regression, a sigmoid for an output between 0 and 1.",
    )  # fmt: skip
    variables: str = knob("", read=read_variables, when=NEVER, help="Name=value, with commas between.")
    place: int = knob(6, low=0, high=20, when=NEVER, help="Steps done of the forward and backward pass.")
