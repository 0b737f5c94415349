"""What decodes a point of a map in the browser: layers with their weights, or a grid of pictures; numpy only.

A trainer packs it (:mod:`dnnlab.nn.decoders`), ``ui/components/stage/decoder.js`` reads it.  Layout: a
little-endian u32 with the header's length, the header (JSON), then the layers' weights and biases as float16, row
by row, or the pictures of a grid as bytes.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.sheets import Bytes

MOST_BYTES = 600_000
"""Of a packed decoder: it is sent anew every 2 s while a learner drags."""
FINEST = 24
"""Pictures a side of a grid, at most."""
ACTIVATIONS = ("linear", "ReLU", "leaky ReLU", "tanh", "sigmoid")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense:
    """``activation(weight @ x + bias)``."""

    weight: Floats
    """(outputs, inputs)"""
    bias: Floats
    """(outputs,)"""
    activation: str = "linear"
    slope: float = 0.0
    """Of a leaky ReLU below 0."""

    @property
    def told(self) -> dict[str, Any]:
        """What the header says of it."""
        outputs, inputs = self.weight.shape
        return {"kind": "dense", "in": inputs, "out": outputs, "act": self.activation, "slope": self.slope}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transposed:
    """A transposed convolution of square kernels: each input pixel stamps the kernel, stamps add up."""

    weight: Floats
    """(inputs, outputs, size, size): channels and kernel, as PyTorch keeps them."""
    bias: Floats
    """(outputs,)"""
    height: int
    width: int
    """Of the maps that come in."""
    stride: int = 1
    padding: int = 0
    activation: str = "linear"
    slope: float = 0.0

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the maps that come out."""
        grown = [(n - 1) * self.stride + self.weight.shape[2] - 2 * self.padding for n in (self.height, self.width)]
        return grown[0], grown[1]

    @property
    def told(self) -> dict[str, Any]:
        """What the header says of it."""
        inputs, outputs, kernel, _ = self.weight.shape
        return {
            "kind": "transposed", "in": inputs, "out": outputs, "kernel": kernel, "stride": self.stride,
            "padding": self.padding, "height": self.height, "width": self.width, "act": self.activation,
            "slope": self.slope,
        }  # fmt: skip


Layer = Dense | Transposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """The plane of codes that a map shows: its point (x, y) is the code ``origin + x axes[0] + y axes[1]``."""

    origin: Floats
    """(code,)"""
    axes: Floats
    """(2, code)"""

    @classmethod
    def of_code(cls, size: int) -> Plane:
        """The code itself: two numbers as they are; of one number, x alone counts."""
        return cls(origin=np.zeros(size, np.float32), axes=np.eye(2, size, dtype=np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """From a point of the map to a picture, layer by layer."""

    layers: Sequence[Layer]
    plane: Plane
    picture: tuple[int, int, int]
    """Channels (1 or 3), height, width of what the last layer puts out, channels first."""
    low: float = 0.0
    high: float = 1.0
    """The values that are black and white."""

    def pack(self) -> bytes:
        """As it travels.

        Raises:
            ValueError: an activation is unknown, or layers and picture do not fit together.
        """
        self._check()
        blocks = [each for layer in self.layers for each in (layer.weight, layer.bias)]
        header = {
            "kind": "layers", "layers": [layer.told for layer in self.layers], "picture": list(self.picture),
            "low": self.low, "high": self.high, "origin": self.plane.origin.tolist(), "axes": self.plane.axes.tolist(),
        }  # fmt: skip
        with np.errstate(over="ignore"):
            return _packed(header, [np.ascontiguousarray(block, "<f2").tobytes() for block in blocks])

    @property
    def weights(self) -> int:
        """How many numbers travel."""
        return sum(layer.weight.size + layer.bias.size for layer in self.layers)

    def _check(self) -> None:
        width = len(self.plane.origin)
        for layer in self.layers:
            if layer.activation not in ACTIVATIONS:
                raise ValueError(f"the browser knows no activation {layer.activation!r}: {', '.join(ACTIVATIONS)}")
            if isinstance(layer, Dense):
                wanted = layer.weight.shape[1]
            else:
                wanted = layer.weight.shape[0] * layer.height * layer.width
            if wanted != width:
                raise ValueError(f"a layer takes {wanted} numbers, and {width} come")
            width = len(layer.bias) * (1 if isinstance(layer, Dense) else math.prod(layer.size))
        if width != math.prod(self.picture):
            raise ValueError(f"the last layer puts out {width} numbers, and a picture has {math.prod(self.picture)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Pictures at the crossings of a grid over the map; between them the browser mixes the four around."""

    pixels: Bytes
    """(rows, columns, H, W) grey or (rows, columns, H, W, 3); row 0 is the lowest y."""
    low: tuple[float, float]
    high: tuple[float, float]
    """x and y of the first and of the last crossing."""

    def pack(self) -> bytes:
        """As it travels; ValueError when it is no grid of pictures."""
        if self.pixels.dtype != np.uint8 or self.pixels.ndim not in (4, 5) or min(self.pixels.shape[:2]) < 2:
            raise ValueError(f"a grid of pictures cannot be made of {self.pixels.dtype} {self.pixels.shape}")
        rows, columns, height, width, *colours = self.pixels.shape
        header = {
            "kind": "grid", "rows": rows, "columns": columns, "picture": [*(colours or [1]), height, width],
            "from": list(self.low), "to": list(self.high),
        }  # fmt: skip
        return _packed(header, [np.ascontiguousarray(self.pixels).tobytes()])


def crossings(picture: tuple[int, int, int]) -> int:
    """Crossings a side of a grid of such pictures that stays within :data:`MOST_BYTES`.

    >>> crossings((1, 28, 28)), crossings((3, 32, 32))
    (24, 13)
    """
    return max(2, min(FINEST, math.isqrt(MOST_BYTES // math.prod(picture))))


def _packed(header: dict[str, Any], blocks: Sequence[bytes]) -> bytes:
    text = json.dumps(header, separators=(",", ":")).encode()
    return b"".join([struct.pack("<I", len(text)), text, *blocks])
