"""The pace of a run: how fast it goes, and when it is time for a checkpoint."""

from __future__ import annotations

import math
from collections import deque

WINDOW = 3.0
"""Seconds over which steps a second are measured."""
SAVE_EVERY = 2.0
"""Seconds between checkpoints, at least."""
SAVE_SHARE = 0.02
"""The share of a run's own time that saving may take."""


class Pace:
    """Steps a second of wall time, over the last seconds."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def note(self, now: float, step: int) -> None:
        """``step`` was done at ``now``."""
        self._marks.append((now, step))
        while self._marks[0][0] < now - WINDOW:
            self._marks.popleft()

    def clear(self) -> None:
        """Begin to measure anew, after a pause."""
        self._marks.clear()

    @property
    def rate(self) -> float:
        """Steps a second; 0 before there are two marks."""
        if len(self._marks) < 2:
            return 0.0
        (first, start), (last, end) = self._marks[0], self._marks[-1]
        return (end - start) / (last - first) if last > first else 0.0


class SaveRule:
    """When a checkpoint is due: every 2 s, or so much later that saving takes under 2 % of the time.

    The share counts the run's own training time.  Wall time would not do: with
    ten runs in one trainer each would save as often as if it were alone.
    """

    def __init__(self) -> None:
        self._at = -math.inf
        self._trained = 0.0
        self._cost = 0.0

    def due(self, now: float, trained: float) -> bool:
        """Whether to save at ``now``, after ``trained`` seconds of training."""
        return now - self._at >= SAVE_EVERY and (trained - self._trained) * SAVE_SHARE >= self._cost

    def saved(self, now: float, trained: float, cost: float | None = None) -> None:
        """The run as it is now lies on disk; writing it took ``cost`` seconds (None: as long as last time)."""
        self._at, self._trained = now, trained
        if cost is not None:
            self._cost = cost


def on_log_grid(step: int) -> bool:
    """1, 2, 5, 10, 20, 50, ...: early training is where the most happens."""
    while step >= 10 and step % 10 == 0:
        step //= 10
    return step in (1, 2, 5)
