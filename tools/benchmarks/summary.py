"""From repeated measurements to one line: pure arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any


def interleaved(repetitions: int, *measures: Callable[[], Any]) -> list[list[Any]]:
    """Take A, B, A, B, ... so that a noisy minute hits all alike; the results of each measure, in order."""
    results: list[list[Any]] = [[] for _ in measures]
    for _ in range(repetitions):
        for taken, measure in zip(results, measures, strict=True):
            taken.append(measure())
    return results


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Each repetition's own ratio: what was measured side by side is divided, then the median is taken.

    Raises:
        ValueError: the two differ in length.
    """
    return [a / b for a, b in zip(above, below, strict=True)]


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all values do not exceed, linear between neighbours.

    Raises:
        ValueError: there are no values, or ``share`` is outside [0, 1].
    """
    if not values or not 0.0 <= share <= 1.0:
        raise ValueError(f"a quantile needs values and a share in [0, 1], got {len(values)} values, share {share}")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def line(name: str, values: Sequence[float], note: str = "", digits: int = 2) -> str:
    """``name: median [min..max] (note)``.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError(f"{name} was never measured")
    middle, low, high = (f"{value:.{digits}f}" for value in (median(values), min(values), max(values)))
    return f"{name}: {middle} [{low}..{high}]" + (f" ({note})" if note else "")
