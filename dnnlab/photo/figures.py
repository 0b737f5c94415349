"""The figures of the photo lesson: arrays in, pictures out; no torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnnlab.photo.views import INPUT_GRADIENT, Explanation
from dnnlab.plots.palette import Palette, rgb


def overlay(found: Explanation, palette: Palette) -> NDArray[np.uint8]:
    """The photo in grey, with the colour of "adds" where the network finds the class: (S, S, 3)."""
    heat = found.spread()
    if (
        found.method == INPUT_GRADIENT
    ):  # a few pixels stand far above all others: the upper hundredth has the full colour
        heat = np.minimum(heat / max(float(np.quantile(heat, 0.99)), 1e-12), 1)
    return tinted(found.cut, heat, palette)


def tinted(cut: NDArray[np.uint8], heat: NDArray[np.float32], palette: Palette) -> NDArray[np.uint8]:
    """A photo in grey, with colour over it: (S, S, 3).

    Args:
        cut: (S, S, 3)
        heat: (S, S): from -1, the full colour of "takes away", over 0, the bare photo, to 1, that of "adds".
    """
    grey = cut.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)  # (S, S)
    ink = np.where(heat[..., np.newaxis] < 0, rgb(palette.negative), rgb(palette.positive))  # (S, S, 3)
    share = 0.65 * np.abs(heat)[..., np.newaxis]  # (S, S, 1)
    mixed = grey[..., np.newaxis] * (1 - share) + ink * share
    picture: NDArray[np.uint8] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    return picture
