"""Every activation and its derivative against torch and its autograd, and against finite differences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from dnnlab.foundations import activations
from dnnlab.foundations.activations import ACTIVATIONS, Activation, softmax

Z = np.concatenate([np.linspace(-12, 12, 4801), [-700.0, -40.0, 40.0, 700.0]])
"""With the kink at 0, and far out."""
TORCH: dict[str, Callable[[torch.Tensor, float], torch.Tensor]] = {
    "identity": lambda z, _: nn.Identity()(z),
    "sigmoid": lambda z, _: torch.sigmoid(z),
    "tanh": lambda z, _: torch.tanh(z),
    "threshold": lambda z, beta: torch.heaviside(z - beta, torch.ones_like(z)),
    "ReLU": lambda z, _: functional.relu(z),
    "leaky ReLU": lambda z, slope: functional.leaky_relu(z, slope),
    "softplus": lambda z, _: functional.softplus(z, threshold=1000),
    "ELU": lambda z, alpha: functional.elu(z, alpha),
    "GELU": lambda z, _: functional.gelu(z),
}
every = pytest.mark.parametrize(
    ("each", "parameter"),
    [(each, each.usual) for each in ACTIVATIONS.values()]
    + [(ACTIVATIONS["threshold"], 1.5), (ACTIVATIONS["leaky ReLU"], 0.3), (ACTIVATIONS["ELU"], 2.5)],
    ids=lambda value: value.name if isinstance(value, Activation) else f"{value}",
)


def test_all_nine_are_there() -> None:
    assert list(ACTIVATIONS) == list(TORCH)
    assert len(ACTIVATIONS) == 9


@every
def test_the_value_is_torchs(each: Activation, parameter: float) -> None:
    theirs = TORCH[each.name](torch.from_numpy(Z), parameter).numpy()
    np.testing.assert_allclose(each.value(Z, parameter), theirs, rtol=1e-12, atol=1e-14)


@every
def test_the_derivative_is_that_of_autograd(each: Activation, parameter: float) -> None:
    if each.jumps:
        assert not each.derivative(Z, parameter).any()  # torch has no derivative of it
        return
    z = torch.from_numpy(Z).requires_grad_()
    TORCH[each.name](z, parameter).sum().backward()
    assert z.grad is not None
    np.testing.assert_allclose(each.derivative(Z, parameter), z.grad.numpy(), rtol=1e-10, atol=1e-12)


@every
def test_the_derivative_is_the_slope_of_the_value(each: Activation, parameter: float) -> None:
    z = np.linspace(-6, 6, 1201) + 0.0037  # beside every kink and step
    small = 1e-6
    slope = (each.value(z + small, parameter) - each.value(z - small, parameter)) / (2 * small)
    np.testing.assert_allclose(each.derivative(z, parameter), slope, atol=1e-8)


@every
def test_values_lie_within_the_stated_range(each: Activation, parameter: float) -> None:
    values = each.value(Z, parameter)
    assert values.min() >= each.low
    assert values.max() <= each.high
    if np.isfinite(each.low):
        assert values.min() < each.low + 0.01
    if np.isfinite(each.high):
        assert values.max() > each.high - 0.01


def test_the_parameters_defaults_are_torchs() -> None:
    assert ACTIVATIONS["leaky ReLU"].usual == nn.LeakyReLU().negative_slope
    assert ACTIVATIONS["ELU"].usual == nn.ELU().alpha


def test_where_the_gradient_dies() -> None:
    """|derivative| < 0.05: the sigmoid from |z| = ln((1 - 2c + sqrt(1 - 4c)) / 2c) on, tanh from artanh(sqrt(0.95))."""
    c = activations.DEAD
    ends = {
        "sigmoid": np.log((1 - 2 * c + np.sqrt(1 - 4 * c)) / (2 * c)),
        "tanh": np.arctanh(np.sqrt(1 - c)),
    }
    for name, end in ends.items():
        assert ACTIVATIONS[name].dead([-end - 1e-6, -end + 1e-6, end - 1e-6, end + 1e-6]).tolist() == [
            True, False, False, True,
        ]  # fmt: skip
    assert ACTIVATIONS["ReLU"].dead([-1e-9, 1e-9]).tolist() == [True, False]
    assert ACTIVATIONS["ELU"].dead([np.log(c) - 1e-6, np.log(c) + 1e-6]).tolist() == [True, False]
    assert ACTIVATIONS["softplus"].dead([np.log(c / (1 - c)) - 1e-6, 9]).tolist() == [True, False]
    assert ACTIVATIONS["threshold"].dead(Z).all()
    assert not ACTIVATIONS["identity"].dead(Z).any()
    assert not ACTIVATIONS["leaky ReLU"].dead(Z, 0.05).any()
    assert ACTIVATIONS["leaky ReLU"].dead(Z)[Z <= 0].all()


@pytest.mark.parametrize("temperature", [0.05, 0.5, 1.0, 7.0])
def test_softmax_is_torchs(temperature: float) -> None:
    z = np.random.default_rng(0).normal(size=(50, 3)) * 20
    theirs = torch.softmax(torch.from_numpy(z) / temperature, -1).numpy()
    np.testing.assert_allclose(softmax(z, temperature), theirs, rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(softmax(z, temperature).sum(-1), 1, rtol=1e-12)


def test_a_temperature_of_0_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="temperature of a softmax must be above 0, got 0"):
        softmax([1, 2, 3], 0)
