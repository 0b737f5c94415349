"""What the sixteen seeds draw: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF
from dnnlab.plots.sheets import Bytes

GRID = 36
"""Places along a side of each surface."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedsView:
    """Sixteen networks at one moment."""

    step: int
    classes: int
    """0: they predict a value."""
    seeds: NDArray[np.int32]
    """(16,)."""
    surfaces: Bytes
    """(16, 36, 36), as :attr:`dnnlab.foundations.playground.views.PlaygroundView.surface`."""
    winners: Bytes
    """(16, 36, 36) of more than two classes, else empty."""
    training: NDArray[np.float32] = field(metadata=HALF)
    """(16,): the error on the training points; nan before the first check, and of one that diverged."""
    validation: NDArray[np.float32] = field(metadata=HALF)
    """(16,): on held-out points; nan where there are none."""
