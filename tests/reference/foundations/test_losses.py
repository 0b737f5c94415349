"""Every loss and its gradient against torch, closed forms and finite differences, with the factors that differ."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import scipy.special
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from dnnlab.foundations import losses
from dnnlab.foundations.activations import sigmoid, softmax
from dnnlab.foundations.losses import BINARY, CLASSES, IN_BITS, REGRESSION, Loss

Y = np.linspace(-5, 5, 1001)
"""With the kinks at -1, 0 and 1."""
Floats = NDArray[np.float64]
SIGNED: dict[str, Callable[[torch.Tensor, float], torch.Tensor]] = {
    "hinge": lambda y, t: functional.relu(1 - y * t),
    "squared hinge": lambda y, t: functional.relu(1 - y * t) ** 2,
    "cross-entropy": lambda y, t: functional.binary_cross_entropy_with_logits(
        y, torch.full_like(y, (1 + t) / 2), reduction="none"
    ),
}


@pytest.mark.parametrize("t", [-1.0, 1.0])
@pytest.mark.parametrize("name", SIGNED)
def test_two_classes_are_torchs(name: str, t: float) -> None:
    loss, y = BINARY[name], torch.from_numpy(Y).requires_grad_()
    theirs = SIGNED[name](y, t)
    theirs.sum().backward()
    assert y.grad is not None
    np.testing.assert_allclose(loss.value(Y, t), theirs.detach().numpy(), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(loss.gradient(Y, t), y.grad.numpy(), rtol=1e-10, atol=1e-12)


def test_cross_entropy_of_a_score_is_torchs_soft_margin_loss() -> None:
    for t in (-1.0, 1.0):
        theirs = nn.SoftMarginLoss(reduction="none")(torch.from_numpy(Y), torch.full((len(Y),), t))
        np.testing.assert_allclose(losses.cross_entropy_of_score(Y, t), theirs.numpy(), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("t", [0.0, 1.0])
def test_cross_entropy_of_a_probability_is_torchs(t: float) -> None:
    p = np.linspace(0.001, 0.999, 999)
    y = torch.from_numpy(p).requires_grad_()
    theirs = functional.binary_cross_entropy(y, torch.full_like(y, t), reduction="none")
    theirs.sum().backward()
    assert y.grad is not None
    np.testing.assert_allclose(losses.cross_entropy(p, t), theirs.detach().numpy(), rtol=1e-10)
    np.testing.assert_allclose(losses.cross_entropy_gradient(p, t), y.grad.numpy(), rtol=1e-8)
    np.testing.assert_allclose(losses.cross_entropy(sigmoid(Y), t), losses.cross_entropy_of_score(Y, 2 * t - 1))


def test_the_lectures_cross_entropy_is_the_branch_of_the_label() -> None:
    for y in (0.2, 0.7):
        for t in (0, 1):
            assert losses.cross_entropy(y, t) == pytest.approx(-(t * np.log(y) + (1 - t) * np.log(1 - y)))


def test_the_error_itself_counts_wrong_signs() -> None:
    assert losses.zero_one([-2, -0.1, 0, 0.1, 2], 1).tolist() == [1, 1, 1, 0, 0]
    assert losses.zero_one([-2, -0.1, 0, 0.1, 2], -1).tolist() == [0, 0, 1, 1, 1]
    assert not losses.zero_one_gradient(Y, 1).any()


def test_the_stand_ins_lie_above_the_error() -> None:
    """Which is why making them small makes it small; the cross-entropy does in bits, not in nats."""
    for t in (-1, 1):
        error = losses.zero_one(Y, t)
        for name in ("hinge", "squared hinge"):
            assert (BINARY[name].value(Y, t) >= error - 1e-12).all()
        assert (losses.cross_entropy_of_score(Y, t) * IN_BITS >= error - 1e-12).all()
        assert (losses.cross_entropy_of_score(Y, t) < error).any()


@pytest.mark.parametrize("loss", [*BINARY.values(), *REGRESSION.values()], ids=lambda loss: loss.name)
@pytest.mark.parametrize("t", [-1.0, 1.0])
def test_gradients_are_slopes(loss: Loss, t: float) -> None:
    y, small = Y + 0.0037, 1e-6  # beside every kink and step
    slope = (loss.value(y + small, t) - loss.value(y - small, t)) / (2 * small)
    np.testing.assert_allclose(loss.gradient(y, t), slope, atol=1e-7)


@pytest.mark.parametrize("t", [0, 1, 2])
@pytest.mark.parametrize("name", CLASSES)
def test_three_classes_are_torchs(name: str, t: int) -> None:
    scores = np.random.default_rng(1).normal(size=(400, 3)) * 2
    scores[0] = scores[1] = 0
    y, target = torch.from_numpy(scores).requires_grad_(), torch.full((400,), t)
    theirs = {
        "hinge": lambda: 3 * nn.MultiMarginLoss(reduction="none")(y, target),  # torch divides by K
        "squared hinge": lambda: 3 * nn.MultiMarginLoss(p=2, reduction="none")(y, target),
        "cross-entropy": lambda: functional.cross_entropy(y, target, reduction="none"),
    }[name]()
    theirs.sum().backward()
    assert y.grad is not None
    np.testing.assert_allclose(CLASSES[name].value(scores, t), theirs.detach().numpy(), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(CLASSES[name].gradient(scores, t), y.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_cross_entropy_of_probabilities_is_that_of_their_scores() -> None:
    scores = np.random.default_rng(2).normal(size=(50, 4)) * 5
    made = losses.multi_cross_entropy(softmax(scores), 2)
    np.testing.assert_allclose(made, losses.multi_cross_entropy_of_scores(scores, 2), rtol=1e-9, atol=1e-12)


def test_two_classes_are_the_case_k_2() -> None:
    """Scores (0, y) with class 1 right: the K-class losses are those of two classes."""
    both = np.stack([np.zeros_like(Y), Y], -1)
    for name, loss in CLASSES.items():
        np.testing.assert_allclose(loss.value(both, 1), BINARY[name].value(Y, 1), atol=1e-12)


def test_regression_is_torchs() -> None:
    for name, theirs in (("L2", functional.mse_loss), ("L1", functional.l1_loss)):
        y = torch.from_numpy(Y).requires_grad_()
        made = theirs(y, torch.full_like(y, 0.7), reduction="none")
        made.sum().backward()
        assert y.grad is not None
        np.testing.assert_allclose(REGRESSION[name].value(Y, 0.7), made.detach().numpy(), rtol=1e-12)
        np.testing.assert_allclose(REGRESSION[name].gradient(Y, 0.7), y.grad.numpy(), rtol=1e-12)


@pytest.mark.parametrize("delta", [0.1, 1.0, 3.0])
def test_pseudo_huber_is_scipys_and_not_torchs_huber(delta: float) -> None:
    np.testing.assert_allclose(
        losses.pseudo_huber(Y, 0.3, delta), scipy.special.pseudo_huber(delta, Y - 0.3), rtol=1e-9, atol=1e-12
    )
    y = torch.from_numpy(Y).requires_grad_()
    made = delta**2 * (torch.sqrt(1 + ((y - 0.3) / delta) ** 2) - 1)
    made.sum().backward()
    assert y.grad is not None
    np.testing.assert_allclose(losses.pseudo_huber_gradient(Y, 0.3, delta), y.grad.numpy(), rtol=1e-9, atol=1e-12)
    huber = functional.huber_loss(torch.from_numpy(Y), torch.full((len(Y),), 0.3), reduction="none", delta=delta)
    assert np.abs(huber.numpy() - losses.pseudo_huber(Y, 0.3, delta)).max() > 0.1 * delta**2


def test_pseudo_huber_is_half_of_l2_near_and_delta_times_l1_far() -> None:
    assert losses.pseudo_huber(1e-3, 0, 2.0) == pytest.approx(losses.l2(1e-3, 0) / 2, rel=1e-6)
    assert losses.pseudo_huber_gradient(1e6, 0, 2.0) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="delta must be above 0, got 0"):
        losses.pseudo_huber(1, 0, 0)


def test_labels_of_the_wrong_kind_are_a_sentence() -> None:
    with pytest.raises(ValueError, match="must be -1 or 1"):
        losses.hinge([1.0], [0])
    with pytest.raises(ValueError, match="must be 0 or 1"):
        losses.cross_entropy([0.5], [-1])
