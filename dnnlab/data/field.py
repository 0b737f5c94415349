"""MNIST's field: how a digit's ink is sized and placed in 28 x 28 pixels.

The steps of LeCun, Bottou, Bengio and Haffner 1998, section III-A: the digit is
scaled into a 20 x 20 box with its aspect ratio kept, then placed by its centre
of mass.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

FIELD, BOX, PADDED = 28, 20, 32
"""Sides, in pixels, of MNIST's field, of the digit's box in it, and of LeNet's input."""
CENTRE = 14.0
"""Row and column, counted from 0, where the centres of mass of MNIST's digits lie."""
THINNEST = 0.07
"""Stroke width as a share of the digit's longer side, below which strokes are thickened."""


def thicken(crop: Bytes) -> Bytes:
    """Widen strokes that would nearly vanish in a 20 x 20 box; MNIST was written with a broad pen."""
    missing = THINNEST * max(crop.shape) - stroke_width(crop)
    reach = round(missing / 2)
    return crop if reach < 1 else as_bytes(dilate(np.pad(crop, reach).astype(np.float32), reach))


def stroke_width(ink: Bytes) -> float:
    """Mean width of the strokes in pixels: twice the area by the length of the outline."""
    inside = np.pad(ink > 127, 1)
    outline = np.count_nonzero(np.diff(inside, axis=0)) + np.count_nonzero(np.diff(inside, axis=1))
    return 2.0 * np.count_nonzero(inside) / max(outline * math.pi / 4, 1.0)  # pixel stairs are longer by 4/pi


def fit(crop: Bytes, longest: int | None = None) -> Bytes:
    """Scale into BOX x BOX with the aspect ratio kept, anti-aliased, full ink at 255.

    Args:
        longest: so many pixels become BOX; None: the longer side.
    """
    height, width = crop.shape
    scale = BOX / (longest or max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    fitted = np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
    return as_bytes(fitted * (255.0 / max(float(fitted.max()), 1.0)))


def place(fitted: Bytes) -> Bytes:
    """Shift by whole pixels so that the centre of mass comes to CENTRE, without cutting the box."""
    total = float(fitted.sum())
    corner = []
    for axis, length in enumerate(fitted.shape):
        mass = float(fitted.sum(axis=1 - axis, dtype=np.float64) @ np.arange(length)) / total
        corner.append(min(max(round(CENTRE - mass), 0), FIELD - length))
    field = np.zeros((FIELD, FIELD), dtype=np.uint8)
    top, left = corner
    field[top : top + fitted.shape[0], left : left + fitted.shape[1]] = fitted
    return field


def as_bytes(values: Floats) -> Bytes:
    """Rounded and cut off at 0 and 255."""
    rounded: Bytes = np.rint(np.clip(values, 0.0, 255.0)).astype(np.uint8)
    return rounded


def dilate(values: Floats, reach: int) -> Floats:
    """The largest value within ``reach`` pixels, rows first, then columns."""
    for axis in (0, 1):
        widths = [(reach, reach) if each == axis else (0, 0) for each in (0, 1)]
        padded = np.pad(values, widths, mode="edge")
        values = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=axis).max(axis=-1)
    return values
