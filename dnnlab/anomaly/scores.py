"""How well scores tell anomalies from what is normal: ROC, precision and recall, AUC, thresholds; numpy only.

A score is higher for what is more abnormal; an alarm is raised where it is *above* the threshold.  Labels are
True (or any number but 0) for an anomaly.  Scores that are nan count as the lowest, infinite ones as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A curve over all thresholds, from the strictest (no alarm at all) to the loosest (always an alarm)."""

    x: Floats
    """(k,): of a ROC curve the false-alarm rate, of a precision-recall curve the recall."""
    y: Floats
    """(k,): of a ROC curve the recall, of a precision-recall curve the precision."""
    thresholds: Floats
    """(k,): falling; the first is infinite."""

    def thinned(self, most: int = 200) -> Path:
        """About as many points that lie evenly along the curve, its ends among them: to draw, not to measure."""
        if len(self.x) <= most:
            return self
        along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(self.x), np.diff(self.y)))])
        kept = np.unique(np.searchsorted(along, np.linspace(0, along[-1], most)).clip(0, len(along) - 1))
        kept[-1] = len(along) - 1
        return Path(x=self.x[kept], y=self.y[kept], thresholds=self.thresholds[kept])


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Alarms against the truth, as counts."""

    found: int
    """Anomalies with an alarm: true positives."""
    missed: int
    """Anomalies without: false negatives."""
    false_alarms: int
    """Normal ones with an alarm: false positives."""
    quiet: int
    """Normal ones without: true negatives."""

    @property
    def precision(self) -> float:
        """The share of alarms that are right; nan without an alarm."""
        return _share(self.found, self.found + self.false_alarms)

    @property
    def recall(self) -> float:
        """The share of anomalies that are found; nan without an anomaly."""
        return _share(self.found, self.found + self.missed)

    @property
    def false_alarm_rate(self) -> float:
        """The share of normal ones that raise an alarm; nan without a normal one."""
        return _share(self.false_alarms, self.false_alarms + self.quiet)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN)."""
        return _share(2 * self.found, 2 * self.found + self.false_alarms + self.missed)

    def cost(self, of_a_miss: float) -> float:
        """What it costs where a missed anomaly costs so many false alarms."""
        return of_a_miss * self.missed + self.false_alarms


def roc(labels: ArrayLike, scores: ArrayLike) -> Path:
    """Recall over the false-alarm rate, one point for each score that occurs.

    Raises:
        ValueError: there is no anomaly, or nothing normal, or labels and scores are not equally many.
    """
    found, false, thresholds = _counts(labels, scores)
    return Path(x=false / false[-1], y=found / found[-1], thresholds=thresholds)


def precision_recall(labels: ArrayLike, scores: ArrayLike) -> Path:
    """Precision over recall; before the first alarm the precision counts as 1.

    Raises:
        ValueError: as :func:`roc`.
    """
    found, false, thresholds = _counts(labels, scores)
    alarms = found + false
    precision = np.divide(found, alarms, out=np.ones_like(found), where=alarms > 0)
    return Path(x=found / found[-1], y=precision, thresholds=thresholds)


def auc(labels: ArrayLike, scores: ArrayLike) -> float:
    """The area under the ROC curve: how often an anomaly scores higher than a normal one, equal scores count half.

    0.5 is guessing, 1 tells all apart; below 0.5 the normal ones look more abnormal.

    Raises:
        ValueError: as :func:`roc`.
    """
    curve = roc(labels, scores)
    return float(np.trapezoid(curve.y, curve.x))


def average_precision(labels: ArrayLike, scores: ArrayLike) -> float:
    """The area under the precision-recall curve as steps: each gain of recall times the precision there.

    Guessing gives the share of anomalies, not 0.5.

    Raises:
        ValueError: as :func:`roc`.
    """
    curve = precision_recall(labels, scores)
    return float(np.sum(np.diff(curve.x) * curve.y[1:]))


def confusion(labels: ArrayLike, scores: ArrayLike, threshold: float) -> Confusion:
    """Count alarms, which are scores above the threshold, against the truth.

    Raises:
        ValueError: labels and scores are not equally many.
    """
    truth, values = _checked(labels, scores)
    alarm = values > threshold
    return Confusion(
        found=int(np.sum(alarm & truth)),
        missed=int(np.sum(~alarm & truth)),
        false_alarms=int(np.sum(alarm & ~truth)),
        quiet=int(np.sum(~alarm & ~truth)),
    )


def threshold_for(normal: ArrayLike, rate: float) -> float:
    """The threshold that so large a share of further normal ones is expected to exceed, from n normal scores.

    It is the k-th largest of them with k = rate · (n + 1), rounded down: a further score of the same kind is above it
    with probability k / (n + 1), which is at most the rate (the argument of conformal prediction).  The scores
    must not be those that the detector was fitted on: it knows these too well.

    Args:
        normal: (n,): scores of normal data that nothing was fitted on.
        rate: the share of false alarms that is accepted, in (0, 1).

    Returns:
        Infinity where n is too small for such a rate (:func:`smallest_rate`): no alarm can then be promised.

    Raises:
        ValueError: the rate is not in (0, 1), or there is no score.
    """
    values = _ordered(np.asarray(normal, np.float64).ravel())
    if not 0 < rate < 1:
        raise ValueError(f"a rate of false alarms lies between 0 and 1, got {rate}")
    if not len(values):
        raise ValueError("a threshold needs scores of normal data, got none")
    k = int(np.floor(rate * (len(values) + 1) + 1e-9))
    return float(np.sort(values)[-k]) if k else np.inf


def smallest_rate(count: int) -> float:
    """The smallest rate of false alarms that so many normal scores can set a threshold for."""
    return 1 / (count + 1)


def cheapest(labels: ArrayLike, scores: ArrayLike, of_a_miss: float = 1.0) -> float:
    """The threshold with the lowest cost on labelled data (:meth:`Confusion.cost`): what peeking at the labels gives.

    Raises:
        ValueError: as :func:`roc`.
    """
    found, false, thresholds = _counts(labels, scores)
    return _between(thresholds, int(np.argmin(of_a_miss * (found[-1] - found) + false)))


def best_f1(labels: ArrayLike, scores: ArrayLike) -> float:
    """The threshold with the highest F1 on labelled data, which also is peeking.

    Raises:
        ValueError: as :func:`roc`.
    """
    found, false, thresholds = _counts(labels, scores)
    return _between(thresholds, int(np.argmax(2 * found / (found + false + found[-1]))))


def _between(thresholds: Floats, place: int) -> float:
    """A threshold that lets the scores down to that place raise an alarm, and no further one."""
    below = thresholds[place + 1] if place + 1 < len(thresholds) else -np.inf
    if place == 0:
        return float(below) if np.isfinite(below) else np.inf  # the highest score itself: none is above it
    return float(np.nextafter(thresholds[place], below))


def _counts(labels: ArrayLike, scores: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """At each threshold the anomalies and the normal ones that score at least so much; first at infinity: none."""
    truth, values = _checked(labels, scores)
    anomalies = int(truth.sum())
    if anomalies in (0, len(truth)):
        raise ValueError(f"both anomalies and normal ones are needed, got {anomalies} anomalies of {len(truth)}")
    order = np.argsort(-values, kind="stable")
    truth, values = truth[order], values[order]
    last = np.flatnonzero(np.append(values[1:] != values[:-1], True))  # of each run of equal scores
    found = np.concatenate([[0.0], np.cumsum(truth, dtype=np.float64)[last]])
    seen = np.concatenate([[0.0], last + 1.0])
    return found, seen - found, np.concatenate([[np.inf], values[last]])


def _checked(labels: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.bool_], Floats]:
    truth, values = np.asarray(labels).ravel().astype(bool), np.asarray(scores, np.float64).ravel()
    if len(truth) != len(values):
        raise ValueError(f"each score needs a label, got {len(values)} scores and {len(truth)} labels")
    return truth, _ordered(values)


def _ordered(values: Floats) -> Floats:
    """Without nan, which has no place in an order."""
    return np.where(np.isnan(values), -np.inf, values)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
