"""The network's formulas against torch's own."""

from __future__ import annotations

import torch
from torch.distributions import Normal, kl_divergence

from dnnlab.vae.arithmetic.net.model import SIGMA, FaceVAE, constant, kl_by_dimension, loss, reconstruction


def test_the_kl_divergence_is_that_of_torch() -> None:
    generator = torch.Generator().manual_seed(0)
    mean, log_variance = (torch.randn(5, 7, generator=generator) for _ in range(2))
    expected = kl_divergence(Normal(mean, (0.5 * log_variance).exp()), Normal(0.0, 1.0))
    torch.testing.assert_close(kl_by_dimension(mean, log_variance), expected)


def test_the_error_and_its_constant_are_minus_the_log_density() -> None:
    generator = torch.Generator().manual_seed(1)
    x, decoded = (torch.rand(3, 3, 4, 4, generator=generator) for _ in range(2))
    expected = -Normal(decoded, SIGMA).log_prob(x).flatten(1).sum(1)
    torch.testing.assert_close(reconstruction(x, decoded) + constant(4), expected)


def test_the_loss_is_the_error_plus_beta_times_the_divergence() -> None:
    model = FaceVAE(8, (4, 4), 3, torch.Generator().manual_seed(2))
    x = torch.rand(6, 3, 8, 8, generator=torch.Generator().manual_seed(3))
    total, error, kl = loss(model, x, 2.5, torch.Generator().manual_seed(4))
    torch.testing.assert_close(total, error + 2.5 * kl)
    assert model(x).shape == x.shape
