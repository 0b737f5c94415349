"""Generator and discriminator of dense layers, small enough to learn digits live on one core.

    generator      noise k -> 128 -> 256 -> pixels, batch normalisation and ReLU between, tanh at the end
    discriminator  pixels -> 256 -> 128 -> 1 logit, leaky ReLU between

Pixels go from -1, black, to 1, white: the range of tanh.  With ``classes`` both are told a class as one more
input, one number a class (Mirza and Osindero, "Conditional generative adversarial nets", 2014).

Letters: B pictures in a batch, k numbers of noise, C channels, H height, W width.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import skip_init

SLOPE = 0.2
"""Of the leaky ReLU below 0."""

Shape = tuple[int, int, int]


class Generator(nn.Module):
    """Noise -> pictures.

    Args:
        noise: numbers of noise, k; whoever gives it codes beside the noise counts them here.
        shape: channels, height, width of a picture.
        generator: draws the first weights.
        hidden: units of the layers between.
        classes: how many it can be told; 0: none.
    """

    def __init__(
        self, noise: int, shape: Shape, generator: torch.Generator, *, hidden: Sequence[int] = (128, 256),
        classes: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.noise, self.shape, self.classes = noise, shape, classes
        layers: list[nn.Module] = []
        sizes = (noise + classes, *hidden)
        for a, b in pairwise(sizes):
            layers += [skip_init(nn.Linear, a, b), nn.BatchNorm1d(b), nn.ReLU()]
        self.layers = nn.Sequential(*layers, skip_init(nn.Linear, sizes[-1], numbers(shape)), nn.Tanh())
        small(self, generator)

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """(B, k) and, where it is told classes, (B,) of them -> pictures (B, C, H, W) in [-1, 1]."""
        pictures: Tensor = self.layers(told(z, labels, self.classes))
        return pictures.reshape(-1, *self.shape)  # (B, C·H·W) -> (B, C, H, W)


class Discriminator(nn.Module):
    """Pictures -> how real they look.

    Args:
        shape, generator, classes: as of the generator.
        hidden: units of the layers between; the last one's are :meth:`features`.
    """

    def __init__(
        self, shape: Shape, generator: torch.Generator, *, hidden: Sequence[int] = (256, 128), classes: int = 0
    ) -> None:
        super().__init__()
        self.classes = classes
        layers: list[nn.Module] = []
        for a, b in pairwise((numbers(shape) + classes, *hidden)):
            layers += [skip_init(nn.Linear, a, b), nn.LeakyReLU(SLOPE)]
        self.layers = nn.Sequential(*layers)
        self.output = skip_init(nn.Linear, hidden[-1], 1)
        small(self, generator)

    def features(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """(B, C, H, W) -> what the last hidden layer says, (B, 128)."""
        found: Tensor = self.layers(told(x.flatten(1), labels, self.classes))  # (B, C, H, W) -> (B, C·H·W)
        return found

    def forward(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """(B, C, H, W) -> logits (B,): D(x) is their sigmoid."""
        logits: Tensor = self.output(self.features(x, labels)).squeeze(1)  # (B, 1) -> (B,)
        return logits


@torch.no_grad()
def small(model: nn.Module, generator: torch.Generator) -> None:
    """Draw first weights: uniform in [-r, r] with r = 1 / sqrt(inputs of a unit), biases too.

    Smaller than Glorot's: two players that both begin near nothing do not overrun each other.
    """
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            r = layer.in_features**-0.5
            layer.weight.uniform_(-r, r, generator=generator)
            layer.bias.uniform_(-r, r, generator=generator)


def told(x: Tensor, labels: Tensor | None, classes: int) -> Tensor:
    """Rows with a class as one-hot numbers behind them: (B, n) and (B,) -> (B, n + classes).

    Raises:
        ValueError: there are classes and no labels, or the other way round.
    """
    if (labels is None) != (classes == 0):
        raise ValueError("a network that is told classes needs labels, and one that is not takes none")
    if labels is None:
        return x
    return torch.cat([x, F.one_hot(labels, classes).to(x.dtype)], dim=1)


def numbers(shape: Shape) -> int:
    """In a picture."""
    channels, height, width = shape
    return channels * height * width
