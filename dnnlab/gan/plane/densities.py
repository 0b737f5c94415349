"""Densities on a grid, how far apart two of them are, and the best discriminator between them; numpy only.

A generator's density is not known, only its samples.  So both densities are blurred by the same normal noise of
deviation :data:`BLUR`, which gives a density to samples as well (a kernel density estimate), and what is compared is
the blurred data with the blurred fakes.  Distances between blurred densities are 0 exactly if p = q, and never
larger than those between sharp ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dnnlab.gan.plane.targets import WINDOW

Doubles = NDArray[np.float64]

CELLS = 48
"""Cells a side of the grid."""
BLUR = 0.1
"""Deviation of the noise that both are blurred with; a cell is 0.083 wide."""
LEAST = 1e-12
"""A share of a cell below this counts as this, so that KL is a number where fakes never come."""


def cells(count: int = CELLS) -> Doubles:
    """The middles of the grid's cells along an axis, from -2 to 2."""
    middles: Doubles = ((np.arange(count) + 0.5) * (2 * WINDOW / count) - WINDOW).astype(np.float64)
    return middles


def density(centres: ArrayLike, spread: float, count: int = CELLS) -> Doubles:
    """The density of equal normal blobs in the middles of the cells: (count, count), the highest y first.

    Args:
        centres: (n, 2); those that are not finite count as far away.
        spread: standard deviation of each blob.
    """
    at = cells(count)
    far = np.nan_to_num(np.asarray(centres, np.float64), nan=1e3, posinf=1e3, neginf=-1e3).clip(-1e3, 1e3)
    factors = np.exp(-((at[:, None, None] - far) ** 2) / (2 * spread**2))  # (count, n, 2)
    found: Doubles = factors[::-1, :, 1] @ factors[:, :, 0].T / (2 * np.pi * spread**2 * len(far))
    return found


def best_discriminator(p: Doubles, q: Doubles) -> Doubles:
    """D* = p / (p + q), the best answer to these fakes (Goodfellow et al., 2014, proposition 1); 1/2 where none is."""
    both = p + q
    best: Doubles = np.where(both > LEAST, p / np.maximum(both, LEAST), 0.5)
    return best


def kl(p: Doubles, q: Doubles) -> float:
    """KL(p || q) in nats; large where q misses what p has."""
    one, other = _shares(p), _shares(q)
    return float((one * np.log(one / other)).sum())


def js(p: Doubles, q: Doubles) -> float:
    """The Jensen-Shannon divergence in nats: 0 for equal densities, log 2 = 0.693 for those that nowhere overlap."""
    one, other = _shares(p), _shares(q)
    middle = (one + other) / 2
    return float((one * np.log(one / middle) + other * np.log(other / middle)).sum() / 2)


def _shares(density: Doubles) -> Doubles:
    """What lies in each cell, and last what lies outside of the grid; together 1."""
    inside = density.reshape(-1) * (2 * WINDOW / len(density)) ** 2  # (count, count) -> (count * count,)
    shares = np.append(inside, max(0.0, 1.0 - float(inside.sum()))).clip(LEAST)
    whole: Doubles = shares / shares.sum()
    return whole
