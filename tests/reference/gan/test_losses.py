"""The six losses against their formulas, written down without a trick; where each game ends; the gradient penalty."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from dnnlab.gan.games import GAMES, HINGE, LABELLED, LEAST_SQUARES, MINIMAX, NON_SATURATING, PROBABILITIES, end_of
from dnnlab.gan.net.losses import LOSSES, clip, gradient_penalty


def scores(seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    real, fake = 3 * torch.randn(2, 40, generator=generator, dtype=torch.float64)
    return real, fake


def by_formula(game: str, real: torch.Tensor, fake: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """As the papers write them."""
    d_real, d_fake = 1 / (1 + (-real).exp()), 1 / (1 + (-fake).exp())
    cross = -(d_real.log() + (1 - d_fake).log()).mean()
    if game == MINIMAX:
        return cross, (1 - d_fake).log().mean()
    if game == NON_SATURATING:
        return cross, -d_fake.log().mean()
    if game == LEAST_SQUARES:
        return 0.5 * ((real - 1) ** 2).mean() + 0.5 * (fake**2).mean(), 0.5 * ((fake - 1) ** 2).mean()
    if game == HINGE:
        none = torch.zeros_like(real)
        return torch.maximum(none, 1 - real).mean() + torch.maximum(none, 1 + fake).mean(), -fake.mean()
    return fake.mean() - real.mean(), -fake.mean()


@pytest.mark.parametrize("game", GAMES)
def test_a_loss_is_its_formula(game: str) -> None:
    real, fake = scores()
    for made, wanted in zip(
        (LOSSES[game].discriminator(real, fake, 1.0), LOSSES[game].generator(fake)),
        by_formula(game, real, fake),
        strict=True,
    ):
        torch.testing.assert_close(made, wanted)


@pytest.mark.parametrize("label", [0.6, 0.9, 1.0])
def test_smoothed_cross_entropy_is_torchs_own(label: float) -> None:
    real, fake = scores(1)
    both = nn.functional.binary_cross_entropy_with_logits
    wanted = both(real, torch.full_like(real, label)) + both(fake, torch.zeros_like(fake))
    torch.testing.assert_close(LOSSES[MINIMAX].discriminator(real, fake, label), wanted)


@pytest.mark.parametrize("game", PROBABILITIES)
def test_scores_of_any_size_give_numbers(game: str) -> None:
    real, fake = torch.tensor([-1e4, 1e4]), torch.tensor([1e4, -1e4])
    assert torch.isfinite(LOSSES[game].discriminator(real, fake, 1.0))
    assert torch.isfinite(LOSSES[game].generator(fake))


@pytest.mark.parametrize("label", [0.7, 1.0])
@pytest.mark.parametrize("game", [*LABELLED, HINGE])
def test_the_end_is_the_best_that_d_can_do_against_the_data_itself(game: str, label: float) -> None:
    """With p = q, D's best constant score, found by trying all."""
    label = label if game in LABELLED else 1.0
    tried = torch.linspace(-6, 6, 24_001, dtype=torch.float64)
    losses = torch.stack([LOSSES[game].discriminator(each[None], each[None], label) for each in tried])
    end = end_of(game, label)
    assert end.discriminator == pytest.approx(float(losses.min()), abs=1e-6)
    if end.says is not None:
        best = tried[losses.argmin()]
        assert end.says == pytest.approx(float(best.sigmoid() if game in PROBABILITIES else best), abs=1e-3)
        assert end.generator == pytest.approx(float(LOSSES[game].generator(best[None])), abs=1e-3)


def test_the_end_of_minimax_is_log_4() -> None:
    assert end_of(MINIMAX).discriminator == pytest.approx(math.log(4))
    with pytest.raises(ValueError, match="no game is called"):
        end_of("chess")


def test_the_saturating_gradient_vanishes_where_d_is_sure_and_the_other_does_not() -> None:
    fake = torch.tensor([-8.0], requires_grad=True)
    (flat,) = torch.autograd.grad(LOSSES[MINIMAX].generator(fake), fake)
    (steep,) = torch.autograd.grad(LOSSES[NON_SATURATING].generator(fake), fake)
    share = 1 / (1 + math.exp(8))
    assert float(flat) == pytest.approx(-share) and float(steep) == pytest.approx(share - 1)


def test_the_gradient_penalty_of_a_linear_critic_is_in_closed_form() -> None:
    """s(x) = w x + b has the slope w everywhere: the penalty is (|w| - 1)^2, its gradient 2 (|w| - 1) w / |w|."""
    w = torch.tensor([3.0, 4.0], dtype=torch.float64, requires_grad=True)
    generator = torch.Generator().manual_seed(0)
    real, fake = torch.randn(2, 30, 2, generator=generator, dtype=torch.float64)
    shares = torch.rand(30, 1, generator=generator, dtype=torch.float64)
    penalty = gradient_penalty(lambda x: x @ w + 2, real, fake, shares)
    assert penalty.item() == pytest.approx(16.0)
    (gradient,) = torch.autograd.grad(penalty, w)
    torch.testing.assert_close(gradient, 2 * 4 * w.detach() / 5)


def test_the_gradient_penalty_of_a_bent_critic_is_finite_differences() -> None:
    generator = torch.Generator().manual_seed(0)
    network = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1)).double()
    for each in network.parameters():
        nn.init.normal_(each, generator=generator)
    real, fake = torch.randn(2, 5, 2, generator=generator, dtype=torch.float64)
    shares = torch.rand(5, 1, generator=generator, dtype=torch.float64)
    between, small = fake + shares * (real - fake), 1e-6
    with torch.no_grad():
        slopes = [
            (network(between + small * torch.eye(2, dtype=torch.float64)[axis])
             - network(between - small * torch.eye(2, dtype=torch.float64)[axis])).squeeze(1) / (2 * small)
            for axis in (0, 1)
        ]  # fmt: skip
    wanted = ((torch.stack(slopes, 1).norm(dim=1) - 1) ** 2).mean()
    torch.testing.assert_close(gradient_penalty(lambda x: network(x).squeeze(1), real, fake, shares), wanted)


def test_clipping_bounds_every_weight_and_leaves_small_ones() -> None:
    layer = nn.Linear(3, 2)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[0.5, -2.0, 0.01], [3.0, 0.0, -0.1]]))
    clip(layer, 0.1)
    assert layer.weight.tolist()[0][2] == pytest.approx(0.01)
    assert all(each.abs().max().item() <= 0.1 + 1e-7 for each in layer.parameters())
