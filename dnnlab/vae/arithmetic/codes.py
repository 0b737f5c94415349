"""Arithmetic with codes, in NumPy: differences, straight lines and arcs between two of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
STRAIGHT = 1e-4
"""Below this angle, in radians, an arc is a straight line in single precision."""


def plus(start: Floats, difference: Floats, strength: float) -> Floats:
    """start + strength (A - B); strength 1 is A - B + C.

    Args:
        start: C, (k,) or (n, k).
        difference: A - B, (k,).
        strength: how often it is added; below 0 it is taken away.
    """
    return (start + np.float32(strength) * difference).astype(np.float32)


def linear(a: Floats, b: Floats, shares: Floats) -> Floats:
    """Codes on the straight line, (n, k): (1 - t) a + t b."""
    t = np.asarray(shares, np.float32)[:, None]
    return ((1 - t) * a + t * b).astype(np.float32)


def spherical(a: Floats, b: Floats, shares: Floats) -> Floats:
    """Codes on the arc from a to b, (n, k) (Shoemake, 1985; for generative models White, 2016).

    Its angle grows evenly, and so does the length, from that of a to that of b.  A code drawn from N(0, I) of k
    dimensions has a length near sqrt(k); halfway along the straight line between two of them it is shorter by a
    factor of about sqrt(2), where the decoder has seen few codes.

    Args:
        a, b: (k,), neither of them 0.
        shares: t of each, (n,): 0 is a, 1 is b.
    """
    t = np.asarray(shares, np.float64)[:, None]
    lengths = np.linalg.norm(a.astype(np.float64)), np.linalg.norm(b.astype(np.float64))
    if min(lengths) == 0:
        return linear(a, b, shares)
    u, v = a / lengths[0], b / lengths[1]
    angle = np.arccos(np.clip(float(u @ v), -1, 1))
    if angle < STRAIGHT or np.pi - angle < STRAIGHT:  # no arc, or no one arc
        return linear(a, b, shares)
    turned = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    made: Floats = (((1 - t) * lengths[0] + t * lengths[1]) * turned).astype(np.float32)
    return made
