"""The losses against the formula, and the gradient of G against finite differences."""

from __future__ import annotations

import math

import pytest
import torch

from dnnlab.gan.net.dense import Discriminator, Generator
from dnnlab.gan.net.pictures import discriminator_loss, generator_loss


def sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_losses_are_those_of_the_formula(smoothing: float) -> None:
    real, fake = [2.0, -1.0, 0.3], [0.5, -3.0]
    d = (
        -sum((1 - smoothing) * math.log(sigmoid(each)) + smoothing * math.log(1 - sigmoid(each)) for each in real) / 3
        - sum(math.log(1 - sigmoid(each)) for each in fake) / 2
    )
    g = -sum(math.log(sigmoid(each)) for each in fake) / 2
    found = discriminator_loss(torch.tensor(real), torch.tensor(fake), smoothing)
    assert float(found) == pytest.approx(d, rel=1e-6)
    assert float(generator_loss(torch.tensor(fake))) == pytest.approx(g, rel=1e-6)


def test_a_discriminator_that_cannot_tell_says_a_half_and_loses_two_logarithms_of_two() -> None:
    zeros = torch.zeros(7)
    assert float(discriminator_loss(zeros, zeros)) == pytest.approx(2 * math.log(2))
    assert float(generator_loss(zeros)) == pytest.approx(math.log(2))


def test_the_gradient_goes_through_both_players_into_the_generator() -> None:
    shape = (1, 4, 4)
    chance = torch.Generator().manual_seed(0)
    g = Generator(3, shape, chance, hidden=(5, 6)).double()
    d = Discriminator(shape, chance, hidden=(6, 4)).double()
    z = torch.randn((8, 3), generator=chance, dtype=torch.float64)
    weight = g.layers[-2].weight

    def loss() -> torch.Tensor:
        return generator_loss(d(g(z)))

    (found,) = torch.autograd.grad(loss(), weight)
    step = 1e-6
    for place in ((0, 0), (7, 3), (15, 5)):
        with torch.no_grad():
            weight[place] += step
            above = float(loss())
            weight[place] -= 2 * step
            below = float(loss())
            weight[place] += step
        assert float(found[place]) == pytest.approx((above - below) / (2 * step), rel=1e-4, abs=1e-9)
