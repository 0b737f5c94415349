"""What "learn the kernel" draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnKernelView:
    """A run at one moment.

    The four pictures show the same H × W places.  ``target``, ``output`` and
    ``error`` share one scale, symmetric about 0 (:func:`dnnlab.plots.sheets.diverging`):
    an error that looks empty is small beside the picture.
    """

    step: int
    """Optimiser steps taken."""
    kernel: NDArray[np.float32]
    """(k, k): the weights as they are now."""
    gradient: NDArray[np.float32]
    """(k, k): of the loss, at these very weights; the next step goes against it."""
    sought: NDArray[np.float32]
    """(s, s): the kernel behind the target picture, zeros around it if it is smaller than k; s is at least k."""
    photo: NDArray[np.uint8]
    """(H, W): the photo, grey."""
    target: NDArray[np.uint8]
    """(H, W): what the sought kernel makes of it, with its noise."""
    output: NDArray[np.uint8]
    """(H, W): what the weights make of it."""
    error: NDArray[np.uint8]
    """(H, W): output minus target."""

    @property
    def signed(self) -> bool:
        """Whether the sought kernel measures differences: its numbers cancel out, so that an even area gives 0."""
        return bool(abs(self.sought.sum()) < 0.05 * np.abs(self.sought).sum())
