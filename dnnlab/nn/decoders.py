"""A decoder's layers, taken out of PyTorch's modules for the browser, where a pointer on a map moves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dnnlab.nn.modules import Tied
from dnnlab.plots.decoders import MOST_BYTES, Decoder, Dense, Floats, Grid, Layer, Plane, Transposed, crossings

_NAMES: dict[type[nn.Module], str] = {
    nn.Identity: "linear", nn.ReLU: "ReLU", nn.LeakyReLU: "leaky ReLU", nn.Tanh: "tanh", nn.Sigmoid: "sigmoid",
}  # fmt: skip
_SILENT = (nn.Flatten, nn.Dropout)
"""Layers that change no number of a code that is decoded."""


def travelling(
    decoder: nn.Module,
    plane: Plane,
    picture: tuple[int, int, int],
    window: tuple[NDArray[np.floating], NDArray[np.floating]],
    *,
    low: float = 0.0,
    high: float = 1.0,
) -> bytes:
    """A decoder as it travels to a map: its weights in half precision, or a grid of pictures where they are too many.

    Args:
        decoder: from codes (B, k) to values (B, ...), a picture each; in evaluation mode.  Of weights travel dense
            layers, transposed convolutions, batch normalisation and the activations that the browser knows; anything
            else makes a grid.
        plane: which codes the map shows.
        picture: channels, height, width.
        window: the lowest and the highest (x, y) of a grid.
        low, high: the values that are black and white.
    """
    try:
        made = Decoder(layers=layers_of(decoder), plane=plane, picture=picture, low=low, high=high)
        if 2 * made.weights <= MOST_BYTES:
            packed = made.pack()
            if len(packed) <= MOST_BYTES:
                return packed
    except TypeError:  # a layer that the browser does not know
        pass
    return grid_of(decoder, plane, picture, window, low=low, high=high).pack()


def grid_of(
    decode: Callable[[Tensor], Tensor],
    plane: Plane,
    picture: tuple[int, int, int],
    window: tuple[NDArray[np.floating], NDArray[np.floating]],
    *,
    low: float = 0.0,
    high: float = 1.0,
) -> Grid:
    """The pictures at the crossings of a grid over the window, a row at a time; see :func:`travelling`."""
    count = crossings(picture)
    first, last = np.asarray(window[0], np.float32), np.asarray(window[1], np.float32)
    xs, ys = (np.linspace(a, b, count, dtype=np.float32) for a, b in zip(first, last, strict=True))
    rows = []
    with torch.inference_mode():
        for y in ys:
            codes = plane.origin + xs[:, None] * plane.axes[0] + y * plane.axes[1]  # (columns, k)
            shown = (decode(torch.from_numpy(codes)) - low) / (high - low)
            pixels = (shown.nan_to_num().clamp(0, 1) * 255).round().to(torch.uint8)
            rows.append(pixels.reshape(count, *picture).movedim(1, -1).numpy())  # (columns, H, W, C)
    sheet = np.stack(rows)
    return Grid(
        pixels=sheet[..., 0] if picture[0] == 1 else sheet,
        low=(float(first[0]), float(first[1])), high=(float(last[0]), float(last[1])),
    )  # fmt: skip


def layers_of(decoder: nn.Module) -> list[Layer]:
    """The layers of a sequence of modules; batch normalisation is worked into the layer before it.

    Raises:
        TypeError: the browser does not know one of them.
    """
    layers: list[Layer] = []
    maps: tuple[int, int] | None = None
    for module in _leaves(decoder):
        if type(module) in _NAMES and layers:
            slope = float(module.negative_slope) if isinstance(module, nn.LeakyReLU) else 0.0
            layers[-1] = replace(layers[-1], activation=_NAMES[type(module)], slope=slope)
        elif isinstance(module, nn.Linear | Tied):
            layers.append(Dense(weight=_numbers(module.weight), bias=_bias(module.bias, module.weight.shape[0])))
        elif isinstance(module, nn.Unflatten):
            sizes = list(module.unflattened_size)
            maps = (int(sizes[-2]), int(sizes[-1]))
        elif isinstance(module, nn.ConvTranspose2d) and maps is not None and _plain(module):
            stamped = Transposed(
                weight=_numbers(module.weight), bias=_bias(module.bias, module.weight.shape[1]), height=maps[0],
                width=maps[1], stride=int(module.stride[0]), padding=int(module.padding[0]),
            )  # fmt: skip
            layers.append(stamped)
            maps = stamped.size
        elif isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d) and layers and layers[-1].activation == "linear":
            layers[-1] = _normalised(layers[-1], module)
        elif not isinstance(module, _SILENT):
            raise TypeError(f"the browser does not know {type(module).__name__}")
    return layers


def _leaves(module: nn.Module) -> Iterator[nn.Module]:
    if isinstance(module, nn.Sequential):
        for each in module:
            yield from _leaves(each)
    else:
        yield module


def _plain(module: nn.ConvTranspose2d) -> bool:
    """Whether its kernel is square, and it has no groups, dilation or rest of a stride."""
    pairs = (module.kernel_size, module.stride, module.padding)
    square = all(len(set(each)) == 1 for each in pairs)
    return square and module.groups == 1 and set(module.dilation) == {1} and set(module.output_padding) == {0}


def _normalised(layer: Layer, norm: nn.BatchNorm1d | nn.BatchNorm2d) -> Layer:
    """A layer that also does what the normalisation behind it does once it is trained."""
    if norm.running_var is None or norm.running_mean is None:
        raise TypeError("the browser does not know a normalisation over the batch alone")
    scale = (norm.running_var + norm.eps).rsqrt()
    shift = -norm.running_mean * scale
    if norm.affine:
        scale, shift = scale * norm.weight, shift * norm.weight + norm.bias
    by, more = _numbers(scale), _numbers(shift)
    if isinstance(layer, Dense):  # a layer of maps has one figure a map, whose pixels lie behind each other
        by, more = (np.repeat(each, len(layer.bias) // len(each)) for each in (by, more))
    units = (-1, 1) if isinstance(layer, Dense) else (1, -1, 1, 1)
    return replace(layer, weight=layer.weight * by.reshape(units), bias=layer.bias * by + more)


def _numbers(tensor: Tensor) -> Floats:
    return tensor.detach().float().contiguous().numpy()


def _bias(bias: Tensor | None, count: int) -> Floats:
    return np.zeros(count, np.float32) if bias is None else _numbers(bias)
