"""Signals with labels: beats of a heart, a whole ECG, the sensors of a shuttle; numpy only.

Where they come from, and their licences: the cards beside the files, in
``assets/data/ecg5000``, ``mitbih100`` and ``shuttle``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.once import once
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "data"
BEAT = 140
"""Samples of a beat of ECG5000."""
KINDS = {
    1: "normal", 2: "R-on-T premature ventricular", 3: "premature ventricular", 4: "supraventricular",
    5: "unclassified",
}  # fmt: skip
"""The labels of ECG5000."""
SYMBOLS = ("N", "A", "V")
"""The annotations of record 100: normal, atrial premature, premature ventricular beats."""
RATE, PER_MV, BASELINE = 360, 200, 1024
"""Of record 100: samples a second, units a millivolt, and the unit of 0 mV."""
SENSORS = tuple(f"sensor {number}" for number in range(1, 10))
"""Of the shuttle; the set does not say what they measure."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows and what they are; both arrays are read-only and shared by the whole process."""

    rows: NDArray[np.float32]
    """(n, d)."""
    labels: NDArray[np.uint8]
    """(n,): a key of :data:`KINDS`; of the shuttle 0 normal, 1 anomaly."""

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Recording:
    """Record 100 of the MIT-BIH Arrhythmia Database: 30 minutes of one heart."""

    millivolts: NDArray[np.float32]
    """(650000, 2): the leads MLII and V5."""
    beats: NDArray[np.int32]
    """(2273,): the samples at which the cardiologists marked a beat."""
    symbols: NDArray[np.uint8]
    """(2273,): positions in :data:`SYMBOLS`."""


@once
def ecg5000() -> tuple[Labelled, Labelled]:
    """The 500 beats that the archive has for training, and its 4,500 for the test; a beat is a row of 140."""
    arrays = _read("ecg5000")
    train, test = (
        Labelled(_locked(arrays[f"{part}_x"].astype(np.float32)), _locked(arrays[f"{part}_y"]))
        for part in ("train", "test")
    )
    return train, test


@once
def mitbih100() -> Recording:
    """The whole record."""
    arrays = _read("mitbih100")
    millivolts = (arrays["adu"].astype(np.float32) - BASELINE) / PER_MV
    return Recording(_locked(millivolts), _locked(arrays["sample"].astype(np.int32)), _locked(arrays["symbol"]))


@once
def shuttle() -> Labelled:
    """49,097 rows of nine sensors, 3,511 of them anomalies."""
    arrays = _read("shuttle")
    return Labelled(_locked(arrays["rows"].astype(np.float32)), _locked(arrays["anomaly"].astype(np.uint8)))


def _read(name: str) -> dict[str, NDArray[Any]]:
    with np.load(FOLDER / name / f"{name}.npz", allow_pickle=False) as arrays:
        return dict(arrays)


def _locked(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
