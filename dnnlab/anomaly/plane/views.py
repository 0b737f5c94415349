"""What the plane draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneView:
    """A run at one moment."""

    step: int
    code: int
    points: Floats = field(metadata=HALF)
    """(n, 2): normal points that it trains on."""
    errors: Floats = field(metadata=HALF)
    """(G, G): the score at each place of a grid over the plane, rows from the lowest y up."""
    distances: Floats = field(metadata=HALF)
    """(G, G): the mean distance to the five nearest training points, which never changes."""
    curve: Floats = field(metadata=HALF)
    """(k, 2): what the decoder makes of codes from far below to far above those of the points; empty where the code
    has more than one number."""
    threshold: float
    """The score that a twentieth of the held-out normal points exceeds; infinite before the first check."""
    distance_limit: float
    """The same of the distances."""
    hole: tuple[float, float]
    """Of the places far from all points the one with the lowest score."""
    hole_score: float
    hole_distance: float
    """Of that place to the nearest training point."""
    missed: float
    """The share of the plane far from all points in which the score is below the threshold."""
