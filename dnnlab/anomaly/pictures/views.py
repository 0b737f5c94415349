"""What the pictures lesson draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

CHECKED = 1_500
"""Test pictures that are looked at while it learns, always the same; of the held-out ones as many at most."""

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """A detector without a network, fitted on the same pictures, judged on the same."""

    name: str
    auc: float
    false_alarms: Floats = field(metadata=HALF)
    """(k,): the ROC curve's x."""
    recall: Floats = field(metadata=HALF)
    """(k,): its y."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """Pictures, what comes back of them, and the difference."""

    pictures: Bytes
    """(e, 28, 28)"""
    rebuilt: Bytes
    """(e, 28, 28), clipped to the range of a picture."""
    errors: Bytes
    """(e, 28, 28): 128 none; above it light that did not come back, below it light that was not there; 1 and 255 are
    the full range of a pixel."""
    scores: Floats
    """(e,)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardest:
    """Test pictures on the wrong side: where a threshold goes wrong first; none before the first check."""

    normal: Bytes
    """(k, 28, 28): the normal ones with the highest scores, the highest first."""
    normal_scores: Floats
    anomalies: Bytes
    """(k, 28, 28): the anomalies with the lowest scores, the lowest first."""
    anomaly_scores: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """A run at one moment."""

    step: int
    fitted: int
    """Pictures that it trains on."""
    code: int
    """Numbers in the code."""
    names: tuple[str, ...]
    """What the kinds of pictures are called, the normal one first."""
    score: str
    """How the scores were made: a value of the knob."""
    examples: Rebuilt
    example_kinds: NDArray[np.uint8]
    """(e,): places in :attr:`names`."""
    hardest: Hardest
    scores: Floats = field(metadata=HALF)
    """(n,): of test pictures: some at a check, all of them at the end."""
    kinds: NDArray[np.uint8]
    """(n,): what they are."""
    held_out: Floats = field(metadata=HALF)
    """(h,): scores of normal pictures that it does not train on."""
    auc: float
    """On the test pictures of the last check."""
    yardsticks: tuple[Yardstick, ...]
    """Judged on the same ones; none before the first step."""

    @property
    def labelled(self) -> bool:
        """Whether there are scores of both sorts."""
        return bool((self.kinds == 0).any()) and bool((self.kinds > 0).any())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a detector makes of pictures that a learner asks about."""

    rebuilt: Rebuilt
    held_out: Floats
    """(h,): scores of normal pictures, for the threshold."""
    normal: str
    """What is normal to it."""
