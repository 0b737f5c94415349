"""LeNet-5: two convolutions with pooling, then three dense layers.

    input 1 x 32 x 32 -> conv1 6 x 28 x 28 -> pool1 6 x 14 x 14
                      -> conv2 16 x 10 x 10 -> pool2 16 x 5 x 5
                      -> dense1 120 -> dense2 84 -> logits 10

The first convolution looks for strokes in windows of 5 x 5 pixels, pooling
halves the map and forgets where exactly each stroke was, the second
convolution looks for combinations of strokes, the dense layers decide.

Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to
document recognition", 1998, in the form that is taught today: plain pooling
without weights of its own, every map of the first pooling goes into every
kernel of the second convolution, and a softmax reads the last layer.  61,706
parameters.

Letters: B pictures in a batch, C channels, H height, W width.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.nn.modules import Dropout, glorot

CLASSES = 10
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "ReLU": F.relu, "sigmoid": torch.sigmoid}
"""All of them never decrease: the forward pass makes use of that."""
POOLINGS: dict[str, Callable[[Tensor, int], Tensor]] = {"average": F.avg_pool2d, "max": F.max_pool2d}


class Trace(NamedTuple):
    """What every layer makes of a batch, after its activation, for the pictures.

    Shapes for 6 filters; n filters give round(16 n / 6) maps in conv2 and pool2.
    """

    input: Tensor
    """(B, 1, 32, 32)"""
    conv1: Tensor
    """(B, 6, 28, 28)"""
    pool1: Tensor
    """(B, 6, 14, 14)"""
    conv2: Tensor
    """(B, 16, 10, 10)"""
    pool2: Tensor
    """(B, 16, 5, 5)"""
    dense1: Tensor
    """(B, 120)"""
    dense2: Tensor
    """(B, 84)"""
    logits: Tensor
    """(B, 10): one score a digit; softmax makes them probabilities."""


class LeNet5(nn.Module):
    """The network; ``forward`` for training, ``trace`` for pictures.

    Args:
        activation: ``"tanh"`` (LeCun 1998), ``"ReLU"`` or ``"sigmoid"``.
        pooling: ``"average"`` (LeCun 1998) or ``"max"``, over 2 x 2 pixels.
        filters: kernels in the first convolution; the second has round(16 filters / 6).
        dropout: probability to drop a unit of the two hidden dense layers, while training.
        generator: gives the first weights and the dropout masks; PyTorch's
            global one is neither read nor changed.  Default: a new one with seed 0.

    Raises:
        KeyError: no such activation or pooling.
    """

    def __init__(
        self,
        activation: str = "tanh",
        pooling: str = "average",
        filters: int = 6,
        dropout: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(0) if generator is None else generator
        self.activation = ACTIVATIONS[activation]
        self.pool = POOLINGS[pooling]
        self.activates_last = pooling == "max"
        maps = round(filters * 16 / 6)
        self.conv1 = skip_init(nn.Conv2d, 1, filters, kernel_size=5)
        self.conv2 = skip_init(nn.Conv2d, filters, maps, kernel_size=5)
        self.dense1 = skip_init(nn.Linear, maps * 5 * 5, 120)
        self.dense2 = skip_init(nn.Linear, 120, 84)
        self.output = skip_init(nn.Linear, 84, CLASSES)
        self.dropout = Dropout(dropout, generator)
        glorot(self, generator)
        # the fast layout for small maps on a CPU; PyTorch's stubs do not know this keyword
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, x: Tensor) -> Tensor:
        """Pictures (B, 1, 32, 32) -> logits (B, 10)."""
        x = self._halve(self.conv1(x))  # (B, 6, 14, 14)
        x = self._halve(self.conv2(x))  # (B, 16, 5, 5)
        x = x.flatten(1)  # (B, 400)
        x = self.dropout(self.activation(self.dense1(x)))  # (B, 120)
        x = self.dropout(self.activation(self.dense2(x)))  # (B, 84)
        logits: Tensor = self.output(x)  # (B, 10)
        return logits

    def trace(self, x: Tensor) -> Trace:
        """The same, layer by layer, in the order of the table: pictures (B, 1, 32, 32) -> every layer's output."""
        conv1 = self.activation(self.conv1(x))
        pool1 = self.pool(conv1, 2)
        conv2 = self.activation(self.conv2(pool1))
        pool2 = self.pool(conv2, 2)
        dense1 = self.dropout(self.activation(self.dense1(pool2.flatten(1))))  # (B, 16, 5, 5) -> (B, 400) -> (B, 120)
        dense2 = self.dropout(self.activation(self.dense2(dense1)))
        return Trace(x, conv1, pool1, conv2, pool2, dense1, dense2, self.output(dense2))

    def _halve(self, x: Tensor) -> Tensor:
        """Activation and pooling: (B, C, H, W) -> (B, C, H/2, W/2).

        An activation that never decreases keeps the largest of four values the
        largest, so max pooling may come first: the same result from a quarter
        of the work.  An average does not allow that.
        """
        return self.activation(self.pool(x, 2)) if self.activates_last else self.pool(self.activation(x), 2)
