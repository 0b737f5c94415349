"""What the signals lesson draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import COARSE, HALF

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A detector without a network, fitted on the same windows."""

    name: str
    auc: float
    """On all test windows; nan where there are no labels."""
    false_alarms: Floats = field(metadata=HALF)
    """(k,): the ROC curve's x."""
    recall: Floats = field(metadata=HALF)
    """(k,): its y."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Some test windows, and what comes back of them."""

    rows: NDArray[np.int64]
    """(e,): which test windows they are."""
    windows: Floats = field(metadata=COARSE)
    """(e, L, C)"""
    rebuilt: Floats = field(metadata=COARSE)
    """(e, L, C), in the units of the windows."""
    errors: Floats = field(metadata=COARSE)
    """(e, L, C): in standard deviations of the channel."""
    kinds: NDArray[np.uint8]
    """(e,): places in :attr:`SignalView.names`."""
    scores: Floats
    """(e,)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalView:
    """A run at one moment."""

    step: int
    network: str
    """The kind of network that it is."""
    fitted: int
    """Windows that it trains on."""
    code: int
    """Numbers in the code."""
    names: tuple[str, ...]
    """What the kinds of windows are called, the normal one first."""
    channels: tuple[str, ...]
    seconds: float
    """Between two moments of a window; 0 where nobody knows."""
    score: str
    """How the scores were made: a value of the knob."""
    examples: Examples
    scores: Floats = field(metadata=HALF)
    """(n,): of test windows: some at a check, all of them at the end."""
    kinds: NDArray[np.uint8]
    """(n,): what they are; empty where nobody knows."""
    held_out: Floats = field(metadata=HALF)
    """(h,): scores of normal windows that it does not train on."""
    auc: float
    """On the test windows of the last check; nan where there are no labels."""
    baselines: tuple[Baseline, ...]

    @property
    def labelled(self) -> bool:
        """Whether the test windows have labels of both sorts."""
        return bool(len(self.kinds)) and bool((self.kinds == 0).any()) and bool((self.kinds > 0).any())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a detector makes of n windows."""

    rebuilt: Floats
    """(n, d), in the units of the windows."""
    errors: Floats
    """(n, d), in standard deviations of the channel."""
    scores: Floats
    """(n,)"""
    held_out: Floats
    """(h,): scores of normal windows, for the threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A signal with its beats and their scores, by a detector that learnt the first minutes."""

    signal: NDArray[np.int16]
    """(n,): thousandths of a millivolt."""
    rate: float
    """Samples a second."""
    seconds: float
    """How long it is."""
    learnt: float
    """Seconds at the beginning that were learnt from."""
    after: float
    """Seconds after a beat at which its window is over."""
    times: NDArray[np.float64]
    """(b,): when each beat is, in seconds, as it was found."""
    shape: Floats
    """(b,): the score of each beat's window."""
    interval: Floats
    """(b,): how far each beat is off its time (:func:`dnnlab.anomaly.signals.beats.intervals`)."""
    held_out: NDArray[np.bool_]
    """(b,): normal beats of the learnt minutes on which nothing was fitted."""
    rebuilt: Floats
    """(b, 84): each beat's window as it comes back, in millivolts about its mean."""
    begins: NDArray[np.float64]
    """(f,): when each fault begins, after the learnt minutes, in seconds."""
    ends: NDArray[np.float64]
    """(f,)"""
    kinds: NDArray[np.uint8]
    """(f,): places in :attr:`names`."""
    names: tuple[str, ...]
    annotated: int
    """Beats that are known to be there."""
    matched: int
    """Of these, those that were found."""
