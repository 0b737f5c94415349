"""Generator and discriminator of convolutions: a small DCGAN.

    generator      noise k -> dense 2c x 7 x 7 -> transposed convolution c x 14 x 14 -> 1 x 28 x 28, tanh
    discriminator  1 x 28 x 28 -> convolution c x 14 x 14 -> 2c x 7 x 7 -> dense, 1 logit

All kernels are 4 x 4 with stride 2: no pooling, the network learns itself how to halve and to double.  Batch
normalisation and ReLU in G; leaky ReLU in D.  Source: A. Radford, L. Metz, S. Chintala, "Unsupervised
representation learning with deep convolutional generative adversarial networks", ICLR 2016, with two steps
instead of four, since the pictures are small, and no normalisation in D.  A class is told to G beside the noise,
and to D as further maps, one a class, of ones for the class and zeros for the others.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.gan.net.dense import SLOPE, Shape, told
from dnnlab.nn.modules import glorot

STEP = {"kernel_size": 4, "stride": 2, "padding": 1}


class ConvGenerator(nn.Module):
    """Noise -> pictures.

    Args:
        noise, shape, generator, classes: as of :class:`dnnlab.gan.net.dense.Generator`.
        channels: maps of the large layer, c.
    """

    def __init__(
        self, noise: int, shape: Shape, generator: torch.Generator, *, channels: int, classes: int = 0
    ) -> None:
        super().__init__()
        colours, height, width = shape
        self.noise, self.shape, self.classes = noise, shape, classes
        small = (2 * channels, height // 4, width // 4)
        self.layers = nn.Sequential(
            skip_init(nn.Linear, noise + classes, small[0] * small[1] * small[2]), nn.Unflatten(1, small),
            nn.BatchNorm2d(small[0]), nn.ReLU(),
            skip_init(nn.ConvTranspose2d, small[0], channels, **STEP), nn.BatchNorm2d(channels), nn.ReLU(),
            skip_init(nn.ConvTranspose2d, channels, colours, **STEP), nn.Tanh(),
        )  # fmt: skip
        glorot(self, generator)

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """(B, k) -> (B, C, H, W) in [-1, 1]."""
        pictures: Tensor = self.layers(told(z, labels, self.classes))
        return pictures


class ConvDiscriminator(nn.Module):
    """Pictures -> how real they look.

    Args:
        shape, generator, channels, classes: as of the generator.
        hidden: units of a dense layer before the last one; 0: there is none.
    """

    def __init__(
        self, shape: Shape, generator: torch.Generator, *, channels: int, classes: int = 0, hidden: int = 0
    ) -> None:
        super().__init__()
        colours, height, width = shape
        self.classes = classes
        seen = 2 * channels * (height // 4) * (width // 4)
        more = [skip_init(nn.Linear, seen, hidden), nn.LeakyReLU(SLOPE)] if hidden else []
        self.layers = nn.Sequential(
            skip_init(nn.Conv2d, colours + classes, channels, **STEP), nn.LeakyReLU(SLOPE),
            skip_init(nn.Conv2d, channels, 2 * channels, **STEP), nn.LeakyReLU(SLOPE), nn.Flatten(), *more,
        )  # fmt: skip
        self.output = skip_init(nn.Linear, hidden or seen, 1)
        glorot(self, generator)

    def features(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """(B, C, H, W) -> what the layer before the last one says, (B, n)."""
        if (labels is None) != (self.classes == 0):
            raise ValueError("a network that is told classes needs labels, and one that is not takes none")
        if labels is not None:
            maps = F.one_hot(labels, self.classes).to(x.dtype)[:, :, None, None]  # (B, K) -> (B, K, 1, 1)
            x = torch.cat([x, maps.expand(-1, -1, *x.shape[2:])], dim=1)
        found: Tensor = self.layers(x)
        return found

    def forward(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """(B, C, H, W) -> logits (B,)."""
        logits: Tensor = self.output(self.features(x, labels)).squeeze(1)  # (B, 1) -> (B,)
        return logits
