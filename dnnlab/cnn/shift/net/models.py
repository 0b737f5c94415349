"""What pooling buys: three networks before a digit that moves, and the measures.

    MLP           32 x 32 -> dense 56 -> dense 56 -> logits 10                     61,162 parameters
    LeNet-5       two convolutions with pooling, flatten, three dense layers       61,706
    LeNet global  the same two convolutions, global max pooling, three dense       28,634

A convolution moves with its picture: it is equivariant.  Pooling over 2 x 2
pixels forgets where in the four the largest stood, so it changes a little
less.  Pooling over the whole map forgets the place altogether, and what
follows it cannot tell where the digit stands: it is invariant, but for what
happens at the edges and between the steps of the pooling before it.

Letters: B pictures in a batch, C channels, H height, W width.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.cnn.lenet.net.convert import BACKGROUND, to_input
from dnnlab.cnn.lenet.net.model import CLASSES, LeNet5
from dnnlab.cnn.shift.pixels import DIRECTIONS, SIDE, canvas
from dnnlab.data.mnist import Digits
from dnnlab.nn.modules import evaluating, glorot
from dnnlab.nn.pictures import as_floats

PIECE = 250
"""Digits measured at a time."""

SOBEL = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
EDGES = torch.stack([SOBEL, -SOBEL, SOBEL.T, -SOBEL.T]).unsqueeze(1)
"""(4, 1, 3, 3): an edge with the ink on its right, left, below, above; made by hand, nothing is learnt."""


class Mlp(nn.Module):
    """Two hidden dense layers: every pixel has weights of its own, wherever it stands.

    Args:
        hidden: units in each hidden layer; 56 make 61,162 parameters, about as many as LeNet-5 has.
        generator: gives the first weights.  Default: a new one with seed 0.
    """

    def __init__(self, hidden: int = 56, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.dense1 = skip_init(nn.Linear, SIDE * SIDE, hidden)
        self.dense2 = skip_init(nn.Linear, hidden, hidden)
        self.output = skip_init(nn.Linear, hidden, CLASSES)
        glorot(self, torch.Generator().manual_seed(0) if generator is None else generator)

    def forward(self, x: Tensor) -> Tensor:
        """Pictures (B, 1, 32, 32) -> logits (B, 10)."""
        x = F.relu(self.dense1(x.flatten(1)))  # (B, 1, 32, 32) -> (B, 1024) -> (B, 56)
        x = F.relu(self.dense2(x))  # (B, 56)
        logits: Tensor = self.output(x)  # (B, 10)
        return logits


class LeNetGlobal(nn.Module):
    """LeNet-5 with global max pooling in place of its second pooling and the flattening.

        input 1 x 32 x 32, framed 48 x 48 -> conv1 6 x 44 x 44 -> pool1 6 x 22 x 22
                                          -> conv2 64 x 18 x 18 -> the largest of each map: 64
                                          -> dense1 120 -> dense2 84 -> logits 10

    Each map leaves one number, how strongly its pattern occurs anywhere; so
    there are 64 patterns in place of 16.  The frame of background lets a window
    hang over the picture's edge: else a stroke that comes near the edge is
    never seen from all sides, and the answer still depends on the place.

    Args:
        maps: kernels of the second convolution.
        frame: pixels of background added on each side.
        generator: gives the first weights.  Default: a new one with seed 0.
    """

    def __init__(self, maps: int = 64, frame: int = 8, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.frame = frame
        self.conv1 = skip_init(nn.Conv2d, 1, 6, kernel_size=5)
        self.conv2 = skip_init(nn.Conv2d, 6, maps, kernel_size=5)
        self.dense1 = skip_init(nn.Linear, maps, 120)
        self.dense2 = skip_init(nn.Linear, 120, 84)
        self.output = skip_init(nn.Linear, 84, CLASSES)
        glorot(self, torch.Generator().manual_seed(0) if generator is None else generator)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def features(self, x: Tensor) -> Tensor:
        """Pictures (B, 1, 32, 32) -> how strongly each pattern occurs, anywhere (B, 64)."""
        x = F.pad(x, (self.frame,) * 4, value=BACKGROUND)  # (B, 1, 48, 48)
        x = F.relu(F.max_pool2d(self.conv1(x), 2))  # (B, 6, 22, 22); ReLU keeps the largest the largest
        return F.relu(self.conv2(x).amax((2, 3)))  # (B, 64, 18, 18) -> (B, 64)

    def forward(self, x: Tensor) -> Tensor:
        """Pictures (B, 1, 32, 32) -> logits (B, 10)."""
        x = self.features(x)  # (B, 64)
        x = F.relu(self.dense1(x))  # (B, 120)
        x = F.relu(self.dense2(x))  # (B, 84)
        logits: Tensor = self.output(x)  # (B, 10)
        return logits


MODELS: dict[str, Callable[[torch.Generator | None], nn.Module]] = {
    "mlp": lambda generator: Mlp(generator=generator),
    "lenet": lambda generator: LeNet5("ReLU", "max", generator=generator),
    "lenet_global": lambda generator: LeNetGlobal(generator=generator),
}
"""Each of ``NETS``, all with ReLU and max pooling, so that they differ in what the lesson is about."""


def shift(x: Tensor, dx: int, dy: int, fill: float = BACKGROUND) -> Tensor:
    """Move pictures (B, C, H, W) right by ``dx`` and down by ``dy`` pixels.

    ``fill`` comes in on one side; what is pushed over the other edge is lost.
    """
    return F.pad(x, (dx, -dx, dy, -dy), value=fill)  # a negative width cuts off


def answers(net: nn.Module, x: Tensor) -> NDArray[np.int64]:
    """The digits that a network reads in pictures (n, 1, 32, 32), some at a time: (n,)."""
    with evaluating(net):
        said = torch.cat([net(piece).argmax(1) for piece in x.split(PIECE)])
    digits: NDArray[np.int64] = said.numpy()
    return digits


def right_answers(net: nn.Module, digits: Digits, distances: Sequence[int]) -> NDArray[np.int64]:
    """How many digits are read rightly when they stand elsewhere.

    Returns:
        (d, 4): a row for each distance, a column for each of ``DIRECTIONS``.
    """
    x = to_input(digits.images)
    count = np.zeros((len(distances), len(DIRECTIONS)), np.int64)
    for row, distance in zip(count, distances, strict=True):
        for i, (dx, dy) in enumerate(DIRECTIONS):
            if distance == 0 and i > 0:
                row[i] = row[0]
                continue
            row[i] = np.sum(answers(net, shift(x, dx * distance, dy * distance)) == digits.labels)
    return count


def accuracy_against_shift(net: nn.Module, digits: Digits, distances: Sequence[int]) -> NDArray[np.float64]:
    """The share of right answers at each distance in pixels, mean over left, right, up and down: (d,).

    Up to 6 pixels the box of the digits stays in the picture; farther, ink leaves it.
    """
    shares: NDArray[np.float64] = right_answers(net, digits, distances).mean(1) / len(digits)
    return shares


def feature_distances(images: NDArray[np.uint8], distances: Sequence[int]) -> NDArray[np.float64]:
    """How far a digit and the same digit moved right are apart: (4, d), a row for each of ``STAGES``.

    The mean over the digits of ||f(x) - f(moved x)|| / ||f(x)||, in Euclidean
    norms, where f is the picture itself (ink 0 to 1); the four Sobel kernels of
    ``EDGES`` with ReLU; of that, the largest of each 2 x 2; of each map, the largest of all.
    """
    table = np.zeros((4, len(distances)))
    before = [_stages(piece) for piece in _pieces(images, 0)]
    for column, distance in enumerate(distances):
        apart = [
            [_relative(f, moved) for f, moved in zip(stages, _stages(piece), strict=True)]
            for stages, piece in zip(before, _pieces(images, distance), strict=True)
        ]
        table[:, column] = np.concatenate(apart, axis=1).mean(1)  # pieces of (4, n) -> (4, all) -> (4,)
    return table


def _pieces(images: NDArray[np.uint8], dx: int) -> list[Tensor]:
    """The pictures moved right, ink 0 to 1: some (n, 1, 32, 32)."""
    return list(as_floats(canvas(images, dx)).split(PIECE))


def _stages(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pictures (B, 1, 32, 32) at each of ``STAGES``; empty pixels are 0, so padding with 0 is no edge."""
    maps = F.relu(F.conv2d(x, EDGES, padding=2))  # (B, 4, 34, 34): every window that touches the picture
    return x, maps, F.max_pool2d(maps, 2), maps.amax((2, 3))


def _relative(one: Tensor, other: Tensor) -> NDArray[np.float64]:
    """||one - other|| / ||one|| for each picture: (B, ...), (B, ...) -> (B,)."""
    norm = partial(torch.linalg.vector_norm, dim=1)
    ratio: NDArray[np.float64] = (norm((one - other).flatten(1)) / norm(one.flatten(1))).double().numpy()
    return ratio
