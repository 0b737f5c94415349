"""What is exact about a game in one dimension: the generator's density, D*, the value and its bound; numpy only.

For densities p of the data and q of the fakes (Goodfellow et al., 2014)::

    V(D, G)  = E_p[log D(x)] + E_q[log(1 - D(x))]  <=  V(D*, G) = -log 4 + 2 JS(p, q)
    D*(x)    = p(x) / (p(x) + q(x))
    JS(p, q) = KL(p, m) / 2 + KL(q, m) / 2,   m = (p + q) / 2,   in nats, from 0 to log 2

Value and divergence are sums over narrow bins: what a bin holds of p and of q is exact, but for the generator being
taken as straight between two places of z.  So the bound holds for the sums as it does for the integrals.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dnnlab.gan.line.shapes import Density, Doubles

EDGES: Doubles = np.linspace(-6.0, 6.0, 241)
"""Of the bins, 0.05 wide; the outermost two also hold what lies beyond."""
CENTRES: Doubles = (EDGES[1:] + EDGES[:-1]) / 2
PLACES = 257
"""Places of z at which the generator is read."""
CONSIDERED = 0.05
"""D is compared with 1/2 where p + q exceeds this share of its maximum."""
LOG4 = math.log(4)


def shares(density: Density) -> Doubles:
    """What each bin holds of a density: (bins,), of sum 1."""
    below = density.cdf(EDGES)
    below[0], below[-1] = 0.0, 1.0
    held: Doubles = np.diff(below)
    return held


def places(noise: Density) -> tuple[Doubles, Doubles]:
    """Places of z from one end of the noise to the other, and what lies between them: (places,), (places - 1,).

    The masses have sum 1: of normal noise, what lies beyond four standard deviations is left out.
    """
    z = np.linspace(*noise.span, PLACES)
    mass = np.diff(noise.cdf(z))
    return z, mass / mass.sum()


def pushed(x: Doubles, mass: Doubles) -> Doubles:
    """What each bin holds of the generator's density: (bins,), of sum 1.

    Args:
        x: G(z) at places of z in order, (places,); finite.
        mass: of z between them, (places - 1,): spread evenly between the two x.
    """
    low, high = np.minimum(x[1:], x[:-1]), np.maximum(x[1:], x[:-1])
    width = np.maximum(high - low, 1e-12)
    below = np.clip((EDGES[:, None] - low) / width, 0, 1) @ mass  # (edges, places - 1) -> (edges,)
    below[0], below[-1] = 0.0, 1.0
    held: Doubles = np.diff(below)
    return held


def by_change_of_variables(x: Doubles, z: Doubles, made: Doubles, slope: Doubles, noise: Density) -> Doubles:
    """The generator's density q(x) = sum of p(z) / |G'(z)| over all z with G(z) = x: (len(x),).

    Where G is monotone there is at most one such z, and this is the change of variables p(z) |dz/dx|.  Where it turns,
    G' = 0, the density has a pole.

    Args:
        x: where it is asked for.
        z: places in order, (places,).
        made: G(z), (places,).
        slope: G'(z), (places,).
        noise: the density of z.
    """
    a, b = made[:-1], made[1:]
    at = x[:, None]
    inside = ((a <= at) & (at < b)) | ((b <= at) & (at < a))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = np.where(inside, (at - a) / (b - a), 0.0)  # (len(x), places - 1): how far from a to b
        steep = np.abs(slope[:-1] + share * (slope[1:] - slope[:-1]))
        there = noise.pdf(z[:-1] + share * (z[1:] - z[:-1]))
        each = np.where(inside & (there > 0), there / steep, 0.0)
    density: Doubles = each.sum(1)
    return density


def turns(made: Doubles) -> int:
    """How often the map z -> x changes its direction: 0 where it is monotone."""
    direction = np.sign(np.diff(made))
    direction = direction[direction != 0]
    return int((direction[1:] != direction[:-1]).sum())


def best(p: Doubles, q: Doubles) -> Doubles:
    """D* = p / (p + q); nan where neither is."""
    both = p + q
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(both > 0, p / both, np.nan)


def jensen_shannon(p: Doubles, q: Doubles) -> float:
    """The divergence of two lists of shares, in nats."""
    middle = (p + q) / 2
    return (_kl(p, middle) + _kl(q, middle)) / 2


def _kl(p: Doubles, m: Doubles) -> float:
    held = p > 0
    return float((p[held] * np.log(p[held] / m[held])).sum())


def value(scores: NDArray[np.floating], p: Doubles, q: Doubles) -> float:
    """V(D, G) in nats.

    Args:
        scores: of the bins' centres, before the sigmoid, (bins,): exact for scores of any size.
        p, q: what each bin holds.
    """
    each = np.asarray(scores, np.float64)
    return -float(p @ np.logaddexp(0, -each) + q @ np.logaddexp(0, each))


def bound(divergence: float) -> float:
    """-log 4 + 2 JS: the value of the best discriminator."""
    return 2 * divergence - LOG4


def from_half(scores: NDArray[np.floating], p: Doubles, q: Doubles) -> float:
    """The largest |D(x) - 1/2| where p + q exceeds 5 % of its maximum."""
    both = p + q
    counts = both > CONSIDERED * both.max()
    return float(np.abs(np.tanh(np.asarray(scores, np.float64)[counts] / 2)).max()) / 2  # sigmoid(s) - 1/2
