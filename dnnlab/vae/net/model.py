"""A variational autoencoder: encoder to a distribution of codes, decoder, likelihood; and what its layers are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.nn.modules import glorot
from dnnlab.vae.net.gaussian import reparametrised, split
from dnnlab.vae.net.likelihood import Bernoulli, Gaussian

Shape = tuple[int, int, int]
Layers = tuple[nn.Sequential, nn.Sequential]


class VAE(nn.Module):
    """x -> q(z|x) = N(mu, sigma^2) -> z -> p(x|z).

    Args:
        layers: encoder, from (B, C, H, W) to (B, 2k), and decoder, from (B, k) to (B, C, H, W): :func:`dense` or
            :func:`convolutional`.
        likelihood: what the decoder's output says of a pixel.
        generator: draws the first weights; None: they stay as they are until weights are loaded.
    """

    def __init__(
        self, layers: Layers, likelihood: Bernoulli | Gaussian, generator: torch.Generator | None = None
    ) -> None:
        super().__init__()
        self.encoder, self.decoder = layers
        self.likelihood = likelihood
        if generator is not None:
            glorot(self, generator)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, C, H, W) -> mean and log-variance of q(z|x), (B, k) each."""
        return split(self.encoder(x))

    def raw(self, z: Tensor) -> Tensor:
        """(..., k) -> what the likelihood takes, (..., C, H, W)."""
        out: Tensor = self.decoder(z.flatten(0, -2))
        return out.reshape(*z.shape[:-1], *out.shape[1:])

    def decode(self, z: Tensor) -> Tensor:
        """(B, k) -> the mean picture, (B, C, H, W)."""
        return self.likelihood.mean(self.raw(z))

    def forward(self, x: Tensor, noise: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, C, H, W) and noise (S, B, k) -> mean, log-variance, and the raw outputs of S codes, (S, B, C, H, W)."""
        mean, log_variance = self.encode(x)
        return mean, log_variance, self.raw(reparametrised(mean, log_variance, noise))

    @property
    def drawing(self) -> nn.Sequential:
        """All that turns a code into a picture, for the browser."""
        return nn.Sequential(self.decoder, self.likelihood.curve)


def dense(shape: Shape, code: int, widths: Sequence[int], act: type[nn.Module] = nn.ReLU) -> Layers:
    """Dense layers of these widths, mirrored in the decoder: 784-500-300-2k, and k-300-500-784."""
    pixels = int(np.prod(shape))
    encoder = nn.Sequential(nn.Flatten(), *_stack((pixels, *widths, 2 * code), act))
    decoder = nn.Sequential(*_stack((code, *widths[::-1], pixels), act), nn.Unflatten(1, shape))
    return encoder, decoder


def convolutional(
    shape: Shape, code: int, channels: Sequence[int], hidden: int = 0, act: type[nn.Module] = nn.ReLU
) -> Layers:
    """Convolutions of 4x4 with stride 2, which halve the sides, a dense layer; and the way back.

    Args:
        shape: the sides are multiples of 2 to the number of convolutions.
        channels: of each convolution, first to last.
        hidden: units of a dense layer between convolutions and code; 0: there is none.
    """
    colours, height, width = shape
    halved = 2 ** len(channels)
    if height % halved or width % halved:
        raise ValueError(f"{len(channels)} convolutions halve the sides {len(channels)} times: {height}x{width}")
    small = (channels[-1], height // halved, width // halved)
    numbers = int(np.prod(small))
    step = {"kernel_size": 4, "stride": 2, "padding": 1}
    down: list[nn.Module] = []
    for a, b in pairwise((colours, *channels)):
        down += [skip_init(nn.Conv2d, a, b, **step), act()]
    up: list[nn.Module] = []
    for a, b in pairwise((*channels[::-1], colours)):
        up += [*([act()] if up else []), skip_init(nn.ConvTranspose2d, a, b, **step)]
    between = (hidden,) if hidden else ()
    encoder = nn.Sequential(*down, nn.Flatten(), *_stack((numbers, *between, 2 * code), act))
    decoder = nn.Sequential(*_stack((code, *between, numbers), act), act(), nn.Unflatten(1, small), *up)
    return encoder, decoder


def _stack(sizes: Sequence[int], act: type[nn.Module]) -> list[nn.Module]:
    """Dense layers with a curve between two."""
    modules: list[nn.Module] = []
    for a, b in pairwise(sizes):
        modules += [*([act()] if modules else []), skip_init(nn.Linear, a, b)]
    return modules
