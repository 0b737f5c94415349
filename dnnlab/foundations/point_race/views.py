"""What a race on the playground's net draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.foundations.optimizers.views import Worked
from dnnlab.live.columns import HALF
from dnnlab.plots.sheets import Bytes

Floats = NDArray[np.float32]
GRID = 36
"""Places along a side of each surface."""
TARGET = 0.1
"""Of the error: who is below it, and stays there, has arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRaceView:
    """A race on the playground's net at one moment; k racers, in the order of their rules."""

    step: int
    racers: tuple[str, ...]
    """Their keys, (k)."""
    classes: int
    """How many the net tells; 0: it predicts a value."""
    weights: int
    """Weights and biases of the net."""
    held_out: bool
    """Whether the errors are of held-out points; else of those that are learnt from."""
    surfaces: Bytes
    """(k, 36, 36), as :attr:`dnnlab.foundations.playground.views.PlaygroundView.surface`."""
    winners: Bytes
    """(k, 36, 36) of more than two classes, else empty."""
    errors: Floats = field(metadata=HALF)
    """(k,): the share of wrong answers, of a value the share of its variance that is left; nan before the first check,
    and of who flew off."""
    away: NDArray[np.bool_]
    """(k,): whose loss was no number, and who stands still since."""
    reached: NDArray[np.int32]
    """(k,): the step of the check since which the error has been at most :data:`TARGET`; -1: it is above."""
    worked: Worked
    """The last step of the bias of the first output."""
    epochs: float
    """Times through the training points."""
