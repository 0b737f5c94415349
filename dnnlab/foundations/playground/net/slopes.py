"""Activations, outputs and losses with their derivatives, for the step by hand: few and small arrays, quickly.

Each activation takes sums, which it may overwrite, and gives values and slopes.  The formulas are those of
:mod:`dnnlab.foundations.playground.net.model`, which the tests compare through autograd.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Both = tuple[Floats, Floats]


def sigmoid(z: Floats) -> Floats:
    """1 / (1 + e^-z), as (1 + tanh(z/2)) / 2, which cannot overflow."""
    made = np.tanh(0.5 * z)
    made += 1
    made *= 0.5
    return made


def _tanh(z: Floats) -> Both:
    a = np.tanh(z, out=z)
    slope = a * a
    return a, np.subtract(1.0, slope, out=slope)


def _sigmoid(z: Floats) -> Both:
    a = sigmoid(z)
    return a, a * (1 - a)


def _relu(z: Floats) -> Both:
    slope = (z > 0).astype(np.float64)
    return np.maximum(z, 0.0, out=z), slope


def _leaky(z: Floats) -> Both:
    slope = np.where(z > 0, 1.0, 0.01)
    return z * slope, slope


def _softplus(z: Floats) -> Both:
    return np.logaddexp(0.0, z), sigmoid(z)


def _elu(z: Floats) -> Both:
    below = np.exp(np.minimum(z, 0.0))
    above = z > 0
    return np.where(above, z, below - 1), np.where(above, 1.0, below)


def _gelu(z: Floats) -> Both:
    share = 0.5 * (1 + torch.erf(torch.from_numpy(z / math.sqrt(2))).numpy())
    return z * share, share + z * np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)


def _sine(z: Floats) -> Both:
    return np.sin(z), np.cos(z)


def _linear(z: Floats) -> Both:
    return z, np.ones_like(z)


ACTIVATIONS: dict[str, Callable[[Floats], Both]] = {
    "tanh": _tanh, "sigmoid": _sigmoid, "ReLU": _relu, "leaky ReLU": _leaky, "softplus": _softplus, "ELU": _elu,
    "GELU": _gelu, "sine": _sine, "linear": _linear,
}  # fmt: skip
"""Sums -> values and slopes, of any shape."""


def outcome(z: Floats, output: str) -> Floats:
    """What the output makes of its sums, (..., K)."""
    if output == "sigmoid":
        return sigmoid(z)
    if output == "softmax":
        powers = np.exp(z - z.max(-1, keepdims=True))
        shares: Floats = powers / powers.sum(-1, keepdims=True)
        return shares
    return np.tanh(z) if output == "tanh" else z


def loss_and_slope(z: Floats, target: Floats, output: str, loss: str) -> Both:
    """The loss of each point and its gradient with respect to the output's sums.

    Args:
        z: the sums, (..., B, K).
        target: (..., B, K): what :func:`~dnnlab.foundations.playground.net.model.targets` makes of labels.
        output, loss: by name.

    Returns:
        (..., B), and (..., B, K).
    """
    if loss == "cross-entropy" and output == "sigmoid":
        return (np.logaddexp(0.0, z) - target * z).sum(-1), sigmoid(z) - target
    if loss == "cross-entropy" and output == "softmax":
        top = z.max(-1, keepdims=True)
        powers = np.exp(z - top)
        total = powers.sum(-1, keepdims=True)
        weight = target.sum(-1, keepdims=True)
        each = weight * (np.log(total) + top) - (target * z).sum(-1, keepdims=True)
        return each[..., 0], weight * powers / total - target
    a = outcome(z, output)
    value, slope = _of_outcome(a, target, loss)
    if output == "sigmoid":
        return value, slope * a * (1 - a)
    if output == "tanh":
        return value, slope * (1 - a * a)
    if output == "softmax":
        return value, a * (slope - (slope * a).sum(-1, keepdims=True))
    return value, slope


def _of_outcome(a: Floats, target: Floats, loss: str) -> Both:
    """A loss of what comes out, (..., B, K), and its gradient with respect to that."""
    if loss == "cross-entropy":
        with np.errstate(all="ignore"):  # of a logarithm below 0 comes nan: the run says so, and ends
            if a.shape[-1] == 1:
                value = -(target * np.log(a) + (1 - target) * np.log(1 - a))
                return value[..., 0], (a - target) / (a * (1 - a))
            return -(target * np.log(a)).sum(-1), -target / a
    if loss in ("hinge", "squared hinge"):
        return _hinge(a, target, 2 if loss == "squared hinge" else 1)
    off = a - target
    if loss == "squared error":
        return (off * off).sum(-1), 2 * off
    if loss == "absolute error":
        return np.abs(off).sum(-1), np.sign(off)
    root = np.sqrt(1 + off * off)  # pseudo-Huber, delta = 1
    return (root - 1).sum(-1), off / root


def _hinge(a: Floats, target: Floats, power: int) -> Both:
    """max(0, 1 - t a)^p of one score, of K the sum over the wrong classes j of max(0, 1 - (a_t - a_j))^p."""
    if a.shape[-1] == 1:
        short = np.maximum(1 - target * a, 0.0)
        slope = -target * ((short > 0) if power == 1 else 2 * short)
        return (short**power)[..., 0], slope
    right = target > 0
    short = np.maximum(1 - (np.where(right, a, 0.0).sum(-1, keepdims=True) - a), 0.0)
    short[right] = 0
    slope = (short > 0).astype(np.float64) if power == 1 else 2 * short
    slope -= np.where(right, slope.sum(-1, keepdims=True), 0.0)
    return (short**power).sum(-1), slope
