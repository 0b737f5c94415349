"""Holes in a map of codes: places that random codes reach and no picture's code is near; numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.vae.model.views import Floats

CODES = 300
"""Random codes that are drawn."""
NEAR = 0.95
"""The share of pictures' codes whose nearest neighbour is within the reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holes:
    """Random codes beside the codes of pictures."""

    codes: Floats
    """(n, 2): the random ones."""
    hole: NDArray[np.bool_]
    """(n,): whether it is farther from every picture's code than the reach."""
    reach: float
    """The distance within which 95 % of the pictures' codes have another one."""

    @property
    def share(self) -> float:
        """Of the random codes, those in a hole."""
        return float(self.hole.mean())


def random_codes(points: Floats, draws: bool, seed: int) -> Floats:
    """Codes as one would draw them for new pictures, (n, 2).

    Args:
        points: (N, 2): the codes of pictures; of a variational autoencoder the means.
        draws: whether it is one: then its prior N(0, I); else a normal with the mean and the deviations of the codes.
        seed: of the draw; the same noise for both.
    """
    noise = np.random.default_rng(seed).standard_normal((CODES, 2))
    made = noise if draws else points.mean(0) + points.std(0) * noise
    return np.asarray(made, np.float32)


def holes(points: Floats, codes: Floats) -> Holes:
    """Which of some codes lie in a hole of the map; codes and points are (n, 2) and (N, 2)."""
    between = _distances(points, points)
    np.fill_diagonal(between, np.inf)
    reach = float(np.quantile(between.min(1), NEAR))
    return Holes(codes=codes, hole=_distances(codes, points).min(1) > reach, reach=reach)


def _distances(a: Floats, b: Floats) -> NDArray[np.float64]:
    """(n, m)"""
    found: NDArray[np.float64] = np.linalg.norm(a[:, None].astype(np.float64) - b[None], axis=2)
    return found
