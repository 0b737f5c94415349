"""What is drawn of a gradient ascent: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentView:
    """A run at one moment: the picture, and how much the unit likes it."""

    net: str
    layer: str
    unit: int
    """Which of the layer's maps, from 0."""
    class_name: str
    """Of a layer that has one map a class: which class this is; else empty."""
    picture: NDArray[np.uint8]
    """(S, S, 3): red, green, blue; 144 or 195 pixels a side."""
    step: int
    """Steps taken."""
    activation: float
    """How much the unit liked the picture when it was last asked: before the last step."""
    begun: float
    """How much it liked the picture of the start."""
