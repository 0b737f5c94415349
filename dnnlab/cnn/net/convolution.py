"""Convolution as the lesson's formula reads: gather the windows, multiply, sum.

    y[n, o, i, j] = bias[o] + sum over c, a, b of  x[n, c, i s + a d, j s + b d] weight[o, c, a, b]

with stride s and dilation d, on an input that is padded already.  As in every
library for networks the kernel is not turned round: mathematicians call this
cross-correlation, and :func:`flip` turns the one into the other.

Letters: N pictures in a batch, C channels, H height, W width; O filters of
kH x kW weights; H' and W' the size that comes out; G groups.  ``stride``,
``padding`` and ``dilation`` are one number, or a pair (height, width).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnnlab.cnn.geometry import Pair, channels_a_filter, margins, output_size, pair, span, transposed_size

BORDERS: dict[str, Callable[[Tensor, int], Tensor]] = {
    "reflect": lambda p, n: (n - 1) - ((n - 1) - p.abs()).abs(),  # c b | a b c d | c b
    "replicate": lambda p, n: p.clamp(0, n - 1),  # a a | a b c d | d d
    "circular": lambda p, n: p % n,  # c d | a b c d | a b
}
"""Which of n pixels is seen at position p, if p may lie below 0, or at n and beyond."""


def convolve2d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    *,
    stride: Pair = 1,
    padding: Pair | str = 0,
    padding_mode: str = "zeros",
    dilation: Pair = 1,
    groups: int = 1,
) -> Tensor:
    """Slide every filter over every picture: (N, C, H, W) -> (N, O, H', W').

    Args:
        weight: (O, C/G, kH, kW); the first O/G filters read the first C/G channels, and so on.
        bias: (O,).
        padding: pixels on either side; or ``"same"``, TensorFlow's rule: H' = H / stride, rounded up.
        padding_mode: ``"zeros"``, ``"reflect"``, ``"replicate"`` or ``"circular"``.

    Raises:
        ValueError: shapes that do not go together, a kernel larger than the
            padded input, or a value out of range.
    """
    _check(x, weight, bias, groups, axes=2)
    patches = windows(x, weight.shape[2:], pair(stride), pair(padding), pair(dilation), padding_mode)
    patches = patches.unflatten(1, (groups, -1))  # (N, C, H', W', kH, kW) -> (N, G, C/G, H', W', kH, kW)
    weight = weight.unflatten(0, (groups, -1))  # (O, C/G, kH, kW) -> (G, O/G, C/G, kH, kW)
    y = torch.einsum("ngcijab, gocab -> ngoij", patches, weight)
    y = y.flatten(1, 2)  # (N, G, O/G, H', W') -> (N, O, H', W')
    return y if bias is None else y + bias.view(-1, 1, 1)  # (O,) -> (O, 1, 1)


def convolve1d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    *,
    stride: int = 1,
    padding: int | str = 0,
    padding_mode: str = "zeros",
    dilation: int = 1,
    groups: int = 1,
) -> Tensor:
    """The same along time: (N, C, L) -> (N, O, L').

    Args:
        weight: (O, C/G, k).
        bias: (O,).
        padding: moments on either side; ``"same"``; or ``"causal"``, all of it
            before the first moment, so that no output knows its future.
        padding_mode: as in :func:`convolve2d`.

    Raises:
        ValueError: as :func:`convolve2d`.
    """
    _check(x, weight, bias, groups, axes=1)
    patches = windows(x, weight.shape[2:], (stride,), (padding,), (dilation,), padding_mode)
    patches = patches.unflatten(1, (groups, -1))  # (N, C, L', k) -> (N, G, C/G, L', k)
    weight = weight.unflatten(0, (groups, -1))  # (O, C/G, k) -> (G, O/G, C/G, k)
    y = torch.einsum("ngcia, goca -> ngoi", patches, weight)
    y = y.flatten(1, 2)  # (N, G, O/G, L') -> (N, O, L')
    return y if bias is None else y + bias.view(-1, 1)  # (O,) -> (O, 1)


def windows(
    x: Tensor,
    size: Sequence[int],
    stride: Sequence[int],
    padding: Sequence[int | str],
    dilation: Sequence[int],
    padding_mode: str = "zeros",
) -> Tensor:
    """Every window that a kernel reads: (N, C, H, W) -> (N, C, H', W', kH, kW), or (N, C, L) -> (N, C, L', k).

    A view of the padded input: a pixel is stored once, in however many windows it appears.
    """
    axes = list(enumerate(zip(size, stride, padding, dilation, strict=True), start=2))
    for axis, (f, s, p, d) in axes:
        x = _pad(x, axis, margins(x.shape[axis], f, p, stride=s, dilation=d), padding_mode)
    for axis, (f, s, _, d) in axes:
        output_size(x.shape[axis], f, stride=s, dilation=d)  # says what does not fit
        x = x.unfold(axis, span(f, d), s)[..., ::d]  # the axis counts windows, a new last one the pixels in them
    return x


def pad2d(x: Tensor, frame: tuple[int, int, int, int], mode: str = "zeros") -> Tensor:
    """Add a frame: (N, C, H, W) -> (N, C, top + H + bottom, left + W + right).

    Args:
        frame: (top, bottom, left, right), in pixels.
        mode: ``"zeros"``, or where the frame's pixels come from: one of :data:`BORDERS`.

    Raises:
        ValueError: there is no such mode, a side is below 0, or a reflection
            is not smaller than the input.
    """
    top, bottom, left, right = frame
    return _pad(_pad(x, 2, (top, bottom), mode), 3, (left, right), mode)


def flip(weight: Tensor) -> Tensor:
    """The kernel turned by 180 degrees, (..., kH, kW): what sets a convolution apart from a cross-correlation."""
    return weight.flip(-2, -1)


def transposed2d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    *,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Tensor:
    """Each pixel stamps the kernel, times its value; where stamps overlap they add: (N, C, H, W) -> (N, O, H', W').

    Pixel (i, j) puts weight (a, b) where a convolution would read it, at
    (i s + a d, j s + b d): the transpose of :func:`as_matrix`, not its
    inverse.  At the end ``padding`` pixels are cut off on every side.

    Args:
        weight: (C, O/G, kH, kW), as ``torch.nn.ConvTranspose2d`` has it.
        bias: (O,).
        output_padding: rows and columns more, at the bottom and on the right.

    Raises:
        ValueError: shapes that do not go together, or a value out of range.
    """
    _check(x, weight, bias, groups, axes=2, transposed=True)
    (height, width), (k_h, k_w) = x.shape[2:], weight.shape[2:]
    (s_h, s_w), (p_h, p_w), (d_h, d_w), (more_h, more_w) = map(pair, (stride, padding, dilation, output_padding))
    out_h = transposed_size(height, k_h, stride=s_h, padding=p_h, dilation=d_h, output_padding=more_h)
    out_w = transposed_size(width, k_w, stride=s_w, padding=p_w, dilation=d_w, output_padding=more_w)

    x = x.unflatten(1, (groups, -1))  # (N, C, H, W) -> (N, G, C/G, H, W)
    weight = weight.unflatten(0, (groups, -1))  # (C, O/G, kH, kW) -> (G, C/G, O/G, kH, kW)
    canvas = x.new_zeros(len(x), groups, weight.shape[2], out_h + 2 * p_h, out_w + 2 * p_w)
    for a in range(k_h):  # weight (a, b) of every stamp at once: these never overlap
        for b in range(k_w):
            rows = slice(a * d_h, a * d_h + (height - 1) * s_h + 1, s_h)
            columns = slice(b * d_w, b * d_w + (width - 1) * s_w + 1, s_w)
            canvas[..., rows, columns] += torch.einsum("ngcij, gco -> ngoij", x, weight[..., a, b])
    y = canvas[..., p_h : p_h + out_h, p_w : p_w + out_w].flatten(1, 2)  # (N, G, O/G, H', W') -> (N, O, H', W')
    return y if bias is None else y + bias.view(-1, 1, 1)  # (O,) -> (O, 1, 1)


def as_matrix(
    weight: Tensor,
    input_shape: tuple[int, int, int],
    *,
    stride: Pair = 1,
    padding: Pair | str = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Tensor:
    """The convolution as a matrix, zeros around the picture: (O H' W', C H W).

    Times the flattened picture it gives the flattened output.  Nearly all of
    it is 0 (not connected), and every row of a filter holds the same weights
    (shared).  Column m is what becomes of a picture in which pixel m alone is 1.

    Raises:
        ValueError: as :func:`convolve2d`.
    """
    pixels = torch.eye(math.prod(input_shape), dtype=weight.dtype, device=weight.device)
    pictures = pixels.unflatten(1, input_shape)  # (C H W, C H W) -> (C H W, C, H, W)
    outputs = convolve2d(pictures, weight, stride=stride, padding=padding, dilation=dilation, groups=groups)
    return outputs.flatten(1).T  # (C H W, O, H', W') -> (O H' W', C H W)


class LocallyConnected2d(nn.Module):
    """The windows of a convolution, but each output unit has weights of its own: nothing is shared.

    First weights and biases are uniform in [-r, r] with r = 1 / sqrt(C kH kW),
    as in ``torch.nn.Conv2d``.

    Args:
        input_shape: (C, H, W) of the pictures; only these fit.
        filters: O.
        bias: one for each of the O H' W' units.
        generator: gives the first weights; PyTorch's global one is neither
            read nor changed.  Default: a new one with seed 0.

    Raises:
        ValueError: as :func:`convolve2d`.
    """

    def __init__(
        self,
        input_shape: tuple[int, int, int],
        filters: int,
        kernel_size: Pair,
        *,
        stride: Pair = 1,
        padding: Pair | str = 0,
        dilation: Pair = 1,
        bias: bool = True,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(0) if generator is None else generator
        self.input_shape = input_shape
        self.geometry = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
        shape = windows(torch.empty(1, *input_shape, device="meta"), *self.geometry).shape  # nothing is computed
        _, channels, height, width, k_h, k_w = shape
        self.weight = nn.Parameter(torch.empty(filters, height, width, channels, k_h, k_w))
        self.bias = nn.Parameter(torch.empty(filters, height, width)) if bias else None
        r = 1 / math.sqrt(channels * k_h * k_w)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -r, r, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        """Pictures (N, C, H, W) -> (N, O, H', W')."""
        if x.shape[1:] != self.input_shape:
            raise ValueError(f"This layer is made for pictures {self.input_shape}, got {tuple(x.shape[1:])}.")
        patches = windows(x, *self.geometry)  # (N, C, H', W', kH, kW)
        y = torch.einsum("ncijab, oijcab -> noij", patches, self.weight)
        return y if self.bias is None else y + self.bias


def dense_as_convolution(linear: nn.Linear, channels: int, height: int, width: int) -> nn.Conv2d:
    """A dense layer over (C, H, W) as kernels as large as the picture: one place to lay them, so 1 x 1 comes out.

    Over a larger picture the same convolution slides the dense layer.

    Raises:
        ValueError: the layer has another number of inputs than C H W.
    """
    if linear.in_features != channels * height * width:
        raise ValueError(f"A dense layer of {linear.in_features} inputs does not fit {channels} x {height} x {width}.")
    kernels = linear.weight.detach().unflatten(1, (channels, height, width))  # (O, C H W) -> (O, C, H, W)
    conv = nn.Conv2d(channels, linear.out_features, (height, width), device="meta")  # a shape without values
    conv.weight = nn.Parameter(kernels.clone())
    conv.bias = None if linear.bias is None else nn.Parameter(linear.bias.detach().clone())
    return conv


def convolution_as_dense(conv: nn.Conv2d, height: int, width: int) -> nn.Linear:
    """A convolution of H x W pixels as a dense layer: C H W flattened values in, O H' W' out.

    Raises:
        ValueError: the padding is not made of zeros, or the kernel does not fit.
    """
    if conv.padding_mode != "zeros":
        raise ValueError(f"A dense layer can pad with zeros only, not with {conv.padding_mode!r}.")
    matrix = as_matrix(
        conv.weight.detach(),
        (conv.in_channels, height, width),
        stride=conv.stride,
        padding=0 if conv.padding == "valid" else conv.padding,
        dilation=conv.dilation,
        groups=conv.groups,
    )
    outputs, inputs = matrix.shape
    linear = nn.Linear(inputs, outputs, bias=conv.bias is not None, device="meta")  # a shape without values
    linear.weight = nn.Parameter(matrix.contiguous())
    if conv.bias is not None:  # one for all places of a map: (O,) -> (O H' W',)
        linear.bias = nn.Parameter(conv.bias.detach().repeat_interleave(outputs // conv.out_channels))
    return linear


def _pad(x: Tensor, axis: int, sides: tuple[int, int], mode: str) -> Tensor:
    """x with so many more positions (before, after) on one axis."""
    n, (before, after) = x.shape[axis], sides
    if min(sides) < 0:
        raise ValueError(f"The padding must be at least 0, got {min(sides)}.")
    if mode == "zeros":
        return F.pad(x, (0, 0) * (x.ndim - 1 - axis) + sides)  # F.pad begins with the last axis
    if mode not in BORDERS:
        raise ValueError(f"The padding mode is one of zeros, {', '.join(BORDERS)}, got {mode!r}.")
    if mode == "reflect" and max(sides) >= n:
        raise ValueError(f"A reflection of {max(sides)} pixels needs an input of more than that, this one has {n}.")
    positions = torch.arange(-before, n + after, device=x.device)
    return x.index_select(axis, BORDERS[mode](positions, n))


def _check(x: Tensor, weight: Tensor, bias: Tensor | None, groups: int, *, axes: int, transposed: bool = False) -> None:
    """One sentence about shapes that do not go together."""
    if not x.ndim == weight.ndim == axes + 2 or 0 in x.shape[2:]:
        raise ValueError(
            f"Input and weights must have {axes + 2} axes, none of them empty, "
            f"got {tuple(x.shape)} and {tuple(weight.shape)}."
        )
    channels, filters = weight.shape[1] * groups, len(weight)
    if transposed:
        channels, filters = filters, channels
    channels_a_filter(x.shape[1], filters, groups)  # says what does not divide
    if channels != x.shape[1]:
        raise ValueError(f"The weights are for {channels} channels, the input has {x.shape[1]}.")
    if bias is not None and bias.shape != (filters,):
        raise ValueError(f"The bias must be one number for each of {filters} filters, got {tuple(bias.shape)}.")
