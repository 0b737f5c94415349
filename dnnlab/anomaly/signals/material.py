"""What a run learns from and is judged on: windows, and which of them are anomalies; no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly.signals import beats, synthetic
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.words import ECG5000, NORMAL, OWN, RECORD, SHUTTLE, SYNTHETIC
from dnnlab.data import signals
from dnnlab.once import once_each

Floats = NDArray[np.float32]
SPLIT_SEED = 5000
"""Seeds what parts each set; never to be changed."""
POOL = 4_000
"""Normal rows of the shuttle to learn from; half of the anomalies are kept beside them for contamination."""
QUIET = 600.0
"""Seconds at the start of record 100 to learn from."""
FEWEST = 20
"""Rows of a learner's file to learn from, at least."""


@dataclass(frozen=True, eq=False)
class Source:
    """A set of windows before it is cut to a run's knobs; its arrays are read-only."""

    normal: Floats
    """(n, d): to learn from."""
    anomalies: Floats
    """(a, d): labelled ones that are not in the test, for contamination and for the classifier."""
    test: Floats
    """(m, d)"""
    kinds: NDArray[np.uint8]
    """(m,): 0 normal, else a place in :attr:`names`; empty where nobody knows."""
    names: tuple[str, ...]
    """What the kinds are called, the normal one first."""
    channels: tuple[str, ...]
    """The columns of a row are these, moment after moment."""
    seconds: float = 0.0
    """Between two moments; 0 where that is not known."""


class Material(NamedTuple):
    """A source, cut."""

    fit: Floats
    """What the network trains on."""
    held_out: Floats
    """What sets the threshold."""
    source: Source


def material(config: SignalConfig, given: Mapping[str, Any] | None = None) -> Material:
    """What a run with these knobs is about.

    The data to learn from are contaminated first and cut then: who does not know of the anomalies among them has
    them in both parts.

    Raises:
        ValueError: the run is about a file, and was given none, or one that is too small; one sentence.
    """
    source = own(given) if config.data == OWN else shipped(config.data)
    pool = source.normal
    generator = np.random.default_rng(SPLIT_SEED)
    if config.contamination and config.data != OWN:
        share = config.contamination / 100
        count = min(round(len(pool) * share / (1 - share)), len(source.anomalies))
        pool = np.concatenate([pool, source.anomalies[:count]])
    pool = pool[generator.permutation(len(pool))]
    kept = max(2, round(len(pool) * config.held_out / 100))
    return Material(pool[kept:], pool[:kept], source)


@once_each
def shipped(name: str) -> Source:
    """A set that ships."""
    made = {ECG5000: _ecg5000, RECORD: _record, SYNTHETIC: _synthetic, SHUTTLE: _shuttle}[name]()
    for each in (made.normal, made.anomalies, made.test, made.kinds):
        each.setflags(write=False)
    return made


def own(given: Mapping[str, Any] | None) -> Source:
    """A learner's table (:func:`dnnlab.data.tables.windows` makes it).

    With labels, half of the normal rows are learnt from, and the rest is the test; without, all rows are both.

    Raises:
        ValueError: there is none, or it has too few rows; one sentence.
    """
    if given is None:
        raise ValueError("This run is about a file of your own, and was given none.")
    rows = np.asarray(given["rows"], np.float32)
    labels, names = given.get("labels"), tuple(given["channels"])
    seconds = float(given.get("seconds", 0.0))
    none = np.zeros((0, rows.shape[1]), np.float32)
    if labels is None:
        _enough(len(rows))
        return Source(rows, none, rows, np.zeros(0, np.uint8), ("normal",), names, seconds)
    anomaly = np.asarray(labels, bool)
    normal = np.flatnonzero(~anomaly)
    learnt = np.sort(np.random.default_rng(SPLIT_SEED).permutation(normal)[: len(normal) // 2])
    _enough(len(learnt))
    test = np.setdiff1d(np.arange(len(rows)), learnt)
    kinds = anomaly[test].astype(np.uint8)
    return Source(rows[learnt], none, rows[test], kinds, ("normal", "anomaly"), names, seconds)


def _enough(count: int) -> None:
    if count < FEWEST:
        raise ValueError(f"There are {count} windows to learn from, and at least {FEWEST} are needed.")


def _ecg5000() -> Source:
    train, test = signals.ecg5000()
    names = tuple(signals.KINDS.values())
    return Source(
        train.rows[train.labels == 1], train.rows[train.labels != 1], test.rows, (test.labels - 1).astype(np.uint8),
        names, ("ECG",),
    )  # fmt: skip


def _record() -> Source:
    """Normal beats of the first ten minutes are learnt from; all beats of the rest are judged."""
    record = signals.mitbih100()
    lead = record.millivolts[:, 0]
    found = beats.find(lead, signals.RATE)
    rows, whole = beats.shapes(lead, found, signals.RATE)
    times = found[whole] / signals.RATE
    nearest = beats.matched(times, record.beats / signals.RATE)
    kinds = np.where(nearest >= 0, record.symbols[nearest], 0).astype(np.uint8)
    early = times < QUIET
    return Source(
        rows[early & (kinds == NORMAL)], rows[early & (kinds != NORMAL)], rows[~early], kinds[~early],
        ("normal", "atrial premature", "premature ventricular"), ("ECG",), sum(beats.SHAPE) / (beats.SAMPLES - 1),
    )  # fmt: skip


def _synthetic() -> Source:
    normal, _ = synthetic.windows({"": 400}, seed=1)
    anomalies, _ = synthetic.windows(dict.fromkeys(synthetic.FAULTS, 30), seed=2)
    test, kinds = synthetic.windows({"": 1_400, **dict.fromkeys(synthetic.FAULTS, 100)}, seed=3)
    mixed = np.random.default_rng(SPLIT_SEED).permutation(len(anomalies))
    return Source(normal, anomalies[mixed], test, kinds, ("normal", *synthetic.FAULTS), ("ECG",), 1 / synthetic.RATE)


def _shuttle() -> Source:
    rows = signals.shuttle()
    generator = np.random.default_rng(SPLIT_SEED)
    normal = generator.permutation(np.flatnonzero(rows.labels == 0))
    anomalies = generator.permutation(np.flatnonzero(rows.labels == 1))
    half = len(anomalies) // 2
    test = generator.permutation(np.concatenate([normal[POOL:], anomalies[half:]]))
    return Source(
        rows.rows[normal[:POOL]], rows.rows[anomalies[:half]], rows.rows[test], rows.labels[test],
        ("normal", "anomaly"), signals.SENSORS,
    )  # fmt: skip
