"""The rules of the optimisers as formulas, with the numbers of the knobs."""

from __future__ import annotations

from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Latex


def update_rule(optimizer: str, learning_rate: float, weight_decay: float = 0.0) -> Latex:
    """What a step does to a weight w with the gradient g, as torch computes it.

    Args:
        optimizer: one of ``dnnlab.live.knobs.OPTIMIZERS``.
        learning_rate: the size of a step.
        weight_decay: what it adds to the gradient, times the weight; 0: nothing is said of it.

    Raises:
        KeyError: there is no such rule.
    """
    rate, decay = (in_latex(written(number, digits=6)) for number in (learning_rate, weight_decay))
    decayed = rf"g \leftarrow g + {decay}\,w \qquad " if weight_decay else ""
    rules = {
        "SGD": rf"w \leftarrow w - {rate}\,g",
        "momentum": rf"v \leftarrow 0.9\,v + g \qquad w \leftarrow w - {rate}\,v",
        "Nesterov": rf"v \leftarrow 0.9\,v + g \qquad w \leftarrow w - {rate}\,(g + 0.9\,v)",
        "Adagrad": rf"s \leftarrow s + g^2 \qquad w \leftarrow w - {rate}\,\frac{{g}}{{\sqrt{{s}} + 10^{{-10}}}}",
        "RMSProp": r"s \leftarrow 0.9\,s + 0.1\,g^2 \qquad "
        rf"w \leftarrow w - {rate}\,\frac{{g}}{{\sqrt{{s}} + 10^{{-8}}}}",
        "Adam": r"m \leftarrow 0.9\,m + 0.1\,g \qquad s \leftarrow 0.999\,s + 0.001\,g^2 \qquad "
        rf"w \leftarrow w - {rate}\,\frac{{m/(1-0.9^t)}}{{\sqrt{{s/(1-0.999^t)}} + 10^{{-8}}}}",
    }
    return Latex(decayed + rules[optimizer])
