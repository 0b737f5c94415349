"""The small sets of examples on the page: points for a line, examples of two classes on an axis, logic gates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LINE: Floats = np.array(
    [[1, 1.6], [2, 1.9], [3, 2.7], [4, 2.8], [5, 3.6], [6, 3.9], [7, 4.7], [8, 4.8], [9, 5.7]]
)  # fmt: skip
"""Nine points near y = x/2 + 1, (9, 2)."""
WITH_OUTLIER = LINE.copy()
WITH_OUTLIER[-1, 1] = 0.4
"""The last one pulled away, as the page opens, (9, 2)."""
FAR = LINE.copy()
FAR[-1, 1] = -4.0
"""The last one pulled down as far as it goes, (9, 2)."""
LINE_X, LINE_Y = (0.0, 10.0), (-4.0, 12.0)
"""The ends of the axes, where points may be dragged."""
LINE_STEP = 0.1
"""Points stand on multiples of it."""

APART, OVERLAPPING, OUTLIER = "apart", "overlapping", "one far off"
TWO_CLASSES: dict[str, tuple[tuple[float, bool], ...]] = {
    OVERLAPPING: (
        (-3.4, False), (-2.6, False), (-2.0, False), (-1.2, False), (-0.5, False), (1.1, False),
        (-0.9, True), (0.3, True), (0.8, True), (1.7, True), (2.4, True), (3.1, True),
    ),
    APART: (
        (-3.6, False), (-2.9, False), (-2.3, False), (-1.8, False), (-1.4, False), (-1.1, False),
        (0.9, True), (1.3, True), (1.9, True), (2.4, True), (3.0, True), (3.5, True),
    ),
    OUTLIER: (
        (-2.2, False), (-1.9, False), (-1.6, False), (-1.3, False), (-1.0, False), (-0.8, False),
        (0.2, True), (0.5, True), (0.8, True), (1.2, True), (1.5, True), (-5.5, True),
    ),
}  # fmt: skip
"""Places on an axis, and whether each belongs to the class above the boundary."""

_CORNERS = ((-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0))
_SAYS = {
    "AND": (False, False, False, True), "OR": (False, True, True, True), "XOR": (False, True, True, False),
}  # fmt: skip
GATES: dict[str, tuple[tuple[float, float, bool], ...]] = {
    name: tuple((x1, x2, wanted) for (x1, x2), wanted in zip(_CORNERS, says, strict=True))
    for name, says in _SAYS.items()
}
"""What a gate says to two inputs, false at -1 and true at 1."""


def to_text(points: Floats) -> str:
    """Points (N, 2) as they stand in a link: ``1,1.6;2,1.9``."""
    return ";".join(f"{x:g},{y:g}" for x, y in points)


def from_text(text: str) -> Floats:
    """Points (9, 2) from a link.

    Raises:
        ValueError: they are not nine, or one has not two numbers, or lies beyond the axes.
    """
    rows = [each.split(",") for each in text.split(";")]
    try:
        points = np.array([[float(number) for number in row] for row in rows], np.float64)
    except ValueError:
        raise ValueError("the points must be pairs of numbers, as in 1,1.6;2,1.9") from None
    if points.shape != LINE.shape:
        raise ValueError(f"there must be {len(LINE)} points with two numbers each, got {points.shape}")
    for axis, (low, high) in enumerate((LINE_X, LINE_Y)):
        if not ((points[:, axis] >= low) & (points[:, axis] <= high)).all():  # also false for nan
            raise ValueError(f"the points' {'xy'[axis]} must be in [{low:g}, {high:g}]")
    return points
