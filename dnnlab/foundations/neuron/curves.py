"""What the stage draws: the functions of :mod:`dnnlab.foundations` along an axis, over a triangle, over a boundary."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dnnlab.foundations.activations import ACTIVATIONS, Activation
from dnnlab.foundations.losses import BINARY, CLASSES, IN_BITS, REGRESSION
from dnnlab.foundations.neuron.examples import TWO_CLASSES
from dnnlab.foundations.neuron.knobs import BITS, ActivationsConfig, BinaryConfig, ClassesConfig, RegressionConfig

Floats = NDArray[np.float64]
STEP = 0.02
"""From place to place of an axis."""
TABLE = 23.0
"""The table of a neuron's activation goes from minus this z to this one: 3 * 3 + 3 * 3 + 4 is the largest."""
TABLE_STEP = 0.01
CROSS_ENTROPY = "cross-entropy"


class Drawn(NamedTuple):
    """A function and its slope along an axis, each (N,)."""

    values: Floats
    slopes: Floats


def axis(low: float, high: float, step: float = STEP) -> Floats:
    """Places from ``low`` to ``high``, each rounded to what a person would write, (N,)."""
    return np.round(low + step * np.arange(round((high - low) / step) + 1), 6)


def activation_table(activation: Activation, parameter: float) -> Drawn:
    """An activation for every z that the neuron can have."""
    z = axis(-TABLE, TABLE, TABLE_STEP)
    return Drawn(activation.value(z, parameter), activation.derivative(z, parameter))


def activation_curves(config: ActivationsConfig) -> dict[str, Drawn]:
    """All nine on the page's axis; slopes to the power of the number of layers."""
    z = axis(-6, 6)
    drawn = {}
    for name, each in ACTIVATIONS.items():
        parameter = config.parameter(name)
        drawn[name] = Drawn(each.value(z, parameter), each.derivative(z, parameter) ** config.layers)
    return drawn


def binary_curves(config: BinaryConfig) -> dict[str, Drawn]:
    """The losses of two classes against the score, for the label of the knobs."""
    y = axis(-3, 3)
    return {
        name: Drawn(_unit(config, name) * loss.value(y, config.t), _unit(config, name) * loss.gradient(y, config.t))
        for name, loss in BINARY.items()
    }


def boundary_curves(config: BinaryConfig) -> dict[str, Drawn]:
    """The mean loss over the examples against the boundary b, where the score of an example at x is x - b.

    So the slope with respect to b is minus the mean of the losses' gradients.
    """
    places, above = zip(*TWO_CLASSES[config.examples], strict=True)
    b = axis(-6, 6)
    scores = np.array(places)[:, np.newaxis] - b  # (examples, N)
    labels = np.where(above, 1.0, -1.0)[:, np.newaxis]  # (examples, 1)
    return {
        name: Drawn(
            _unit(config, name) * loss.value(scores, labels).mean(0),
            -_unit(config, name) * loss.gradient(scores, labels).mean(0),
        )
        for name, loss in BINARY.items()
    }


def _unit(config: BinaryConfig, name: str) -> float:
    return IN_BITS if name == CROSS_ENTROPY and config.unit == BITS else 1.0


def class_curves(config: ClassesConfig) -> dict[str, Drawn]:
    """The losses of three classes against the right one's score, the wrong ones' as the knobs say."""
    y = axis(-4, 4)
    wrong = [np.full_like(y, value) for value in (config.first, config.second)]
    scores = np.stack([y, *wrong], -1)  # (N, 3), the right class first
    return {name: Drawn(loss.value(scores, 0), loss.gradient(scores, 0)[:, 0]) for name, loss in CLASSES.items()}


def class_surfaces(shares: Floats, target: int) -> dict[str, Drawn]:
    """The losses of three classes at predictions (N, 3), whose scores are the logarithms: (N,) and (N, 3)."""
    scores = np.log(shares)
    return {
        name: Drawn(loss.value(scores, target), loss.gradient(scores, target)) for name, loss in CLASSES.items()
    }  # fmt: skip


def regression_curves(config: RegressionConfig) -> dict[str, Drawn]:
    """The losses of a number against prediction less target."""
    y = axis(-5, 5)
    drawn = {}
    for name, loss in REGRESSION.items():
        more = (config.delta,) if name == "pseudo-Huber" else ()
        drawn[name] = Drawn(loss.value(y, 0.0, *more), loss.gradient(y, 0.0, *more))
    return drawn


def descend(drawn: Drawn, start: float, rate: float, steps: int) -> float:
    """Where gradient descent on a curve over b comes to, as the browser's balls do it: slopes between places in a line.

    Args:
        drawn: the curve on the axis from -6 to 6.
        start: the first b.
        rate: the learning rate.
        steps: how many.
    """
    b, places = start, axis(-6, 6)
    for _ in range(steps):
        b = float(np.clip(b - rate * np.interp(b, places, drawn.slopes), -6, 6))
    return b
