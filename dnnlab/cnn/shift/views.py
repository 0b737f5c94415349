"""What the pooling lesson draws of shifted digits: numpy only, no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NETS = {"mlp": "MLP", "lenet": "LeNet-5", "lenet_global": "LeNet-5 with global pooling"}
"""The three networks that are compared, in the order of every table: short name -> title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftReading:
    """What the three networks read in one shifted digit."""

    picture: NDArray[np.uint8]
    """(32, 32): the shifted digit as the networks get it, ink 255 on 0."""
    probabilities: NDArray[np.float32]
    """(3, 10): a row for each of ``NETS``; rows sum to 1."""

    @property
    def answers(self) -> NDArray[np.int64]:
        """(3,): the digit that each network says."""
        digits: NDArray[np.int64] = self.probabilities.argmax(1)
        return digits
