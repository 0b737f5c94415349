"""Loss functions and their gradients, in numpy: the one place where their formulas stand.

As lectures 001 and 004 write them, without a factor 1/2 and without a mean over
classes.  Where torch has another factor the docstring says so, and a test holds
it.  Gradients are with respect to the prediction; at a kink they are what
``torch.autograd`` gives.

Labels are what each loss wants: -1 and 1 for a score (hinge and 0-1), 0 and 1
for a probability (cross-entropy), the number of the class for K classes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dnnlab.foundations.activations import sigmoid, softmax, softplus

Floats = NDArray[np.float64]
Loss2 = Callable[[ArrayLike, ArrayLike], Floats]

# -- two classes --------------------------------------------------------------------------


def zero_one(y: ArrayLike, t: ArrayLike) -> Floats:
    """The error itself: 1 where a score ``y`` has not the sign of its label ``t`` (-1 or 1), else 0; 1 at y = 0."""
    return (_floats(y) * _signs(t) <= 0).astype(np.float64)


def zero_one_gradient(y: ArrayLike, t: ArrayLike) -> Floats:
    """0 wherever there is a derivative; at y = 0, where it jumps, we put 0 too."""
    return np.zeros_like(_floats(y) * _signs(t))


def hinge(y: ArrayLike, t: ArrayLike) -> Floats:
    """max(0, 1 - y t) of a score and its label, -1 or 1."""
    return np.maximum(0.0, 1 - _floats(y) * _signs(t))


def hinge_gradient(y: ArrayLike, t: ArrayLike) -> Floats:
    """-t where the margin y t is below 1, else 0."""
    t = _signs(t)
    return np.where(_floats(y) * t < 1, -t, 0.0)


def squared_hinge(y: ArrayLike, t: ArrayLike) -> Floats:
    """max(0, 1 - y t)^2 of a score and its label, -1 or 1."""
    return hinge(y, t) ** 2


def squared_hinge_gradient(y: ArrayLike, t: ArrayLike) -> Floats:
    """-2 t max(0, 1 - y t)."""
    return -2 * _signs(t) * hinge(y, t)


def cross_entropy(y: ArrayLike, t: ArrayLike) -> Floats:
    """-(t ln y + (1 - t) ln(1 - y)) of a probability in (0, 1) and its label, 0 or 1."""
    y, t = _floats(y), _bits(t)
    return -np.log(np.where(t == 1, y, 1 - y))


def cross_entropy_gradient(y: ArrayLike, t: ArrayLike) -> Floats:
    """-t/y + (1 - t)/(1 - y), with respect to the probability."""
    y, t = _floats(y), _bits(t)
    return -t / y + (1 - t) / (1 - y)


def cross_entropy_of_score(y: ArrayLike, t: ArrayLike) -> Floats:
    """The cross-entropy of sigmoid(y) and the label (1 + t)/2, for t = -1 or 1: ln(1 + e^(-y t))."""
    return softplus(-_floats(y) * _signs(t))


def cross_entropy_of_score_gradient(y: ArrayLike, t: ArrayLike) -> Floats:
    """With respect to the score: sigmoid(y) - (1 + t)/2, prediction less label."""
    return sigmoid(y) - (1 + _signs(t)) / 2


# -- K classes ----------------------------------------------------------------------------


def multi_hinge(y: ArrayLike, t: int) -> Floats:
    """The sum over the wrong classes j of max(0, 1 - (y_t - y_j)): scores (..., K) to (...).

    ``torch.nn.MultiMarginLoss`` is this, divided by K.
    """
    total: Floats = _shortfalls(_floats(y), t).sum(-1)
    return total


def multi_hinge_gradient(y: ArrayLike, t: int) -> Floats:
    """1 for each wrong class that comes too near, and for the right one less their number, (..., K)."""
    return _balanced((_shortfalls(_floats(y), t) > 0).astype(np.float64), t)


def multi_squared_hinge(y: ArrayLike, t: int) -> Floats:
    """The sum over the wrong classes j of max(0, 1 - (y_t - y_j))^2: scores (..., K) to (...)."""
    total: Floats = (_shortfalls(_floats(y), t) ** 2).sum(-1)
    return total


def multi_squared_hinge_gradient(y: ArrayLike, t: int) -> Floats:
    """2 max(0, 1 - (y_t - y_j)) for each wrong class, and for the right one less their sum, (..., K)."""
    return _balanced(2 * _shortfalls(_floats(y), t), t)


def multi_cross_entropy(y: ArrayLike, t: int) -> Floats:
    """-ln y_t of probabilities (..., K), where the target is 1 for class t and 0 for the others."""
    return -np.log(_floats(y)[..., t])


def multi_cross_entropy_of_scores(y: ArrayLike, t: int) -> Floats:
    """The cross-entropy of softmax(y): ln(sum of e^(y_j)) - y_t, scores (..., K) to (...)."""
    y = _floats(y)
    largest = y.max(-1, keepdims=True)
    total: Floats = np.log(np.exp(y - largest).sum(-1)) + largest[..., 0] - y[..., t]
    return total


def multi_cross_entropy_of_scores_gradient(y: ArrayLike, t: int) -> Floats:
    """With respect to the scores: softmax(y) less the target, (..., K)."""
    made = softmax(y)
    made[..., t] -= 1
    return made


def _shortfalls(y: Floats, t: int) -> Floats:
    """max(0, 1 - (y_t - y_j)) for each class j, 0 for class t itself, (..., K)."""
    short = np.maximum(0.0, 1 - (y[..., t : t + 1] - y))
    short[..., t] = 0
    return short


def _balanced(of_wrong: Floats, t: int) -> Floats:
    """What the wrong classes get, and the right one what makes the sum 0."""
    of_wrong[..., t] = -of_wrong.sum(-1)
    return of_wrong


# -- regression ---------------------------------------------------------------------------


def l2(y: ArrayLike, t: ArrayLike) -> Floats:
    """(y - t)^2. Lecture 003 halves it, 004 does not."""
    return (_floats(y) - _floats(t)) ** 2


def l2_gradient(y: ArrayLike, t: ArrayLike) -> Floats:
    """2 (y - t)."""
    return 2 * (_floats(y) - _floats(t))


def l1(y: ArrayLike, t: ArrayLike) -> Floats:
    """|y - t|."""
    return np.abs(_floats(y) - _floats(t))


def l1_gradient(y: ArrayLike, t: ArrayLike) -> Floats:
    """The sign of y - t; 0 where they are equal."""
    return np.sign(_floats(y) - _floats(t))


def pseudo_huber(y: ArrayLike, t: ArrayLike, delta: float = 1.0) -> Floats:
    """delta^2 (sqrt(1 + ((y - t)/delta)^2) - 1): near 0 half of L2, far out delta times L1.

    Not ``torch.nn.HuberLoss``, which is quadratic up to delta and linear from there.

    Raises:
        ValueError: ``delta`` is not above 0.
    """
    share = _share(y, t, delta)
    value: Floats = delta**2 * share**2 / (np.sqrt(1 + share**2) + 1)  # the same, without losing digits near 0
    return value


def pseudo_huber_gradient(y: ArrayLike, t: ArrayLike, delta: float = 1.0) -> Floats:
    """(y - t) / sqrt(1 + ((y - t)/delta)^2): never more than delta.

    Raises:
        ValueError: ``delta`` is not above 0.
    """
    share = _share(y, t, delta)
    return delta * share / np.sqrt(1 + share**2)


def _share(y: ArrayLike, t: ArrayLike, delta: float) -> Floats:
    if not delta > 0:
        raise ValueError(f"delta must be above 0, got {delta}")
    return (_floats(y) - _floats(t)) / delta


# -- as a page shows them -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One loss, as a page shows it."""

    name: str
    value: Callable[..., Floats]
    """Of prediction and target; the pseudo-Huber also of delta."""
    gradient: Callable[..., Floats]
    """With respect to the prediction."""
    formula: str
    """Of the value, LaTeX."""
    gradient_formula: str
    labels: str = ""
    """The targets that it wants, in words."""
    remark: str = ""
    """What to know about it, one sentence."""


BINARY = {
    each.name: each
    for each in (
        Loss(
            name="0-1", value=zero_one, gradient=zero_one_gradient, labels="−1 or 1",
            formula=r"L = \mathbf{1}_{y t \le 0}",
            gradient_formula=r"\frac{\partial L}{\partial y} = 0 \quad (y \ne 0)",
            remark="Counts mistakes, which is what we want to have few of. Its slope says nothing.",
        ),
        Loss(
            name="hinge", value=hinge, gradient=hinge_gradient, labels="−1 or 1",
            formula=r"L = \max(0, 1 - y t)",
            gradient_formula=r"\frac{\partial L}{\partial y} = \begin{cases} -t & y t < 1 \\ 0 & y t \ge 1 \end{cases}",
            remark="Content as soon as the score is beyond 1 on the right side.",
        ),
        Loss(
            name="squared hinge", value=squared_hinge, gradient=squared_hinge_gradient, labels="−1 or 1",
            formula=r"L = \max(0, 1 - y t)^2",
            gradient_formula=r"\frac{\partial L}{\partial y} = -2 t \max(0, 1 - y t)",
            remark="As content as the hinge, and far harder on what is far wrong.",
        ),
        Loss(
            name="cross-entropy", value=cross_entropy_of_score, gradient=cross_entropy_of_score_gradient,
            labels="0 or 1",
            formula=r"L = -(t \log \sigma(y) + (1 - t) \log(1 - \sigma(y)))",
            gradient_formula=r"\frac{\partial L}{\partial y} = \sigma(y) - t",
            remark="Of the probability that the sigmoid makes of the score. Never quite content.",
        ),
    )
}  # fmt: skip
"""Losses of a score ``y``; each takes t = -1 or 1, and the cross-entropy reads it as 0 or 1."""

CLASSES = {
    each.name: each
    for each in (
        Loss(
            name="hinge", value=multi_hinge, gradient=multi_hinge_gradient,
            formula=r"L = \sum_{j \ne t} \max(0, 1 - (y_t - y_j))",
            gradient_formula=r"\frac{\partial L}{\partial y_j} = \mathbf{1}_{y_t - y_j < 1} \quad (j \ne t)",
        ),
        Loss(
            name="squared hinge", value=multi_squared_hinge, gradient=multi_squared_hinge_gradient,
            formula=r"L = \sum_{j \ne t} \max(0, 1 - (y_t - y_j))^2",
            gradient_formula=r"\frac{\partial L}{\partial y_j} = 2 \max(0, 1 - (y_t - y_j)) \quad (j \ne t)",
        ),
        Loss(
            name="cross-entropy", value=multi_cross_entropy_of_scores,
            gradient=multi_cross_entropy_of_scores_gradient,
            formula=r"L = -\sum_{k=1}^K t_k \log p_k = -\log p_t, \quad p = \mathrm{softmax}(y)",
            gradient_formula=r"\frac{\partial L}{\partial y_j} = p_j - t_j",
        ),
    )
}  # fmt: skip
"""Losses of K scores ``y``."""

REGRESSION = {
    each.name: each
    for each in (
        Loss(
            name="L2", value=l2, gradient=l2_gradient, formula=r"L = (y - t)^2",
            gradient_formula=r"\frac{\partial L}{\partial y} = 2 (y - t)",
        ),
        Loss(
            name="L1", value=l1, gradient=l1_gradient, formula=r"L = |y - t|",
            gradient_formula=r"\frac{\partial L}{\partial y} = \operatorname{sign}(y - t)",
        ),
        Loss(
            name="pseudo-Huber", value=pseudo_huber, gradient=pseudo_huber_gradient,
            formula=r"L = \delta^2 \left(\sqrt{1 + \left(\frac{y - t}{\delta}\right)^2} - 1\right)",
            gradient_formula=r"\frac{\partial L}{\partial y} = "
            r"\frac{y - t}{\sqrt{1 + \left(\frac{y - t}{\delta}\right)^2}}",
        ),
    )
}  # fmt: skip
"""Losses of a number ``y``."""

IN_BITS = 1 / math.log(2)
"""Times a cross-entropy in nats: in bits, where a score of 0 costs 1, as for the 0-1 loss, which it never undercuts."""


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, np.float64)


def _signs(t: ArrayLike) -> Floats:
    """Labels -1 and 1; ValueError for any other."""
    labels = _floats(t)
    if not (np.abs(labels) == 1).all():
        raise ValueError("labels of a score must be -1 or 1")
    return labels


def _bits(t: ArrayLike) -> Floats:
    """Labels 0 and 1; ValueError for any other."""
    labels = _floats(t)
    if not np.isin(labels, (0, 1)).all():
        raise ValueError("labels of a probability must be 0 or 1")
    return labels
