"""What the judges of the lesson on backpropagation look at: the last step of what a button has set up."""

from __future__ import annotations

from dnnlab.foundations.backprop.knobs import ExpressionConfig, NetConfig
from dnnlab.foundations.backprop.parsing import read_expression


def stepped_through(config: ExpressionConfig) -> ExpressionConfig:
    """The learner has come to the end of the backward pass."""
    return config.replace(place=2 * len(read_expression(config.expression).operations) + 1)


def net_stepped_through(config: NetConfig) -> NetConfig:
    """The same of the net."""
    return config.replace(place=2 * (config.hidden + config.outputs) + 1)


SHOWN = {"questions:ON_EXPRESSION": stepped_through, "questions:ON_NET": net_stepped_through}
