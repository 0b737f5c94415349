"""Normal points in the plane; numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly.plane.words import CLUSTERS, LINE, MOONS, RING

Floats = NDArray[np.float32]
COUNT = 600
"""Points of a shape; every third is held out."""
REACH = 6.0
"""The plane that is shown goes from minus this to this, in both directions; the points lie within 2.5."""
SPREAD = 0.12
"""Standard deviation of the noise about a shape."""


def points(shape: str) -> Floats:
    """(600, 2): always the same of one shape.

    Raises:
        ValueError: there is no such shape.
    """
    chance = np.random.default_rng(7)
    along = chance.uniform(0, 1, COUNT)
    if shape == RING:
        angle = 2 * np.pi * along
        clean = 2 * np.stack([np.cos(angle), np.sin(angle)], 1)
    elif shape == MOONS:
        angle, lower = np.pi * along, np.arange(COUNT) % 2
        clean = np.stack([1.4 * np.cos(angle) + np.where(lower, 0.7, -0.7), 1.4 * np.sin(angle)], 1)
        clean[:, 1] = np.where(lower, 0.35 - clean[:, 1], clean[:, 1] - 0.35)
    elif shape == CLUSTERS:
        middles = np.array([[-1.6, -1.0], [1.6, -1.0], [0.0, 1.7]])
        clean = middles[chance.integers(0, 3, COUNT)]
    elif shape == LINE:
        clean = np.stack([4 * along - 2, 2.4 * along - 1.2], 1)
    else:
        raise ValueError(f"There is no shape {shape!r}.")
    wider = 2.0 if shape == CLUSTERS else 1.0
    found: Floats = (clean + wider * SPREAD * chance.standard_normal((COUNT, 2))).astype(np.float32)
    return found
