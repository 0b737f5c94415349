"""Thresholds and what they cost, in words; of a run of any lesson of this topic."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly import scores
from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.plots.written import written

NORMAL = 0
"""What the kind of something normal is."""


class Judged(Protocol):
    """What a view tells of scores."""

    @property
    def scores(self) -> NDArray[np.float32]:
        """(n,): of the test."""

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """(n,): 0 normal; empty where nobody knows."""

    @property
    def held_out(self) -> NDArray[np.float32]:
        """(h,): of normal ones that nothing was fitted on."""

    @property
    def labelled(self) -> bool:
        """Whether there are scores of both sorts."""


def threshold_of(view: Judged, alarm: AlarmConfig) -> float:
    """The threshold from held-out normal data alone; infinite before the first check, and where they are too few."""
    return scores.threshold_for(view.held_out, alarm.accepted / 100) if len(view.held_out) else math.inf


def peeked(view: Judged, alarm: AlarmConfig) -> float:
    """The cheapest threshold on the test data."""
    return scores.cheapest(view.kinds != NORMAL, view.scores, alarm.miss)


def rates(view: Judged, threshold: float, alarm: AlarmConfig, things: str = "windows") -> str:
    """Expected against observed false alarms, and what peeking would have given.

    Args:
        things: what was scored.
    """
    accepted = written(alarm.accepted / 100, percent=True)
    if not len(view.held_out):
        return "The first scores come with the first step."
    if math.isinf(threshold):
        least = written(scores.smallest_rate(len(view.held_out)), percent=True)
        return f"{len(view.held_out)} held-out {things} cannot promise {accepted} of false alarms: at least {least}."
    said = f"Accepted: {accepted} of false alarms on normal {things}"
    if not view.labelled:
        raised = int(np.sum(view.scores > threshold))
        return f"{said}. {raised:,} of {len(view.scores):,} {things} are above the threshold."
    truth = view.kinds != NORMAL
    own = scores.confusion(truth, view.scores, threshold)
    said += f"; observed: {written(own.false_alarm_rate, percent=True)}."
    if alarm.peek:
        best = scores.confusion(truth, view.scores, peeked(view, alarm))
        said += (
            f" Peeked: cost {written(best.cost(alarm.miss))} in place of {written(own.cost(alarm.miss))}, "
            f"F1 {written(best.f1)} in place of {written(own.f1)}: nobody gets that without the labels."
        )
    return said


def verdict(counts: scores.Confusion, alarm: AlarmConfig) -> str:
    """Precision, recall, F1 and cost in words."""
    precision = "no alarm" if math.isnan(counts.precision) else f"precision {written(counts.precision, percent=True)}"
    return (
        f"{precision[0].upper()}{precision[1:]}, recall {written(counts.recall, percent=True)}, "
        f"F1 {written(counts.f1)}. Cost: {written(counts.cost(alarm.miss))} false alarms' worth."
    )
