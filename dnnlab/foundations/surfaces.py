"""What a predictor says over the plane, as colours: of classes how sure it is of which, else the value; no torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.palette import Palette, rgb
from dnnlab.plots.sheets import Bytes

FULL = 0.62
"""Of a class's colour, where the answer is sure: points of the class stand out from it."""
FAINT = 0.12
"""Of its colour where nothing speaks for one class: the winner is still seen."""


def coloured(surface: Bytes, winner: Bytes, classes: int, palette: Palette) -> Bytes:
    """Places over the plane as pixels.

    Args:
        surface: (..., H, W): of two classes the probability of the second, of more that of the winner, 0 to 255; of a
            value from -1 to 1.
        winner: (..., H, W) of more than two classes which one wins; else empty.
        classes: how many; 0: a value.

    Returns:
        (..., H, W, 3).
    """
    ground = np.array(rgb(palette.background), float)
    shares = surface.astype(np.float64)[..., None] / 255  # (..., H, W, 1)
    if winner.size:
        full = np.array([rgb(each) for each in palette.classes[:classes]], float)[winner]  # (..., H, W, 3)
        sure = np.clip((shares - 1 / classes) / (1 - 1 / classes), 0, 1)
        return _pixels(ground, full, FULL * (FAINT + (1 - FAINT) * sure))
    ends = palette.classes[:2] if classes else (palette.negative, palette.positive)
    low, high = (np.array(rgb(each), float) for each in ends)
    signed = 2 * shares - 1
    return _pixels(ground, np.where(signed < 0, low, high), FULL * np.abs(signed))


def _pixels(below: NDArray[np.float64], above: NDArray[np.float64], share: NDArray[np.float64]) -> Bytes:
    return (below + (above - below) * share).round().clip(0, 255).astype(np.uint8)
