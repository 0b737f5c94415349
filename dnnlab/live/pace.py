"""The pace of a run: how fast it goes, and when it is time for a checkpoint."""

from __future__ import annotations

import math
from collections import deque

WINDOW = 3.0
"""Seconds over which steps a second are measured."""
MINUTE = 60.0
"""Seconds over which they are measured for what is told of the time left: one slow moment must not multiply it."""
APART = 0.5
"""Seconds between two marks of the last minute, at least."""
SAVE_EVERY = 2.0
"""Seconds between checkpoints, at least."""
SAVE_SHARE = 0.02
"""The share of a run's own time that saving may take."""


class Pace:
    """Steps a second of wall time, over the last seconds."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()
        self._minute: deque[tuple[float, int]] = deque()

    def note(self, now: float, step: int) -> None:
        """``step`` was done at ``now``."""
        self._marks.append((now, step))
        while self._marks[0][0] < now - WINDOW:
            self._marks.popleft()
        minute = self._minute
        if not minute or now - minute[-1][0] >= APART:
            minute.append((now, step))
            while len(minute) > 1 and minute[1][0] <= now - MINUTE:  # one from before it stays: a long step counts
                minute.popleft()

    def clear(self) -> None:
        """Begin to measure anew, after a pause."""
        self._marks.clear()
        self._minute.clear()

    @property
    def rate(self) -> float:
        """Steps a second; 0 before there are two marks."""
        return _rate(self._marks[0], self._marks[-1]) if self._marks else 0.0

    @property
    def steady(self) -> float:
        """Steps a second over the last minute, or since it began; 0 before there are two marks."""
        return _rate(self._minute[0], self._marks[-1]) if self._marks else 0.0


def _rate(begin: tuple[float, int], end: tuple[float, int]) -> float:
    """Steps a second between two marks; 0 where no time lies between them."""
    (first, start), (last, reached) = begin, end
    return (reached - start) / (last - first) if last > first else 0.0


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
