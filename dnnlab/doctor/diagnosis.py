"""What a doctor says of a run, and what it reads: curves of metrics as numpy, no torch, no page, no topic.

A doctor is a function from the curves of a run to what it found, the most serious first.  It reads what any
learner could read off the curves, so it may be wrong, and says what it saw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

Trace = Mapping[str, tuple[np.ndarray, np.ndarray]]
"""Name of a metric -> (steps, values), as a snapshot carries them (``Snapshot.curves``)."""


@dataclass(frozen=True)
class Remedy:
    """One change of knobs that may mend what was found; a press of its button starts a twin with it."""

    label: str
    """What the button says: "A tenth of the learning rate"."""
    change: Mapping[str, bool | int | float | str]
    """Knob -> its value in the twin."""


@dataclass(frozen=True)
class Finding:
    """One thing that is going on in a run."""

    name: str
    """The field's word for it: "mode collapse"."""
    sentence: str
    """What is going on, with this run's own figures in it."""
    remedies: Sequence[Remedy] = field(default=())
    healthy: bool = False
    """Whether it is good news: nothing is to be mended."""


Doctor = Callable[[Trace], Sequence[Finding]]


def recent(trace: Trace, metric: str, share: float = 0.1, least: int = 5) -> np.ndarray:
    """The newest values of a metric: the last share of the steps, at least so many points; empty: not measured."""
    if metric not in trace:
        return np.zeros(0)
    steps, values = trace[metric]
    if not len(steps):
        return np.zeros(0)
    begin = int(np.searchsorted(steps, steps[-1] * (1 - share)))
    return np.asarray(values[max(0, min(begin, len(values) - least)) :], np.float64)


def level(trace: Trace, metric: str, share: float = 0.1, least: int = 5) -> float:
    """The median of :func:`recent`, which one odd batch does not move; nan: not measured."""
    values = recent(trace, metric, share, least)
    return float(np.median(values)) if len(values) else float("nan")
