"""The receptive field of a stack of layers, drawn on the picture itself; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn import geometry
from dnnlab.cnn.geometry import Layer
from dnnlab.plots.palette import rgb


def heights(n: int, layers: Sequence[Layer]) -> list[int]:
    """The length of one axis after each layer.

    Raises:
        ValueError: a layer does not fit, in one sentence.
    """
    sizes = []
    for number, layer in enumerate(layers, start=1):
        try:
            n = geometry.output_size(n, layer.f, stride=layer.stride, padding=layer.padding, dilation=layer.dilation)
        except ValueError as error:
            raise ValueError(f"Layer {number}: {error}") from None
        sizes.append(n)
    return sizes


def fields(n: int, layers: Sequence[Layer]) -> list[tuple[int, int]]:
    """The first and the last input pixel that the middle unit of each layer sees, along one axis of n pixels.

    Pixels below 0, or from n on, are padding.
    """
    sizes = heights(n, layers)
    return [geometry.field_of(size // 2, layers[: depth + 1]) for depth, size in enumerate(sizes)]


def drawn(
    picture: NDArray[np.uint8], boxes: Sequence[tuple[tuple[int, int], tuple[int, int]]], colours: Sequence[str]
) -> NDArray[np.uint8]:
    """The picture, darker outside the largest box, with a frame for each box.

    Args:
        picture: (3, H, W).
        boxes: for each layer the (first, last) row and the (first, last) column; parts outside are not drawn.
        colours: of the frames, ``#rrggbb``.

    Returns:
        (H, W, 3).
    """
    _, height, width = picture.shape
    canvas = np.moveaxis(picture, 0, -1).astype(np.float32)  # (3, H, W) -> (H, W, 3)
    (top, bottom), (left, right) = boxes[-1]
    seen = np.zeros((height, width), bool)
    seen[max(top, 0) : max(bottom + 1, 0), max(left, 0) : max(right + 1, 0)] = True
    canvas[~seen] *= 0.55
    for ((top, bottom), (left, right)), colour in zip(boxes, colours, strict=True):
        draw_frame(canvas, (top, bottom), (left, right), rgb(colour))
    return canvas.round().astype(np.uint8)


def draw_frame(
    canvas: NDArray[Any], rows: tuple[int, int], columns: tuple[int, int], ink: Sequence[float] | NDArray[np.float32]
) -> None:
    """Paint the outline of a box, one pixel wide, into a picture (H, W, 3).

    Args:
        rows, columns: the first and the last, inside the box; parts outside the picture are not drawn.
        ink: red, green and blue, from 0 to 255.
    """
    height, width, _ = canvas.shape
    across = slice(max(columns[0], 0), min(columns[1], width - 1) + 1)
    down = slice(max(rows[0], 0), min(rows[1], height - 1) + 1)
    for row in rows:
        if 0 <= row < height:
            canvas[row, across] = ink
    for column in columns:
        if 0 <= column < width:
            canvas[down, column] = ink
