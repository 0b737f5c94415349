"""Synthetic heartbeats with labelled faults: five Gaussian bumps a beat, as in McSharry et al. 2003; numpy only.

The bumps are the waves P, Q, R, S and T of an electrocardiogram.  Each beat varies a little in size, width and
distance, and there is some noise.  A fault is known to the sample, so that what a detector finds can be counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
RATE = 100
"""Samples a second."""
WAVES = {"P": (-0.20, 0.025, 0.15), "Q": (-0.035, 0.010, -0.12), "R": (0.0, 0.012, 1.0), "S": (0.035, 0.012, -0.25),
         "T": (0.27, 0.050, 0.30)}  # fmt: skip
"""Wave -> its place after the R in seconds, its width (standard deviation) in seconds, its height in millivolts."""
PERIOD, JITTER, NOISE = 0.85, 0.03, 0.02
"""Seconds between two beats, the standard deviation of their ratio, and of the noise in millivolts."""
EARLY, MISSING, WIDE, DRIFT, DROPOUT, NOISY = "early beat", "missing beat", "wide beat", "drift", "dropout", "noise"
FAULTS = (EARLY, MISSING, WIDE, DRIFT, DROPOUT, NOISY)
BEFORE, WINDOW = 0.3, 140
"""A window begins so many seconds before an R, and has so many samples: the next beat is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of signal, and what is wrong in it."""

    signal: Floats
    """(n,): millivolts at :data:`RATE`."""
    beats: NDArray[np.float64]
    """(b,): when each R is, in seconds."""
    faults: tuple[tuple[float, float, str], ...]
    """(begins, ends, kind) of each, in seconds, in order."""


def stretch(seconds: float, generator: np.random.Generator, faults: dict[int, str] | None = None) -> Stretch:
    """A signal with these faults.

    Args:
        faults: number of a beat, from 0 -> which of :data:`FAULTS` it has.
    """
    faults = faults or {}
    count = int(seconds / PERIOD * 1.3) + 3
    ratios = 1 + JITTER * generator.standard_normal(count)
    for number in (number for number, kind in faults.items() if kind == EARLY and 0 < number < count):
        ratios[number - 1], ratios[number] = 0.62, 1.30  # early, then a pause until the next
    times = 0.5 + np.concatenate([[0.0], np.cumsum(PERIOD * ratios)])
    times = times[times < seconds]
    moments = np.arange(round(seconds * RATE)) / RATE
    signal = NOISE * generator.standard_normal(len(moments))
    present, spans = [], []
    for number, at in enumerate(times):
        kind = faults.get(number, "")
        size, width = 1 + 0.05 * generator.standard_normal(), 1 + 0.03 * generator.standard_normal()
        if kind:
            spans.append(_span(kind, float(at)))
        if kind == MISSING:
            continue
        present.append(float(at))
        _add_beat(signal, moments, at, size, width, wide=kind == WIDE)
    for begins, ends, kind in spans:
        _spoil(signal, round(begins * RATE), round(ends * RATE), kind, generator)
    return Stretch(signal=signal.astype(np.float32), beats=np.array(present), faults=tuple(spans))


def windows(counts: dict[str, int], seed: int) -> tuple[Floats, NDArray[np.uint8]]:
    """Windows of one beat and the next.

    Args:
        counts: "" for what is normal, or a fault -> how many.
        seed: of all that varies.

    Returns:
        (n, 140), and (n,): 0 for normal, else 1 + the place in :data:`FAULTS`.
    """
    generator = np.random.default_rng(seed)
    rows, kinds = [], []
    for kind, count in counts.items():
        for _ in range(count):
            where = 3 if kind in (EARLY, MISSING) else 2  # what is early or missing is the next one
            made = stretch(6.0, generator, {where: kind} if kind else {})
            begin = round((made.beats[2] - BEFORE) * RATE)
            rows.append(made.signal[begin : begin + WINDOW])
            kinds.append(1 + FAULTS.index(kind) if kind else 0)
    return np.stack(rows), np.array(kinds, np.uint8)


def long_signal(minutes: float, quiet: float, every: int, seed: int) -> Stretch:
    """Minutes of signal for a monitor: the first ones without a fault, then about each so many beats one.

    Args:
        quiet: minutes without a fault.
        every: beats from one fault to the next, about.
        seed: of all that varies.
    """
    generator = np.random.default_rng(seed)
    last = int(60 * minutes / PERIOD)
    faults, number, kinds = {}, int(60 * quiet / PERIOD) + 3, list(FAULTS)
    while number < last:
        if len(kinds) == len(FAULTS):
            generator.shuffle(kinds)
        faults[number] = kinds.pop()
        kinds = kinds or list(FAULTS)
        number += every + int(generator.integers(0, every // 2 + 1))
    return stretch(60 * minutes, generator, faults)


def _span(kind: str, at: float) -> tuple[float, float, str]:
    """When a fault of the beat at this time begins and ends."""
    match kind:
        case "drift":
            return at - 0.25, at + 0.75, kind
        case "dropout":
            return at - 0.10, at + 0.60, kind
        case "noise":
            return at - 0.25, at + 0.55, kind
        case _:
            return at - 0.05, at + 0.35, kind


def _add_beat(
    signal: NDArray[np.float64], moments: NDArray[np.float64], at: float, size: float, width: float, *, wide: bool
) -> None:
    for name, (place, spread, height) in WAVES.items():
        if wide and name == "P":
            continue  # a beat from the ventricle has no P wave before it
        sigma = spread * width * (3.0 if wide and name in "QRS" else 1.0)
        around = slice(*np.searchsorted(moments, [at + place - 5 * sigma, at + place + 5 * sigma]))
        signal[around] += size * height * np.exp(-((moments[around] - at - place) ** 2) / (2 * sigma**2))


def _spoil(signal: NDArray[np.float64], begin: int, end: int, kind: str, generator: np.random.Generator) -> None:
    """What happens to the cable or the skin, not to the heart."""
    begin, end = max(begin, 0), min(end, len(signal))
    part = signal[begin:end]
    if kind == DRIFT:
        part += 0.8 * np.sin(np.linspace(0, np.pi, len(part)))
    elif kind == DROPOUT:
        part[:] = part[0] if len(part) else 0.0
    elif kind == NOISY:
        part += 0.25 * generator.standard_normal(len(part))
