"""A monitor: it learns the first minutes of a signal, then scores every beat of the rest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly.net.autoencoder import DenoisingDetector
from dnnlab.anomaly.net.detectors import ErrorDetector, PCADetector, ZScoreDetector
from dnnlab.anomaly.signals import beats, synthetic
from dnnlab.anomaly.signals.views import Watched
from dnnlab.anomaly.signals.words import RECORD
from dnnlab.data import signals

LEARNT = {True: 300.0, False: 120.0}
"""Seconds that are learnt from: of the record, of the synthetic signal."""
MINUTES = 12.0
"""Of the synthetic signal; about every 14th beat has a fault."""
STEPS, AT_ONCE = 400, 50
CODE = 2
EDGE = 0.15
"""Seconds that an annotated beat lasts before and after its R: what a fault of it is."""


def watch(signal: str, detector: str) -> Iterator[Watched | float]:
    """Score a signal beat by beat: shares of the work that is done, then the answer.

    Args:
        signal: ``ECG record 100`` or ``synthetic beats``.
        detector: ``autoencoder``, ``PCA`` or ``z-scores``; both learn from two thirds of the normal beats of the first
            minutes, the others of which set the thresholds.
    """
    recorded = signal == RECORD
    values, rate, begins, ends, kinds, names, known = _record() if recorded else _synthetic()
    learnt = LEARNT[recorded]
    found = beats.find(values, rate)
    rows, whole = beats.shapes(values, found, rate)
    times = found / rate
    interval = beats.intervals(times)[whole]
    every, times = times, times[whole]
    normal = (times < learnt) & ~_near(times, begins, ends) & (interval < 0.25)
    number = np.flatnonzero(normal)
    held_out = np.zeros(len(times), bool)
    held_out[number[2::3]] = True
    fit = rows[normal & ~held_out]
    yield 0.0
    made: ErrorDetector
    if detector == "autoencoder":
        made = DenoisingDetector(channels=1, code=CODE).begin(fit)
        for step in range(STEPS):
            made.step()
            if step % AT_ONCE == AT_ONCE - 1:
                yield (step + 1) / STEPS
    else:
        made = (PCADetector(CODE, channels=1) if detector == "PCA" else ZScoreDetector(channels=1)).fit(fit)
    later = begins > learnt
    yield Watched(
        signal=np.rint(1000 * values).clip(-32_000, 32_000).astype(np.int16), rate=rate, seconds=len(values) / rate,
        learnt=learnt, after=beats.SHAPE[1], times=times, shape=made.decision_function(rows).astype(np.float32),
        interval=interval.astype(np.float32), held_out=held_out, rebuilt=made.rebuilt(rows), begins=begins[later],
        ends=ends[later], kinds=kinds[later], names=names, annotated=len(known),
        matched=int(np.sum(beats.matched(known, every) >= 0)),
    )  # fmt: skip


Signal = tuple[
    NDArray[np.float32], float, NDArray[np.float64], NDArray[np.float64], NDArray[np.uint8], tuple[str, ...],
    NDArray[np.float64],
]  # fmt: skip
"""Values, rate, when faults begin and end, their kinds, the kinds' names, when the beats are known to be."""


def _record() -> Signal:
    record = signals.mitbih100()
    known = record.beats / signals.RATE
    odd = record.symbols > 0
    return (
        record.millivolts[:, 0], float(signals.RATE), known[odd] - EDGE, known[odd] + EDGE,
        (record.symbols[odd] - 1).astype(np.uint8), ("atrial premature", "premature ventricular"), known,
    )  # fmt: skip


def _synthetic() -> Signal:
    made = synthetic.long_signal(MINUTES, LEARNT[False] / 60, 14, seed=4)
    begins, ends, kinds = (np.array(each) for each in zip(*made.faults, strict=True))
    places = np.array([synthetic.FAULTS.index(kind) for kind in kinds], np.uint8)
    return made.signal, float(synthetic.RATE), begins, ends, places, synthetic.FAULTS, made.beats


def _near(times: NDArray[np.float64], begins: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a beat's window touches a fault."""
    touches = (times[:, None] + beats.SHAPE[1] > begins) & (times[:, None] - beats.SHAPE[0] < ends)
    return np.asarray(touches.any(1), bool)
