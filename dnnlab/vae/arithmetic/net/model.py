"""A convolutional variational autoencoder of coloured pictures, and what it minimises."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.nn.modules import glorot

SIGMA = 0.1
"""Standard deviation of a pixel around what the decoder says, in units of full light: fixed."""
SLOPE = 0.1
"""Of the leaky ReLUs below 0."""


class FaceVAE(nn.Module):
    """Encoder to mean and log-variance of a Gaussian code, decoder to a picture (Kingma and Welling, 2014).

    Each convolution of the encoder, 4 x 4 with stride 2, halves height and width; each transposed convolution of the
    decoder doubles them.  The decoder's last layer has no activation: it says the mean of a Gaussian.

    Args:
        size: height and width of a picture, in pixels; a multiple of 2 ** len(channels).
        channels: maps after each convolution of the encoder; the decoder has them in reverse.
        code: numbers of a code.
        generator: draws the first weights.
    """

    def __init__(self, size: int, channels: tuple[int, ...], code: int, generator: torch.Generator) -> None:
        super().__init__()
        self.size, self.code = size, code
        small, last = size // 2 ** len(channels), channels[-1]
        features = last * small * small
        ins, outs = (3, *channels[:-1]), channels
        down: list[nn.Module] = []
        for a, b in zip(ins, outs, strict=True):
            down += [skip_init(nn.Conv2d, a, b, 4, stride=2, padding=1), nn.BatchNorm2d(b), nn.LeakyReLU(SLOPE)]
        self.encoder = nn.Sequential(*down, nn.Flatten(), skip_init(nn.Linear, features, 2 * code))
        up: list[nn.Module] = [
            skip_init(nn.Linear, code, features), nn.LeakyReLU(SLOPE), nn.Unflatten(1, (last, small, small)),
        ]  # fmt: skip
        for b, a in zip(reversed(outs), reversed(ins), strict=True):
            up.append(skip_init(nn.ConvTranspose2d, b, a, 4, stride=2, padding=1))
            if a != 3:
                up += [nn.BatchNorm2d(a), nn.LeakyReLU(SLOPE)]
        self.decoder = nn.Sequential(*up)
        glorot(self, generator)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Pictures (B, 3, size, size) in [0, 1] -> means (B, code), log-variances (B, code)."""
        mean, log_variance = self.encoder(x - 0.5).chunk(2, dim=1)
        return mean, log_variance.clamp(-12, 4)

    def decode(self, z: Tensor) -> Tensor:
        """Codes (B, code) -> pictures (B, 3, size, size), about [0, 1]."""
        return self.decoder(z) + 0.5  # type: ignore[no-any-return]

    def forward(self, x: Tensor) -> Tensor:
        """The plain reconstruction: decode the mean of the code."""
        return self.decode(self.encode(x)[0])


def kl_by_dimension(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(N(mean, variance) || N(0, 1)) in nats, (B, code): (mean^2 + variance - log variance - 1) / 2."""
    return 0.5 * (mean.square() + log_variance.exp() - log_variance - 1.0)


def reconstruction(x: Tensor, decoded: Tensor) -> Tensor:
    """-log p(x|z) of each picture in nats, (B,), for a Gaussian of the fixed width :data:`SIGMA`, without its constant.

    The constant, log(SIGMA sqrt(2 pi)) a pixel and colour, changes no gradient; see :func:`constant`.
    """
    return (x - decoded).square().flatten(1).sum(1) / (2 * SIGMA**2)


def constant(size: int) -> float:
    """What :func:`reconstruction` leaves out, in nats a picture of size x size pixels in three colours."""
    return 3 * size * size * math.log(SIGMA * math.sqrt(2 * math.pi))


def loss(model: FaceVAE, x: Tensor, beta: float, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """What a step minimises and its two parts, each a mean over the pictures of sums over pixels or dimensions.

    Args:
        model: in training mode.
        x: (B, 3, size, size) in [0, 1].
        beta: weight of the KL divergence (Higgins et al., 2017); 1 makes it the negative ELBO.
        generator: draws the codes.
    """
    mean, log_variance = model.encode(x)
    noise = torch.randn(mean.shape, generator=generator)
    decoded = model.decode(mean + (0.5 * log_variance).exp() * noise)
    error, kl = reconstruction(x, decoded).mean(), kl_by_dimension(mean, log_variance).sum(1).mean()
    return error + beta * kl, error, kl
