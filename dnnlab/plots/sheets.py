"""Sheets: many small images for the browser's canvas, one byte a pixel.

The server sends values, not colours: the canvas paints them with the palette
of the page's theme, so a sheet costs one byte a pixel and follows light and
dark without a new picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Bytes = NDArray[np.uint8]
Paint = Literal["grey", "diverging", "rgb"]

ZERO = 128
"""The byte that stands for 0 on the diverging scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Images of one size that belong together: filters, feature maps, mistakes.

    ``pixels`` is (n, height, width), for ``rgb`` (n, height, width, 3).
    ``grey`` runs from black (0) to white (255); ``diverging`` from all negative
    (1) over zero (128) to all positive (255).  ``labels`` stand below the
    tiles; ``marked`` tiles, the chosen ones say, get a frame in the accent colour.
    """

    pixels: Bytes
    paint: Paint = "grey"
    columns: int = 0
    """Tiles in a row; 0: as many as fit."""
    scale: int = 0
    """Screen pixels for one image pixel; 0: as large as fits the panel."""
    labels: Sequence[str] = ()
    hints: Sequence[str] = ()
    """What each is called under the pointer, and to those who cannot see it, where no label has room."""
    marked: Sequence[int] = ()
    clickable: bool = False

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != (4 if self.paint == "rgb" else 3):
            raise ValueError(f"a {self.paint} sheet cannot be made of {self.pixels.dtype} {self.pixels.shape}")
        if self.labels and len(self.labels) != len(self.pixels):
            raise ValueError(f"{len(self.labels)} labels for {len(self.pixels)} tiles")
        if self.hints and len(self.hints) != len(self.pixels):
            raise ValueError(f"{len(self.hints)} hints for {len(self.pixels)} tiles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One sheet of several that stand from left to right, as what becomes of one thing on its way."""

    name: str
    """Below it; a line break parts what it is from how large it is."""
    tiles: Tiles
    """Its ``columns`` are kept, so the sheet has a shape; its ``scale`` follows from the height."""
    height: float = 1.0
    """As a share of the tallest sheet's, in (0, 1]."""


def grey(values: ArrayLike, low: float = 0.0, high: float = 1.0) -> Bytes:
    """Values in [low, high] as grey bytes; what lies outside is clipped.

    Of what a diverged network leaves, infinities count as the nearer end and nan as ``low``.
    A bound that is not finite gives no scale: everything is ``low``.
    """
    array = np.asarray(values, dtype=np.float32)
    span = high - low
    if not math.isfinite(span):
        return np.zeros(array.shape, np.uint8)
    array = np.clip(np.nan_to_num(array, nan=low, posinf=high, neginf=low), low, max(low, high))
    scaled: NDArray[np.float32] = (array - low) * (255.0 / (span if span > 0 else 1.0))
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8)


def diverging(values: ArrayLike, limit: float | None = None) -> Bytes:
    """Signed values as bytes, symmetric about 0: -limit -> 1, 0 -> 128, +limit -> 255.

    ``limit`` defaults to the largest absolute value, so that the strongest
    weight has the full colour and equal distance from 0 looks equal.  Of what a
    diverged network leaves, infinities count as the limit and nan as 0.
    """
    array = np.asarray(values, dtype=np.float32)
    finite = np.isfinite(array)
    top = float(np.abs(array).max(initial=0.0, where=finite)) if limit is None else limit
    array = np.nan_to_num(array, nan=0.0, posinf=top, neginf=-top)
    scaled = array * (127.0 / top) if top > 0 else np.zeros_like(array)
    return (np.clip(np.rint(scaled), -127, 127) + ZERO).astype(np.uint8)
