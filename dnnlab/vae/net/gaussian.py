"""Normal distributions with a diagonal covariance, as an encoder puts them out: mean and log-variance of each number.

Everywhere (B, k): B pictures, k numbers in a code; nats.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

LOG_2PI = math.log(2 * math.pi)
LOWEST, HIGHEST = -12.0, 12.0
"""Of a log-variance: standard deviations from 0.0025 to 403, so that no exponential overflows."""


def split(raw: Tensor) -> tuple[Tensor, Tensor]:
    """An encoder's 2k outputs as means and log-variances: (B, 2k) -> (B, k), (B, k)."""
    mean, log_variance = raw.chunk(2, dim=-1)
    return mean, log_variance.clamp(LOWEST, HIGHEST)


def reparametrised(mean: Tensor, log_variance: Tensor, noise: Tensor) -> Tensor:
    """``z = mu + sigma * epsilon``: the noise comes from outside, so that gradients reach mu and sigma.

    Source: Kingma and Welling, "Auto-encoding variational Bayes", 2014, section 2.4.

    Args:
        mean, log_variance: (B, k).
        noise: (..., B, k), standard normal.
    """
    return mean + torch.exp(0.5 * log_variance) * noise


def kl_per_dimension(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(N(mu, sigma^2) || N(0, 1)) of each number: ``(mu^2 + sigma^2 - 1 - ln sigma^2) / 2``, (B, k).

    Source: Kingma and Welling, 2014, appendix B.
    """
    return 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance)


def log_normal(z: Tensor, mean: Tensor | float = 0.0, log_variance: Tensor | None = None) -> Tensor:
    """The log-density of codes, summed over their numbers: (..., k) -> (...); of a standard normal by default."""
    if log_variance is None:
        log_variance = torch.zeros_like(z)
    return -0.5 * (LOG_2PI + log_variance + (z - mean).square() * torch.exp(-log_variance)).sum(-1)
