"""Activation functions and their derivatives, in numpy: the one place where their formulas stand.

Each takes and gives arrays of any shape, element by element.  Where a function
has a kink, its derivative there is what ``torch.autograd`` gives, which the
tests compare.  Formulas: lecture 004 (identity, sigmoid, tanh, hard threshold,
ReLU); Maas 2013 (leaky ReLU), Dugas 2001 (softplus), Clevert 2016 (ELU),
Hendrycks and Gimpel 2016 (GELU, the exact one with erf).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Function = Callable[[Floats, float], Floats]
"""Of the input and the activation's one parameter, which those without one leave alone."""

DEAD = 0.05
"""Below this a derivative counts as dead: of four such layers less than 0.00001 of a gradient comes through."""

_erf = np.vectorize(math.erf, otypes=[np.float64])


def identity(z: ArrayLike) -> Floats:
    """``z`` itself."""
    return _floats(z).copy()


def identity_slope(z: ArrayLike) -> Floats:
    """1 everywhere."""
    return np.ones_like(_floats(z))


def sigmoid(z: ArrayLike) -> Floats:
    """1 / (1 + e^-z), in (0, 1), without overflow at either end."""
    z = _floats(z)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


def sigmoid_slope(z: ArrayLike) -> Floats:
    """s (1 - s): at most 1/4, at 0."""
    return sigmoid(z) * sigmoid(-_floats(z))


def tanh(z: ArrayLike) -> Floats:
    """(e^z - e^-z) / (e^z + e^-z), in (-1, 1)."""
    return np.tanh(_floats(z))


def tanh_slope(z: ArrayLike) -> Floats:
    """1 - tanh^2: at most 1, at 0."""
    return 1 - np.tanh(_floats(z)) ** 2


def threshold(z: ArrayLike, beta: float = 0.0) -> Floats:
    """1 from ``beta`` on, else 0."""
    return (_floats(z) >= beta).astype(np.float64)


def threshold_slope(z: ArrayLike, beta: float = 0.0) -> Floats:
    """0 wherever there is a derivative: everywhere but at ``beta``, where we put 0 too."""
    return np.zeros_like(_floats(z))


def relu(z: ArrayLike) -> Floats:
    """max(0, z)."""
    return np.maximum(_floats(z), 0.0)


def relu_slope(z: ArrayLike) -> Floats:
    """1 above 0, else 0."""
    return (_floats(z) > 0).astype(np.float64)


def leaky_relu(z: ArrayLike, slope: float = 0.01) -> Floats:
    """z above 0, ``slope`` z below."""
    z = _floats(z)
    return np.where(z > 0, z, slope * z)


def leaky_relu_slope(z: ArrayLike, slope: float = 0.01) -> Floats:
    """1 above 0, else ``slope``."""
    return np.where(_floats(z) > 0, 1.0, slope)


def softplus(z: ArrayLike) -> Floats:
    """ln(1 + e^z), above 0 everywhere: a ReLU without the kink."""
    return np.logaddexp(0.0, _floats(z))


def softplus_slope(z: ArrayLike) -> Floats:
    """The sigmoid."""
    return sigmoid(z)


def elu(z: ArrayLike, alpha: float = 1.0) -> Floats:
    """z above 0, ``alpha`` (e^z - 1) below, so never less than -``alpha``."""
    z = _floats(z)
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def elu_slope(z: ArrayLike, alpha: float = 1.0) -> Floats:
    """1 above 0, else ``alpha`` e^z."""
    z = _floats(z)
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0)))


def gelu(z: ArrayLike) -> Floats:
    """z times the share of a standard normal distribution that lies below z."""
    z = _floats(z)
    return z * _normal_below(z)


def gelu_slope(z: ArrayLike) -> Floats:
    """That share, plus z times the density at z."""
    z = _floats(z)
    return _normal_below(z) + z * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def softmax(z: ArrayLike, temperature: float = 1.0) -> Floats:
    """Shares of one whole: e^(z/T), divided by the sum of all.

    Args:
        z: logits, (..., K).
        temperature: above 0; large ones make all shares alike, small ones give all to the largest logit.

    Raises:
        ValueError: the temperature is not above 0.
    """
    if not temperature > 0:
        raise ValueError(f"the temperature of a softmax must be above 0, got {temperature}")
    scaled = _floats(z) / temperature
    powers = np.exp(scaled - scaled.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """One activation function, as a page shows it."""

    name: str
    """As the page writes it."""
    value: Function
    derivative: Function
    formula: str
    """Of the value, LaTeX; in z and, where there is one, the parameter."""
    slope_formula: str
    """Of the derivative."""
    low: float
    """The values lie above this, or reach it; -inf where there is no bound."""
    high: float
    """The values lie below this, or reach it."""
    parameter: str = ""
    """The name of its parameter among the knobs; "": it has none."""
    usual: float = 0.0
    """What its parameter is when nobody says otherwise: torch's default, where torch has the function."""
    jumps: bool = False
    """Whether it has a step."""
    remark: str = ""
    """What to know about it, one sentence."""

    def dead(self, z: ArrayLike, parameter: float | None = None, below: float = DEAD) -> NDArray[np.bool_]:
        """Where hardly any gradient comes through: the derivative is smaller than ``below``, in absolute value."""
        return np.abs(self.derivative(_floats(z), self.usual if parameter is None else parameter)) < below


def _plain(function: Callable[[ArrayLike], Floats]) -> Function:
    """A function without a parameter, as one that is given one."""
    return lambda z, _: function(z)


ACTIVATIONS = {
    each.name: each
    for each in (
        Activation(
            name="identity", value=_plain(identity), derivative=_plain(identity_slope), low=-math.inf, high=math.inf,
            formula=r"\varphi(z) = z", slope_formula=r"\varphi'(z) = 1",
            remark="For the output of a regression. Between layers it adds nothing: two linear layers are one.",
        ),
        Activation(
            name="sigmoid", value=_plain(sigmoid), derivative=_plain(sigmoid_slope), low=0, high=1,
            formula=r"\varphi(z) = \frac{1}{1 + e^{-z}}", slope_formula=r"\varphi'(z) = \varphi(z)\,(1 - \varphi(z))",
            remark="A probability, so it suits the output of two classes. Its slope is at most 1/4.",
        ),
        Activation(
            name="tanh", value=_plain(tanh), derivative=_plain(tanh_slope), low=-1, high=1,
            formula=r"\varphi(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}", slope_formula=r"\varphi'(z) = 1 - \varphi(z)^2",
            remark="The sigmoid, stretched to (−1, 1) and centred on 0. It saturates on both sides, too.",
        ),
        Activation(
            name="threshold", value=threshold, derivative=threshold_slope, low=0, high=1, parameter="beta", jumps=True,
            formula=r"\varphi(z) = \mathbf{1}_{z \ge \beta}", slope_formula=r"\varphi'(z) = 0 \quad (z \ne \beta)",
            remark="The first artificial neurons had it. Its slope is 0: gradient descent cannot teach it anything.",
        ),
        Activation(
            name="ReLU", value=_plain(relu), derivative=_plain(relu_slope), low=0, high=math.inf,
            formula=r"\varphi(z) = \max(0, z)",
            slope_formula=r"\varphi'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
            remark="Whole gradient or none. A unit that is below 0 for all data gets none at all: it is dead.",
        ),
        Activation(
            name="leaky ReLU", value=leaky_relu, derivative=leaky_relu_slope, low=-math.inf, high=math.inf,
            parameter="slope", usual=0.01,
            formula=r"\varphi(z) = \begin{cases} z & z > 0 \\ a z & z \le 0 \end{cases}",
            slope_formula=r"\varphi'(z) = \begin{cases} 1 & z > 0 \\ a & z \le 0 \end{cases}",
            remark="A ReLU that lets a little through below 0, so that no unit can die for good.",
        ),
        Activation(
            name="softplus", value=_plain(softplus), derivative=_plain(softplus_slope), low=0, high=math.inf,
            formula=r"\varphi(z) = \ln(1 + e^z)", slope_formula=r"\varphi'(z) = \frac{1}{1 + e^{-z}}",
            remark="A ReLU without the kink. Its slope is the sigmoid.",
        ),
        Activation(
            name="ELU", value=elu, derivative=elu_slope, low=-math.inf, high=math.inf, parameter="alpha", usual=1.0,
            formula=r"\varphi(z) = \begin{cases} z & z > 0 \\ \alpha (e^z - 1) & z \le 0 \end{cases}",
            slope_formula=r"\varphi'(z) = \begin{cases} 1 & z > 0 \\ \alpha e^z & z \le 0 \end{cases}",
            remark="Below 0 it bends towards −α, and its gradient dies slowly instead of at once.",
        ),
        Activation(
            name="GELU", value=_plain(gelu), derivative=_plain(gelu_slope), low=-0.17, high=math.inf,
            formula=r"\varphi(z) = z\,\Phi(z) = \frac{z}{2} \left(1 + \operatorname{erf} \frac{z}{\sqrt 2}\right)",
            slope_formula=r"\varphi'(z) = \Phi(z) + \frac{z}{\sqrt{2\pi}}\, e^{-z^2/2}",
            remark="A smooth ReLU that dips below 0, where its slope is negative. Transformers use it.",
        ),
    )
}  # fmt: skip
"""The nine, by name; threshold, leaky ReLU and ELU have a parameter, in LaTeX beta, a and alpha."""


def _floats(z: ArrayLike) -> Floats:
    return np.asarray(z, np.float64)


def _normal_below(z: Floats) -> Floats:
    """The standard normal distribution function."""
    below: Floats = (1 + _erf(z / math.sqrt(2))) / 2
    return below
