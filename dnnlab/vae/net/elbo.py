"""The evidence lower bound, ELBO = E[ln p(x|z)] - KL(q(z|x) || p(z)), and ln p(x) itself, by importance sampling."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from dnnlab.vae.net.gaussian import kl_per_dimension, log_normal, reparametrised
from dnnlab.vae.net.model import VAE


@dataclass(frozen=True, slots=True)
class Terms:
    """What the ELBO is made of, for each picture of a batch, in nats."""

    reconstruction: Tensor
    """(B,): ln p(x|z), mean over the samples of z."""
    kl: Tensor
    """(B, k): of each number of the code, in closed form."""
    mean: Tensor
    """(B, k)"""
    log_variance: Tensor
    """(B, k)"""

    @property
    def elbo(self) -> Tensor:
        """(B,): a lower bound of ln p(x)."""
        return self.reconstruction - self.kl.sum(1)

    def loss(self, beta: float = 1.0, free_nats: float = 0.0, pixels: float = 1.0) -> Tensor:
        """What is minimised, (): ``-reconstruction / pixels + beta * KL``, mean over the batch.

        Args:
            beta: 1 makes it the negative ELBO (Higgins et al., "beta-VAE", 2017).
            free_nats: each number of the code may have so much KL, mean over the batch, for nothing (Kingma et al.,
                "Improved variational inference with inverse autoregressive flow", 2016, equation 15).
            pixels: 1 sums the reconstruction over the pixels, as the formula says; their count takes the mean.
        """
        paid = self.kl.mean(0).clamp(min=free_nats).sum() if free_nats else self.kl.sum(1).mean()
        return beta * paid - self.reconstruction.mean() / pixels


def terms(model: VAE, x: Tensor, noise: Tensor) -> Terms:
    """Encode, draw codes, decode: (B, C, H, W) and standard normal noise (S, B, k)."""
    mean, log_variance, raw = model(x, noise)
    reconstruction = model.likelihood.log_prob(raw, x).mean(0)
    return Terms(reconstruction, kl_per_dimension(mean, log_variance), mean, log_variance)


def log_weights(model: VAE, x: Tensor, noise: Tensor) -> Tensor:
    """``ln p(x|z) + ln p(z) - ln q(z|x)`` of codes drawn from q(z|x): noise (S, B, k) -> (S, B).

    Their mean is an estimate of the ELBO; the logarithm of the mean of their exponentials one of ln p(x).
    """
    mean, log_variance = model.encode(x)
    z = reparametrised(mean, log_variance, noise)
    likelihood = model.likelihood.log_prob(model.raw(z), x)
    return likelihood + log_normal(z) - log_normal(z, mean, log_variance)


def log_p(weights: Tensor) -> Tensor:
    """ln p(x) from log-weights: (S, B) -> (B,).

    With few samples it is too low in the mean, never too high: ELBO <= E[log_p of S samples] <= ln p(x), and it rises
    with S (Burda, Grosse, Salakhutdinov, "Importance weighted autoencoders", 2016, theorem 1).
    """
    return torch.logsumexp(weights, 0) - math.log(len(weights))


def importance_sampled(
    model: VAE, x: Tensor, samples: int, generator: torch.Generator, size: int = 4_000
) -> Iterator[Tensor]:
    """Log-weights of so many samples, some at a time: pieces (s, B) with s B <= ``size`` rows through the decoder."""
    code = model.encode(x[:1])[0].shape[1]
    each = max(1, size // len(x))
    for start in range(0, samples, each):
        count = min(each, samples - start)
        yield log_weights(model, x, torch.randn((count, len(x), code), generator=generator))
