"""Heights out of the ink on a pad, and ink for heights; numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnnlab.gan.line.shapes import HEIGHTS, read_heights

CELLS = 48
"""Of the pad: two columns a height."""
TALLEST = 9
FAINT = 60
"""Fainter ink counts as none."""


def from_ink(ink: NDArray[np.uint8]) -> str | None:
    """The heights that were drawn: in each column the topmost ink counts, of an outline or of a filled hill.

    Columns without ink lie on a line between their neighbours; left and right of all ink the height is 0.

    Args:
        ink: (S, S): 0 none to 255 full, the bottom is height 0.

    Returns:
        As :func:`~dnnlab.gan.line.shapes.read_heights` reads them; None where nothing above 0 was drawn.
    """
    size = ink.shape[0]
    there = ink > FAINT
    drawn = np.flatnonzero(there.any(0))
    if not len(drawn):
        return None
    tops = TALLEST * (size - 1 - there.argmax(0)[drawn]) / (size - 1)
    columns = np.interp(np.arange(size), drawn, tops, left=0.0, right=0.0)
    at = (np.arange(HEIGHTS) + 0.5) * size / HEIGHTS - 0.5
    text = "".join(str(round(height)) for height in np.interp(at, np.arange(size), columns).tolist())
    return text if any(map(int, text)) else None


def to_ink(text: str) -> NDArray[np.uint8]:
    """A line through these heights: (CELLS, CELLS), 255 on 0."""
    at = (np.arange(HEIGHTS) + 0.5) * CELLS / HEIGHTS - 0.5
    heights = np.interp(np.arange(CELLS), at, read_heights(text))
    rows = np.rint((CELLS - 1) * (1 - heights / TALLEST)).astype(int)
    ink = np.zeros((CELLS, CELLS), np.uint8)
    before = rows[0]
    for column, row in enumerate(rows):
        low, high = sorted((int(before), int(row)))
        ink[low + (before < row) : high + 1 - (before > row), column] = 255
        ink[row, column] = 255
        before = row
    return ink
