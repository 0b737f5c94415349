r"""The lecture's two-pass algorithm for a net with one hidden layer and the quadratic loss, on one example.

Forward: a1 = W1 x + b1, h = phi(a1), a2 = W2 h + b2, f = psi(a2), R = sum over k of (y_k - f_k)^2.
Backward, the backpropagation equations of lecture 004:

.. math:: \delta_k = -2 (y_k - f_k) \psi'(a^{(2)}_k), \quad
          s_m = \phi'(a^{(1)}_m) \sum_k W^{(2)}_{k,m} \delta_k, \quad
          \partial R / \partial W^{(2)}_{k,m} = \delta_k h_m, \quad \partial R / \partial W^{(1)}_{m,l} = s_m x_l
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.foundations.backprop.knobs import IDENTITY, INPUTS, RELU, SIGMOID, TANH, NetConfig
from dnnlab.foundations.backprop.operations import sigmoid
from dnnlab.foundations.backprop.variables import read_variables

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """The parameters: W1 (H, 2), b1 (H,), W2 (K, H), b2 (K,)."""

    W1: Floats
    b1: Floats
    W2: Floats
    b2: Floats


@dataclass(frozen=True, slots=True)
class TwoPass:
    """All that the two passes compute: a1, h, s (H,); a2, f, delta (K,); the loss R; the gradients."""

    a1: Floats
    h: Floats
    a2: Floats
    f: Floats
    R: float
    delta: Floats
    s: Floats
    gradients: Weights


ACTIVATIONS: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
    SIGMOID: (np.vectorize(sigmoid, otypes=[float]), np.vectorize(lambda a: sigmoid(a) * sigmoid(-a), otypes=[float])),
    TANH: (np.tanh, lambda a: 1 - np.tanh(a) ** 2),
    RELU: (lambda a: np.maximum(a, 0.0), lambda a: (a > 0).astype(float)),
    IDENTITY: (lambda a: a, np.ones_like),
}
"""Name -> the activation and its derivative."""


def two_pass(x: Floats, y: Floats, weights: Weights, phi: str, psi: str) -> TwoPass:
    """Forward, then backward; x (2,), y (K,)."""
    hidden, hidden_slope = ACTIVATIONS[phi]
    output, output_slope = ACTIVATIONS[psi]

    a1 = weights.W1 @ x + weights.b1  # (H, 2) @ (2,) -> (H,)
    h = hidden(a1)
    a2 = weights.W2 @ h + weights.b2  # (K, H) @ (H,) -> (K,)
    f = output(a2)
    R = float(((y - f) ** 2).sum())

    delta = -2 * (y - f) * output_slope(a2)  # (K,)
    s = hidden_slope(a1) * (weights.W2.T @ delta)  # (H, K) @ (K,) -> (H,)
    gradients = Weights(W1=np.outer(s, x), b1=s, W2=np.outer(delta, h), b2=delta)  # (H, 2), (H,), (K, H), (K,)
    return TwoPass(a1, h, a2, f, R, delta, s, gradients)


@dataclass(frozen=True, slots=True)
class Net:
    """The net of the knobs, with its numbers."""

    config: NetConfig
    x: Floats
    y: Floats
    weights: Weights

    @property
    def passes(self) -> TwoPass:
        """Both passes."""
        return two_pass(self.x, self.y, self.weights, self.config.phi, self.config.psi)


START = {
    "x1": 2.0, "x2": -1.0, "y1": 0.0, "y2": 1.0,
    "w11": 0.5, "w12": 1.0, "w21": -0.5, "w22": 0.5, "w31": 1.0, "w32": -0.5, "w41": -1.0, "w42": -1.0,
    "b1": 0.5, "b2": 0.0, "b3": -0.5, "b4": 0.5,
    "v11": 1.0, "v12": -0.5, "v13": 0.5, "v14": 1.5, "v21": -1.0, "v22": 1.0, "v23": 0.5, "v24": -0.5,
    "c1": 0.5, "c2": -0.5,
}  # fmt: skip
"""The numbers that the net opens with; w and b are those of the hidden layer, v and c those of the output layer."""


def names(hidden: int, outputs: int) -> dict[str, list[str]]:
    """The variables of a net, by what they are; inputs l, hidden units m and outputs k are numbered from 1."""
    units, ends = range(1, hidden + 1), range(1, outputs + 1)
    return {
        "The example": [*(f"x{i + 1}" for i in range(INPUTS)), *(f"y{k}" for k in ends)],
        "Hidden layer": [name for m in units for name in (*(f"w{m}{i + 1}" for i in range(INPUTS)), f"b{m}")],
        "Output layer": [name for k in ends for name in (*(f"v{k}{m}" for m in units), f"c{k}")],
    }


def variables_of(config: NetConfig) -> dict[str, float]:
    """Name -> value, of all variables of the net."""
    known = {**START, **read_variables(config.variables)}
    return {name: known[name] for group in names(config.hidden, config.outputs).values() for name in group}


def net_of(config: NetConfig) -> Net:
    """The net of these knobs."""
    return net_with(config, variables_of(config))


def net_with(config: NetConfig, known: Mapping[str, float]) -> Net:
    """The net with these numbers."""
    units, ends = range(1, config.hidden + 1), range(1, config.outputs + 1)
    weights = Weights(
        W1=np.array([[known[f"w{m}{i + 1}"] for i in range(INPUTS)] for m in units]),
        b1=np.array([known[f"b{m}"] for m in units]),
        W2=np.array([[known[f"v{k}{m}"] for m in units] for k in ends]),
        b2=np.array([known[f"c{k}"] for k in ends]),
    )
    x = np.array([known[f"x{i + 1}"] for i in range(INPUTS)])
    return Net(config, x, np.array([known[f"y{k}"] for k in ends]), weights)


def as_expression(config: NetConfig) -> str:
    """The same net as a text that the microscope reads."""

    def activated(function: str, inner: str) -> str:
        return inner if function == IDENTITY else f"{function}({inner})"

    units, ends = range(1, config.hidden + 1), range(1, config.outputs + 1)
    lines = [f"h{m} = " + activated(config.phi, f"w{m}1*x1 + w{m}2*x2 + b{m}") for m in units]
    lines += [
        f"f{k} = " + activated(config.psi, " + ".join([*(f"v{k}{m}*h{m}" for m in units), f"c{k}"])) for k in ends
    ]
    return "; ".join([*lines, " + ".join(f"(y{k} - f{k})**2" for k in ends)])


def by_name(passes: TwoPass) -> dict[str, float]:
    """The gradient of each weight and bias by its name, as autograd is asked for it."""
    found = {}
    for letter, matrix in (("w", passes.gradients.W1), ("v", passes.gradients.W2)):
        for (row, column), value in np.ndenumerate(matrix):
            found[f"{letter}{row + 1}{column + 1}"] = float(value)
    for letter, vector in (("b", passes.gradients.b1), ("c", passes.gradients.b2)):
        found |= {f"{letter}{i + 1}": float(value) for i, value in enumerate(vector.tolist())}
    return found
