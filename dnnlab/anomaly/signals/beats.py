"""Heartbeats in an ECG: found by sleepecg, cut out as windows, told apart by shape and by their distance; no torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
SHAPE = (0.25, 0.45)
"""Seconds before and after an R that are a beat's shape: the next beat is not in it."""
SAMPLES = 84
"""Of a beat's shape."""
NEAR = 0.1
"""A beat that is found counts as an annotated one up to so many seconds away (the standard EC57 takes 0.15)."""
RECENT = 8
"""Intervals before a beat whose median it is compared with."""


def find(signal: ArrayLike, rate: float) -> NDArray[np.int64]:
    """The samples of the R peaks, as sleepecg finds them (its own detector, after Pan and Tompkins 1985).

    Args:
        signal: (n,): one lead.
        rate: samples a second.
    """
    from sleepecg.heartbeats import detect_heartbeats  # heavy: where it is used

    return np.asarray(detect_heartbeats(np.asarray(signal, np.float64), rate), np.int64)


def shapes(signal: Floats, places: NDArray[np.integer], rate: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Each beat as a window of :data:`SAMPLES`, less its own mean, by linear interpolation.

    Returns:
        (b, 84), and (b,) whether the beat is whole; one at the signal's edge is not, and has no row.
    """
    moments = np.linspace(-SHAPE[0], SHAPE[1], SAMPLES) * rate  # in samples of the signal
    at = places[:, None] + moments[None]  # (b, 84)
    whole = (at[:, 0] >= 0) & (at[:, -1] <= len(signal) - 1)
    rows = np.interp(at[whole].ravel(), np.arange(len(signal)), signal).reshape(-1, SAMPLES)  # (b * 84,) -> (b, 84)
    cut: Floats = (rows - rows.mean(1, keepdims=True)).astype(np.float32)
    return cut, whole


def intervals(times: NDArray[np.floating]) -> NDArray[np.float64]:
    """How far each beat is off its time: |ln(interval / median of the 8 before)|; 0 until three are known.

    0.35 is a beat after 70 % of the usual time, or after 140 % of it.
    """
    distances = np.diff(times)
    off = np.zeros(len(times))
    for place in range(4, len(times)):
        usual = np.median(distances[max(0, place - 1 - RECENT) : place - 1])
        off[place] = abs(np.log(max(distances[place - 1], 1e-3) / max(usual, 1e-3)))
    return off


def matched(found: NDArray[np.floating], known: NDArray[np.floating], within: float = NEAR) -> NDArray[np.int64]:
    """For each beat that was found the place of the annotated one nearest to it in time, -1 where none is near.

    Args:
        found, known: in seconds, ascending.
    """
    if not len(known):
        return np.full(len(found), -1)
    right = np.searchsorted(known, found).clip(1, max(len(known) - 1, 1))
    left = right - 1
    right = right.clip(max=len(known) - 1)
    nearest = np.where(np.abs(known[left] - found) <= np.abs(known[right] - found), left, right)
    return np.where(np.abs(known[nearest] - found) <= within, nearest, -1)
