"""KL, likelihoods and bounds against torch.distributions and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.distributions import Bernoulli as Tosses
from torch.distributions import Normal, kl_divergence

from dnnlab.vae.model.linear import LinearGaussian, kl_of_normals, moment
from dnnlab.vae.net.elbo import importance_sampled, log_p, log_weights, terms
from dnnlab.vae.net.gaussian import HIGHEST, LOWEST, kl_per_dimension, log_normal, reparametrised, split
from dnnlab.vae.net.likelihood import Bernoulli, Gaussian, binarised
from dnnlab.vae.net.model import VAE, convolutional, dense


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*sizes: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(sizes, generator=seeded(seed), dtype=torch.float64)


def test_the_kl_is_that_of_torchs_distributions() -> None:
    mean, log_variance = normal(5, 7), normal(5, 7, seed=1)
    wanted = kl_divergence(Normal(mean, torch.exp(0.5 * log_variance)), Normal(0.0, 1.0))
    assert torch.allclose(kl_per_dimension(mean, log_variance), wanted)
    assert torch.equal(kl_per_dimension(torch.zeros(1, 3), torch.zeros(1, 3)), torch.zeros(1, 3))


def test_log_densities_are_torchs() -> None:
    z, mean, log_variance = (normal(4, 3, seed=i) for i in range(3))
    assert torch.allclose(log_normal(z), Normal(0.0, 1.0).log_prob(z).sum(1))
    wanted = Normal(mean, torch.exp(0.5 * log_variance)).log_prob(z).sum(1)
    assert torch.allclose(log_normal(z, mean, log_variance), wanted)


def test_likelihoods_are_torchs_summed_over_the_pixels() -> None:
    raw = normal(2, 4, 1, 3, 3)  # two samples of four pictures
    x = (normal(4, 1, 3, 3, seed=1) > 0).double()
    assert torch.allclose(Bernoulli().log_prob(raw, x), Tosses(logits=raw).log_prob(x.expand_as(raw)).sum((2, 3, 4)))
    for learnt in (False, True):
        gaussian = Gaussian(0.3, learnt=learnt)
        wanted = Normal(raw, 0.3).log_prob(x).sum((2, 3, 4))
        assert torch.allclose(gaussian.log_prob(raw, x), wanted, rtol=1e-5)
        assert gaussian.log_sigma.requires_grad is learnt


def test_a_learnt_sigma_is_best_at_the_root_of_the_mean_squared_error() -> None:
    raw, x = normal(1, 50, 1, 4, 4), normal(50, 1, 4, 4, seed=1)
    gaussian = Gaussian(float((raw - x).square().mean().sqrt()), learnt=True).double()
    gaussian.log_prob(raw, x).mean().backward()
    assert gaussian.log_sigma.grad is not None and abs(float(gaussian.log_sigma.grad)) < 1e-4


def test_binarised_pixels_are_white_as_often_as_they_are_grey() -> None:
    x = torch.full((2_000, 1, 5, 5), 0.3)
    found = binarised(x, seeded())
    assert set(found.unique().tolist()) == {0.0, 1.0} and found.mean().item() == pytest.approx(0.3, abs=0.01)


def test_the_chance_comes_from_outside() -> None:
    """dz/dmu = 1 and dz/dsigma = epsilon."""
    mean = normal(3, 2).requires_grad_()
    deviation = normal(3, 2, seed=1).exp().requires_grad_()
    noise = normal(3, 2, seed=2)
    reparametrised(mean, 2 * deviation.log(), noise).sum().backward()
    assert torch.allclose(mean.grad, torch.ones(3, 2).double()) and torch.allclose(deviation.grad, noise)


def test_log_variances_stay_where_no_exponential_overflows() -> None:
    _, log_variance = split(torch.tensor([[0.0, 1e9], [0.0, -1e9]]))
    assert log_variance.flatten().tolist() == [HIGHEST, LOWEST]


def linear(size: int = 6, code: int = 2, sigma: float = 0.5) -> tuple[VAE, torch.Tensor]:
    """A linear decoder, and pictures: ln p(x) and the posterior are known."""
    model = VAE(dense((1, 1, size), code, ()), Gaussian(sigma, learnt=False), seeded()).double()
    with torch.no_grad():
        for each in model.parameters():
            each.add_(0.3 * normal(*each.shape, seed=3))
        model.likelihood.log_sigma.fill_(math.log(sigma))
    return model, normal(4, 1, 1, size, seed=4)


def exact(model: VAE, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """ln p(x) (B,), the posterior's means (B, k) and covariance (k, k), in closed form."""
    layer = next(each for each in model.decoder if isinstance(each, nn.Linear))
    w, b, s2 = layer.weight, layer.bias, float(model.likelihood.sigma) ** 2
    rows = x.flatten(1)
    marginal = torch.distributions.MultivariateNormal(b, w @ w.T + s2 * torch.eye(len(b)).double())
    covariance = torch.linalg.inv(torch.eye(w.shape[1]).double() + w.T @ w / s2)
    return marginal.log_prob(rows), (rows - b) @ w @ covariance / s2, covariance


def test_the_elbo_is_below_ln_p_of_x_by_the_kl_to_the_posterior() -> None:
    model, x = linear()
    with torch.no_grad():
        known, means, covariance = exact(model, x)
        found = terms(model, x, normal(20_000, 4, 2, seed=5))
        layer, s2 = model.decoder[0], float(model.likelihood.sigma) ** 2
        off = (x.flatten(1) - layer(found.mean)).square().sum(1)
        spread = (found.log_variance.exp() @ layer.weight.square().T).sum(1)  # the trace of W S W'
        expected = -3 * math.log(2 * math.pi * s2) - (off + spread) / (2 * s2)  # six pixels
        elbo = expected - found.kl.sum(1)
        posterior = torch.distributions.MultivariateNormal(means, covariance)
        q = torch.distributions.MultivariateNormal(found.mean, torch.diag_embed(found.log_variance.exp()))
    gap = kl_divergence(q, posterior)
    assert (elbo < known).all()
    assert torch.allclose(elbo + gap, known)
    assert found.elbo.numpy() == pytest.approx(elbo.numpy(), abs=1.5)


def test_importance_sampling_comes_to_ln_p_of_x_from_below() -> None:
    model, x = linear()
    with torch.no_grad():
        known, means, covariance = exact(model, x)
        fitted, *_ = torch.linalg.lstsq(torch.cat([x.flatten(1), torch.ones(4, 1)], 1), means)  # (7, 2)
        layer = model.encoder[1]  # near the posterior, and wider
        layer.weight[:2], layer.bias[:2] = fitted[:6].T, fitted[6]
        layer.weight[2:], layer.bias[2:] = 0.0, covariance.diagonal().log() + 0.5
        model = model.float()
        weights = torch.cat(list(importance_sampled(model, x.float(), 20_000, seeded()))).double()
        climbing = [float(log_p(weights.reshape(-1, n, 4).movedim(1, 0)).mean()) for n in (1, 10, 100)]
        elbo = terms(model, x.float(), torch.randn((20_000, 4, 2), generator=seeded(1))).elbo.mean()
    assert weights.shape == (20_000, 4)
    assert climbing == sorted(climbing) and climbing[0] == pytest.approx(float(elbo), abs=0.1)
    assert log_p(weights).numpy() == pytest.approx(known.numpy(), abs=0.05)


def test_with_the_exact_posterior_every_weight_is_ln_p_of_x() -> None:
    """Of one number in the code: there a normal q can be the posterior."""
    model, x = linear(code=1)
    with torch.no_grad():
        known, _, covariance = exact(model, x)
        w, s2 = model.decoder[0].weight, float(model.likelihood.sigma) ** 2
        layer = model.encoder[1]
        layer.weight[:1] = covariance @ w.T / s2
        layer.bias[:1] = -(model.decoder[0].bias @ w @ covariance) / s2
        layer.weight[1:], layer.bias[1:] = 0.0, covariance.log()[0]
        found = log_weights(model, x, normal(5, 4, 1))
    assert torch.allclose(found, known.expand(5, 4))


@pytest.mark.parametrize("seed", range(20))
def test_in_one_dimension_the_bound_and_the_kl_add_up(seed: int) -> None:
    random = np.random.default_rng(seed)
    w, b, x, m = random.normal(0, 1.5, 4)
    s, t = random.uniform(0.1, 2, 2)
    model = LinearGaussian(w=w, b=b, s=s)
    now = moment(model, x, m, t)
    assert now.elbo + now.kl == pytest.approx(now.log_p) and now.kl >= 0
    assert now.elbo == pytest.approx(now.reconstruction - now.to_prior)
    z = np.linspace(-12, 12, 100_001)
    joint = np.exp(-0.5 * z**2 - 0.5 * ((x - w * z - b) / s) ** 2) / (2 * math.pi * s)
    assert math.log(np.trapezoid(joint, z)) == pytest.approx(now.log_p, abs=1e-6)
    mean, deviation = model.posterior(x)
    at_best = moment(model, x, mean, deviation)
    assert at_best.kl == pytest.approx(0, abs=1e-12) and at_best.elbo == pytest.approx(now.log_p)
    wanted = kl_divergence(Normal(float(m), float(t)), Normal(mean, deviation))
    assert kl_of_normals(m, t, mean, deviation) == pytest.approx(float(wanted), rel=1e-4, abs=1e-6)


def test_the_mean_over_pixels_is_another_beta() -> None:
    model = VAE(dense((1, 4, 4), 3, (8,)), Bernoulli(), seeded())
    x = binarised(torch.full((6, 1, 4, 4), 0.5), seeded())
    found = terms(model, x, torch.randn((2, 6, 3), generator=seeded(1)))
    assert torch.allclose(16 * found.loss(beta=2.0, pixels=16), found.loss(beta=32.0), rtol=1e-5)
    assert torch.allclose(found.loss(), -found.elbo.mean(), rtol=1e-5)


def test_free_nats_are_free() -> None:
    model = VAE(dense((1, 4, 4), 3, (8,)), Bernoulli(), seeded())
    x = binarised(torch.full((6, 1, 4, 4), 0.5), seeded())
    found = terms(model.requires_grad_(False), x, torch.randn((1, 6, 3), generator=seeded(1)))
    each = found.kl.mean(0)
    free = float(each.median())
    wanted = 2 * each.clamp(min=free).sum() - found.reconstruction.mean()
    assert torch.allclose(found.loss(2.0, free), wanted)
    assert torch.allclose(found.loss(2.0, 1e-9), found.loss(2.0), rtol=1e-5)


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 32, 32)], ids=["grey", "colour"])
def test_every_network_has_shapes(shape: tuple[int, int, int]) -> None:
    for layers in (dense(shape, 5, (20, 10)), dense(shape, 5, ()), convolutional(shape, 5, (4, 8), 16)):
        model = VAE(layers, Bernoulli(), seeded())
        x = torch.rand(2, *shape, generator=seeded())
        mean, log_variance, raw = model(x, torch.randn((3, 2, 5), generator=seeded(1)))
        assert mean.shape == log_variance.shape == (2, 5) and raw.shape == (3, 2, *shape)
        assert torch.allclose(model.drawing(mean), model.decode(mean), atol=1e-6)
    with pytest.raises(ValueError, match="halve"):
        convolutional((1, 28, 28), 5, (4, 8, 16))
