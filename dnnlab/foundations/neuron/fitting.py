"""The straight line y = slope x + shift that each regression loss fits to a few points.

What the browser does at every move of a pointer (``stage/fits.js``), once more in
numpy: the page judges by this one, and a test holds that both give the same lines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Line = tuple[float, float]
"""Slope and shift."""

SMALL = 1e-12
"""Less spread than this along x is none."""
ROUNDS = 2000
"""Of weighted least squares, at most."""


def l2_line(points: Floats) -> Line:
    """Least squares, in closed form; where all points (N, 2) stand above one another, the level line at their mean."""
    return _weighted(points, np.ones(len(points)))


def l1_line(points: Floats) -> Line:
    """The least sum of distances.

    Some line through two of the points has it (a linear programme has a corner
    among its solutions), so all pairs are tried: (N, 2) with N small.  Of several
    as good the first pair's is taken.
    """
    heights = np.sort(points[:, 1])
    best, least = (0.0, float(heights[(len(points) - 1) // 2])), np.inf
    for i, (x1, y1) in enumerate(points):
        for x2, y2 in points[i + 1 :]:
            if abs(x2 - x1) <= SMALL:
                continue
            slope = (y2 - y1) / (x2 - x1)
            line = float(slope), float(y1 - slope * x1)
            now = float(np.abs(residuals(points, line)).sum())
            if now < least - 1e-9:
                best, least = line, now
    return best


def pseudo_huber_line(points: Floats, delta: float) -> Line:
    """The least sum of pseudo-Huber losses, by least squares with weights that follow the distances.

    The loss grows more slowly than the square of the distance, so each round lowers it.

    Raises:
        ValueError: ``delta`` is not above 0.
    """
    if not delta > 0:
        raise ValueError(f"delta must be above 0, got {delta}")
    line = l2_line(points)
    for _ in range(ROUNDS):
        before, weights = line, 1 / np.sqrt(1 + (residuals(points, line) / delta) ** 2)
        line = _weighted(points, weights)
        if abs(line[0] - before[0]) + abs(line[1] - before[1]) < 1e-9:
            break
    return line


def residuals(points: Floats, line: Line) -> Floats:
    """How far each point (N, 2) lies above a line, (N,)."""
    slope, shift = line
    return points[:, 1] - slope * points[:, 0] - shift


def _weighted(points: Floats, weights: Floats) -> Line:
    x, y = points.T  # (2, N)
    whole = weights.sum()
    middle_x, middle_y = (weights * x).sum() / whole, (weights * y).sum() / whole
    spread = (weights * (x - middle_x) ** 2).sum()
    slope = (weights * (x - middle_x) * (y - middle_y)).sum() / spread if spread > SMALL else 0.0
    return float(slope), float(middle_y - slope * middle_x)
