"""What a trainer says about convolutions; no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrices:
    """A convolution as a matrix (H' W', H W), beside two layers that share nothing."""

    shared: NDArray[np.float32]
    """Of the convolution: each row is the same kernel at another place."""
    unshared: NDArray[np.float32]
    """Of a locally connected layer: the same places, weights of their own."""
    dense: NDArray[np.float32]
    """Of a dense layer: every input to every output."""
    difference: float
    """The largest difference between matrix times picture and convolution."""
    there_and_back: float
    """The largest difference between a dense layer, the convolution made of it, and the dense layer made of that."""
    answers: NDArray[np.float32]
    """(3, 6): the first six outputs of these three."""
