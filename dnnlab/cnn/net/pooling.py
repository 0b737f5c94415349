"""Pooling: each window becomes one number, and there is nothing to learn.

Letters as in :mod:`dnnlab.cnn.net.convolution`: N pictures in a batch, C channels,
H height, W width, H' and W' the size that comes out.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from dnnlab.cnn.geometry import Pair, overhang, pair
from dnnlab.cnn.net.convolution import windows

MODES = ("max", "average")


def pool2d(
    x: Tensor,
    size: Pair,
    *,
    stride: Pair | None = None,
    padding: Pair = 0,
    mode: str = "max",
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """The largest or the average value of every window, each channel for itself: (N, C, H, W) -> (N, C, H', W').

    A maximum passes its gradient to one pixel, the first of the largest; an
    average passes the same share to every pixel.

    Args:
        size: of the window, one number or (height, width); so are stride and padding.
        stride: None takes the size, so that windows lie side by side.
        padding: at most half a window.  Its pixels are minus infinity for a
            maximum, so that they never win.  For an average they are zeros.
        mode: ``"max"`` or ``"average"``.
        ceil_mode: round the output's size up, so that the last pixels belong to a
            window too; it may reach beyond the padding, where nothing ever counts.
        count_include_pad: whether the zeros of the padding count in an average's
            divisor, so that averages at the border come out nearer to 0.

    Both are PyTorch's options, with its defaults.

    Raises:
        ValueError: x is no batch of pictures, a window larger than the padded
            picture, or a value out of range.
    """
    _check(x, mode)
    (f_h, f_w), (p_h, p_w) = pair(size), pair(padding)
    if not (0 <= p_h <= f_h // 2 and 0 <= p_w <= f_w // 2):
        raise ValueError(f"The padding must be at least 0 and at most half the window of {f_h} x {f_w}, got {padding}.")
    size, stride, padding = (f_h, f_w), pair(size if stride is None else stride), (p_h, p_w)
    axes = zip(x.shape[2:], size, stride, padding, strict=True)
    over_h, over_w = (overhang(n, f, stride=s, padding=p, ceil=ceil_mode) for n, f, s, p in axes)

    def cut(values: Tensor, frame: float, beyond: float) -> Tensor:
        """Every window of the padded picture: (N, C, H, W) -> (N, C, H', W', kH kW)."""
        values = F.pad(values, (p_w, p_w, p_h, p_h), value=frame)
        values = F.pad(values, (0, over_w, 0, over_h), value=beyond)
        return windows(values, size, stride, padding=(0, 0), dilation=(1, 1)).flatten(4)

    if mode == "max":
        return _summary(cut(x, -math.inf, -math.inf), mode)
    counted = cut(torch.ones_like(x[:1, :1]), float(count_include_pad), 0.0)  # 1 for each place that counts
    return cut(x, 0.0, 0.0).sum(-1) / counted.sum(-1)


def global_pool2d(x: Tensor, mode: str = "average") -> Tensor:
    """One number for each map, wherever in it something was found: (N, C, H, W) -> (N, C).

    Raises:
        ValueError: x is no batch of pictures, or there is no such mode.
    """
    _check(x, mode)
    return _summary(x.flatten(2), mode)  # (N, C, H W) -> (N, C)


def _summary(values: Tensor, mode: str) -> Tensor:
    """The largest or the average value along the last axis."""
    return values.max(-1).values if mode == "max" else values.mean(-1)


def _check(x: Tensor, mode: str) -> None:
    """One sentence about what cannot be pooled."""
    if x.ndim != 4 or 0 in x.shape[2:]:
        raise ValueError(f"The input must be (N, C, H, W) with H and W at least 1, got {tuple(x.shape)}.")
    if mode not in MODES:
        raise ValueError(f"The mode is one of {', '.join(MODES)}, got {mode!r}.")
