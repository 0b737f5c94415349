"""What the memory lesson draws of a run: numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """A run at one moment; the pictures are of the eight sequences without noise."""

    step: int
    """Optimiser steps taken."""
    gradients: NDArray[np.float32]
    """(T + 1,): the norm of dL/dx_t at each step t of the sequence, mean over the eight; the last is the answer's."""
    answers: NDArray[np.float32]
    """(8, 8): row the first symbol, column the probability that the network gives to each symbol at the end."""
    accuracy: float
    """The share of right answers at the last check; nan before the first."""
    radius: float
    """The largest absolute eigenvalue of the RNN's recurrent matrix now; nan for every other network."""
    parameters: int
    """Numbers that the network learns."""
