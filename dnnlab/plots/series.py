"""A metric's values over steps, made ready to draw: averaged, and few enough."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

WINDOW = 20
"""Steps over which a smoothed curve averages."""

POINTS = 400
"""At most so many points a curve: more cannot be seen, and cost time at every refresh."""

Series = tuple[NDArray[Any], NDArray[Any]]
"""Steps, ascending, and the values at them."""


def smoothed(steps: NDArray[Any], values: NDArray[Any], window: int = WINDOW) -> Series:
    """At each step s the mean of the values whose step lies in (s - window, s].

    The window counts steps, not values.  A history that keeps only every n-th
    step of a long run (``dnnlab.live.history``) has about window / n values in
    it: what is drawn is then the mean of a sample of those steps, which is less
    smooth, but not of more steps than is said.  From n = window on it is the
    value itself.  A value that is not finite makes the means that contain it
    not finite, and no others.

    Args:
        steps: integers, strictly ascending, (N,).
        values: (N,).
        window: at least 1.
    """
    total, count = np.zeros(len(values)), np.zeros(len(values))
    with np.errstate(invalid="ignore", over="ignore"):  # of values that are not finite, or hardly so
        for back in range(min(window, len(values))):  # the window holds at most so many values
            earlier = slice(0, len(values) - back)
            inside = steps[back:] - steps[earlier] < window
            if not inside.any():
                break
            total[back:] += np.where(inside, values[earlier], 0.0)
            count[back:] += inside
    return steps, total / count


def thinned(steps: NDArray[Any], values: NDArray[Any], points: int = POINTS) -> Series:
    """At most so many points, evenly chosen, the first and the last among them."""
    chosen = np.unique(np.linspace(0, len(steps) - 1, min(len(steps), points)).round().astype(int))
    return steps[chosen], values[chosen]
