"""Geometries for the sliding window, and what PyTorch makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from dnnlab.ui.components.sliding.component import Sliding

Floats = NDArray[np.float32]
Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Case:
    """Inputs of (channels, height, width) with what slides over them."""

    shape: tuple[int, int, int]
    kind: str = "convolution"
    maps: int = 1
    size: Pair = (3, 3)
    stride: Pair = (1, 1)
    dilation: Pair = (1, 1)
    padding: tuple[int, int, int, int] = (0, 0, 0, 0)
    counted: tuple[int, int, int, int] | None = None
    """Of an average: how much of the padding counts; None: all."""
    mode: str = "zeros"
    groups: int = 1
    bias: bool = True
    relu: bool = False
    more: Pair = (0, 0)
    """PyTorch's output_padding."""
    whole: bool = False
    """Whole numbers 0..255 in, as in a photo."""

    @property
    def pools(self) -> bool:
        return self.kind in ("max", "average")

    def arrays(self, seed: int = 0) -> tuple[Floats, Floats | None, Floats | None]:
        """Input, weight and bias."""
        rng = np.random.default_rng(seed)
        channels = self.shape[0]
        inputs = rng.integers(0, 256, self.shape) if self.whole else rng.normal(size=self.shape)
        if self.pools:
            return inputs.astype(np.float32), None, None
        first, second = (channels, self.maps) if self.kind == "transposed" else (self.maps, channels)
        weight = rng.normal(size=(first, second // self.groups, *self.size)).astype(np.float32)
        bias = rng.normal(size=self.maps).astype(np.float32) if self.bias else None
        return inputs.astype(np.float32), weight, bias

    def outputs(self, inputs: Floats, weight: Floats | None, bias: Floats | None) -> Floats:
        """What PyTorch computes: (C, H, W) -> (O, H', W')."""
        x = torch.from_numpy(inputs)[None]
        b = None if bias is None else torch.from_numpy(bias)
        top, bottom, left, right = self.padding
        if self.kind == "transposed":
            assert weight is not None
            y = F.conv_transpose2d(
                x, torch.from_numpy(weight), b, self.stride, (top, left), self.more, self.groups, self.dilation
            )
        elif self.pools:
            x = F.pad(x, (left, right, top, bottom), value=-torch.inf if self.kind == "max" else 0.0)
            if self.kind == "max":
                y = F.max_pool2d(x, self.size, self.stride, dilation=self.dilation)
            else:
                y = F.avg_pool2d(x, self.size, self.stride)
                if self.counted is not None:
                    over = [self.padding[side] - self.counted[side] for side in range(4)]
                    ones = torch.ones(
                        1, 1, *(n - a - b for n, a, b in zip(x.shape[2:], over[::2], over[1::2], strict=True))
                    )
                    ones = F.pad(ones, (over[2], over[3], over[0], over[1]))
                    y = y / F.avg_pool2d(ones, self.size, self.stride)
        else:
            assert weight is not None
            x = F.pad(x, (left, right, top, bottom), mode="constant" if self.mode == "zeros" else self.mode)
            y = F.conv2d(x, torch.from_numpy(weight), b, self.stride, 0, self.dilation, self.groups)
        return (F.relu(y) if self.relu else y)[0].numpy()

    def sliding(self, **words: Any) -> Sliding:
        """The same for the sliding window."""
        inputs, weight, bias = self.arrays()
        return Sliding(
            kind=self.kind,  # type: ignore[arg-type]
            inputs=inputs, outputs=self.outputs(inputs, weight, bias), weight=weight, bias=bias, size=self.size,
            stride=self.stride, dilation=self.dilation, padding=self.padding,
            counted=self.counted, padding_mode=self.mode,  # type: ignore[arg-type]
            groups=self.groups, relu=self.relu, input_paint="grey" if self.whole else "diverging",
            output_paint="grey" if self.whole and self.pools else "diverging", **words,
        )  # fmt: skip


CASES: dict[str, Case] = {
    "plain": Case(shape=(1, 7, 7)),
    "three-channels": Case(shape=(3, 40, 30), whole=True, padding=(1, 1, 1, 1)),
    "no-bias": Case(shape=(1, 6, 5), bias=False),
    "one-by-one": Case(shape=(4, 5, 5), maps=2, size=(1, 1)),
    "stride": Case(shape=(1, 9, 8), stride=(2, 3)),
    "dilation": Case(shape=(1, 10, 9), dilation=(2, 3)),
    "zeros": Case(shape=(2, 6, 7), padding=(1, 1, 1, 1)),
    "uneven": Case(shape=(1, 6, 6), size=(4, 2), padding=(1, 2, 0, 1)),
    "reflect": Case(shape=(1, 6, 7), size=(5, 5), padding=(2, 2, 2, 2), mode="reflect"),
    "replicate": Case(shape=(1, 6, 5), padding=(2, 1, 3, 1), mode="replicate"),
    "circular": Case(shape=(1, 5, 6), padding=(2, 2, 1, 3), mode="circular"),
    "all-at-once": Case(
        shape=(4, 12, 11), maps=6, groups=2, stride=(2, 1), dilation=(1, 2), padding=(2, 1, 1, 2), mode="reflect",
        relu=True,
    ),
    "depthwise": Case(shape=(3, 8, 8), maps=6, groups=3, padding=(1, 1, 1, 1)),
    "relu": Case(shape=(2, 6, 6), maps=3, relu=True),
    "seven": Case(shape=(3, 14, 14), maps=8, size=(7, 7), padding=(3, 3, 3, 3), whole=True),
    "signal": Case(shape=(1, 1, 24), size=(1, 3), padding=(0, 0, 1, 1)),
    "causal": Case(shape=(2, 1, 30), maps=2, size=(1, 4), dilation=(1, 2), padding=(0, 0, 6, 0)),
    "signal-stride": Case(shape=(1, 1, 200), size=(1, 5), stride=(1, 2), padding=(0, 0, 2, 2), mode="replicate"),
    "transposed": Case(shape=(1, 4, 4), kind="transposed", stride=(2, 2)),
    "transposed-cut": Case(
        shape=(4, 5, 4), maps=6, kind="transposed", size=(4, 3), stride=(3, 2), padding=(1, 1, 1, 1), groups=2,
        relu=True,
    ),
    "transposed-more": Case(
        shape=(1, 4, 5), kind="transposed", size=(2, 3), stride=(4, 2), dilation=(1, 2), more=(3, 1), bias=False
    ),
    "transposed-signal": Case(shape=(1, 1, 9), kind="transposed", size=(1, 4), stride=(1, 2), padding=(0, 0, 1, 1)),
    "max": Case(shape=(1, 6, 6), kind="max", size=(2, 2), stride=(2, 2), whole=True),
    "max-overlap": Case(shape=(3, 9, 8), kind="max", stride=(2, 1), padding=(1, 1, 1, 1)),
    "max-dilated": Case(shape=(1, 9, 9), kind="max", size=(2, 3), dilation=(3, 2)),
    "max-signal": Case(shape=(1, 1, 16), kind="max", size=(1, 2), stride=(1, 2)),
    "tiny": Case(shape=(1, 4, 4), kind="max", size=(2, 2), stride=(2, 2), whole=True),
    "average": Case(shape=(1, 8, 8), kind="average", size=(2, 2), stride=(2, 2), whole=True),
    "average-uncounted": Case(
        shape=(1, 6, 6), kind="average", stride=(2, 2), padding=(1, 2, 1, 2), counted=(0, 0, 0, 0)
    ),
    "average-partly": Case(
        shape=(2, 5, 6), kind="average", size=(3, 2), stride=(3, 2), padding=(1, 2, 1, 1), counted=(1, 1, 1, 1)
    ),
    "average-padded": Case(
        shape=(2, 7, 7), kind="average", size=(3, 2), stride=(2, 2), padding=(1, 1, 1, 0), relu=True
    ),
}  # fmt: skip


def photo(side: int = 256) -> NDArray[np.uint8]:
    """A colour picture with smooth parts, edges and texture: (3, side, side)."""
    y, x = np.mgrid[0:side, 0:side] / side
    rng = np.random.default_rng(0)
    sky = np.stack([0.95 - 0.5 * y, 0.75 - 0.35 * y, 0.55 + 0.35 * (1 - y)])  # (3, side, side)
    ridge = 0.62 + 0.07 * np.sin(9 * x) + 0.04 * np.sin(23 * x + 1)
    rock = np.stack([0.22 + 0.2 * y, 0.28 + 0.15 * y, 0.3 + 0.05 * y]) * (0.8 + 0.4 * rng.random((side, side)))
    picture = np.where(y > ridge, rock, sky)
    sun = (x - 0.68) ** 2 + (y - 0.3) ** 2 < 0.1**2
    picture = np.where(sun, np.array([1.0, 0.93, 0.7])[:, None, None], picture)
    for left in (0.12, 0.25, 0.38):
        tower = (abs(x - left) < 0.035) & (y > 0.42 + left / 3) & (y < 0.75)
        picture = np.where(tower, 0.15 + 0.6 * ((x * 60).astype(int) % 2), picture)
    return np.rint(255 * picture.clip(0, 1)).astype(np.uint8)
