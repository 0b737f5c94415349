"""Generator, discriminator and recogniser of an InfoGAN: a small DCGAN, whose D has a second reader.

    G   noise k, code 12 -> dense 32 x 7 x 7 -> transposed convolution 16 x 14 x 14 -> 28 x 28
    D   28 x 28 -> convolution 16 x 14 x 14 -> 32 x 7 x 7 -> dense 128 -> 1 logit
    Q   D's 128 -> 128 -> 10 logits of c1, and the means of c2 and c3

Q has D's layers and two of its own, so it costs next to nothing (Chen et al., 2016).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.gan.info.codes import CATEGORIES, CODE, CONTINUOUS, LOUD
from dnnlab.gan.info.knobs import NOISE
from dnnlab.gan.net.dcgan import ConvDiscriminator, ConvGenerator
from dnnlab.gan.net.dense import SLOPE, small

SHAPE = (1, 28, 28)
CHANNELS = 16
"""Maps of the large layers of G and D; the small ones have twice as many."""
SEEN, HEARD = 128, 128
"""Units of D's last hidden layer, which Q reads; hidden units of Q."""


class Recogniser(nn.Module):
    """Q: what D's last hidden layer says -> what it takes the code to be.

    Args:
        generator: draws the first weights.
    """

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            skip_init(nn.Linear, SEEN, HEARD), nn.BatchNorm1d(HEARD), nn.LeakyReLU(SLOPE),
            skip_init(nn.Linear, HEARD, CODE),
        )  # fmt: skip
        small(self, generator)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """(B, 128) -> logits of c1 (B, 10), means of c2 and c3 (B, 2)."""
        said = self.layers(features)  # (B, 12)
        return said[:, :CATEGORIES], said[:, CATEGORIES:]


def players(generator: torch.Generator) -> tuple[ConvGenerator, ConvDiscriminator, Recogniser]:
    """G, D and Q, with random weights drawn in this order."""
    g = ConvGenerator(NOISE + CODE, SHAPE, generator, channels=CHANNELS)
    d = ConvDiscriminator(SHAPE, generator, channels=CHANNELS, hidden=SEEN)
    return g, d, Recogniser(generator)


def as_input(noise: Tensor, categories: Tensor, continuous: Tensor) -> Tensor:
    """What G reads: (B, k), (B,), (B, 2) -> (B, k + 12)."""
    return torch.cat([noise, LOUD * F.one_hot(categories, CATEGORIES).to(noise.dtype), continuous], dim=1)


def drawn(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Noise and codes by chance: (n, k) normal, (n,) categories, (n, 2) uniform on [-1, 1]."""
    noise = torch.randn((count, NOISE), generator=generator)
    categories = torch.randint(CATEGORIES, (count,), generator=generator)
    continuous = 2.0 * torch.rand((count, CONTINUOUS), generator=generator) - 1.0
    return noise, categories, continuous
