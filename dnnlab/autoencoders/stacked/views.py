"""What the stacked autoencoder draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedView:
    """A run at one moment."""

    step: int
    """Optimiser steps taken."""
    stacked: bool
    phase_steps: int
    """With :attr:`stacked` they say the timeline (``phases.phases``)."""
    moved: NDArray[np.float32] = field(metadata=HALF)
    """(7,): how far each layer's weights have moved since the phase began, as a share of their norm then; the order
    of ``phases.LAYERS``. Exactly 0: it is frozen."""
    filters: Bytes
    """(24, 28, 28): what the first units of encoder 1 look for; 128 is 0."""
    originals: Bytes
    """(8, 28, 28): fixed validation digits."""
    decoded: Bytes
    """(3, 8, 28, 28): the same through 1, 2 and 3 encoders and back."""
    error: NDArray[np.float32] = field(metadata=HALF)
    """(3,): squared error an image of these digits, through 1, 2 and 3 encoders."""
