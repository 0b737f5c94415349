"""From scores of beats to alarms, as a monitor raises them, and how soon; numpy only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly.scores import threshold_for
from dnnlab.anomaly.signals.views import Watched
from dnnlab.anomaly.signals.words import BOTH, INTERVAL, MOVING, SHAPE

Floats = NDArray[np.float64]
PATIENCE = 2.5
"""Seconds after a fault's end in which an alarm still counts as one about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """What a monitor makes of a signal."""

    level: Floats
    """(b,): the score of each beat in thresholds: above 1 is an alarm; averaged where the rule says so."""
    alarm: NDArray[np.bool_]
    """(b,)"""
    when: Floats
    """(b,): seconds at which the monitor knows: a beat's window is over by then."""
    found: NDArray[np.bool_]
    """(f,): whether a fault raised an alarm."""
    delay: Floats
    """(f,): seconds from the fault's beginning to its alarm; nan where there was none."""
    false: NDArray[np.bool_]
    """(b,): alarms about no fault, after the minutes that were learnt from."""

    def false_an_hour(self, watched: Watched) -> float:
        """False alarms an hour of what is watched."""
        return float(self.false.sum()) / max((watched.seconds - watched.learnt) / 3600, 1e-9)


def averaged(values: Floats, over: int) -> Floats:
    """(b,): the mean of each value and the ``over - 1`` before it: a monitor does not know what comes."""
    if over <= 1 or not len(values):
        return values
    sums = np.concatenate([[0.0], np.cumsum(values)])
    last = np.arange(1, len(values) + 1)
    first = np.maximum(last - over, 0)
    mean: Floats = (sums[last] - sums[first]) / (last - first)
    return mean


def alarms(watched: Watched, look: str, rule: str, over: int, rate: float) -> Alarms:
    """Set each threshold from the held-out beats of the learnt minutes, then go through the signal.

    Args:
        look: one of ``LOOKS``; of both the one that is farther above its threshold counts.
        rule: one of ``RULES``.
        over: beats that a moving average goes over.
        rate: the share of false alarms that is accepted on normal beats, for each threshold.
    """
    width = over if rule == MOVING else 1
    kinds = (SHAPE, INTERVAL) if look == BOTH else (look,)
    levels = []
    for kind in kinds:
        values = averaged((watched.shape if kind == SHAPE else watched.interval).astype(np.float64), width)
        normal = values[watched.held_out]
        limit = threshold_for(normal, rate / len(kinds))
        if not np.isfinite(limit):
            limit = float(normal.max()) if len(normal) else np.inf
        levels.append(values / max(limit, 1e-9))
    level = np.maximum.reduce(levels)
    alarm = (level > 1) & (watched.times > watched.learnt)
    when = watched.times + watched.after
    found, delay = np.zeros(len(watched.begins), bool), np.full(len(watched.begins), np.nan)
    about = np.zeros(len(alarm), bool)
    for place, (begin, end) in enumerate(zip(watched.begins, watched.ends, strict=True)):
        hits = np.flatnonzero(alarm & (when >= begin) & (watched.times <= end + PATIENCE * (1 + (width - 1) / 2)))
        about[hits] = True
        if len(hits):
            found[place], delay[place] = True, when[hits[0]] - begin
    return Alarms(level=level, alarm=alarm, when=when, found=found, delay=delay, false=alarm & ~about)


def by_kind(watched: Watched, made: Alarms) -> dict[str, tuple[int, int]]:
    """Kind of fault -> how many were found, and how many there are."""
    kinds = [watched.names[kind] for kind in watched.kinds]
    found = Counter(kind for kind, hit in zip(kinds, made.found.tolist(), strict=True) if hit)
    return {kind: (found[kind], count) for kind, count in Counter(kinds).items()}
