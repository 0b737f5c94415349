"""A curve out of the ink on a pad; numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def from_ink(ink: NDArray[np.uint8], low: float, high: float, length: int) -> NDArray[np.float32] | None:
    """The curve that was drawn, with mean 0 and standard deviation 1.

    In each column the ink's middle counts; columns without ink lie on a line between their neighbours.

    Args:
        ink: (S, S): 0 none to 255 full.
        low, high: what the lowest and the highest row stand for.
        length: numbers of the curve.

    Returns:
        (length,); None where less than half of the columns have ink, or the curve is level.
    """
    weight = ink.astype(np.float64)
    amount = weight.sum(0)
    drawn = np.flatnonzero(amount > 60)
    if len(drawn) < ink.shape[1] / 2:
        return None
    rows = np.arange(ink.shape[0])[:, None]
    middle = (weight * rows).sum(0)[drawn] / amount[drawn]
    values = high - (high - low) * middle / (ink.shape[0] - 1)
    curve = np.interp(np.linspace(0, ink.shape[1] - 1, length), drawn, values)
    spread = curve.std()
    return None if spread < 0.05 else ((curve - curve.mean()) / spread).astype(np.float32)
