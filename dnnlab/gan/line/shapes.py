"""Probability densities on a line: normal, a mixture, uniform, or drawn by hand; numpy only.

Each is a mixture of pieces of one kind, so that density, distribution function and draws are exact::

    p(x) = sum_i w_i f((x - c_i) / s_i) / s_i

with f the standard normal, the box on [-1, 1] / 2, or the triangle 1 - |t|.  Triangles at equal distances, each as wide
as two distances, add up to the straight lines between the heights drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

NORMAL, MIXTURE, UNIFORM, DRAWN = "normal", "mixture", "uniform", "drawn"
SHAPES = (NORMAL, MIXTURE, UNIFORM, DRAWN)
HEIGHTS = 24
"""Heights of a density that is drawn."""
EDGE = 4.0
"""What is drawn lies in [-4, 4]; beyond, a density falls to 0 within one more distance."""
GAUSS, BOX, TRIANGLE = "gauss", "box", "triangle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """A mixture of pieces of one kind; arrays are (pieces,)."""

    kind: str
    weights: tuple[float, ...]
    """Above 0, of sum 1."""
    centres: tuple[float, ...]
    widths: tuple[float, ...]
    """Standard deviation of a normal piece, half the width of a box or of a triangle's foot."""

    def pdf(self, x: Doubles) -> Doubles:
        """The density at these places; of any shape."""
        t, w, s = self._standard(x)
        if self.kind == GAUSS:
            each = np.exp(-t * t / 2) / math.sqrt(2 * math.pi)
        elif self.kind == BOX:
            each = (np.abs(t) <= 1) / 2
        else:
            each = np.maximum(1 - np.abs(t), 0)
        found: Doubles = (each * w / s).sum(-1)
        return found

    def cdf(self, x: Doubles) -> Doubles:
        """The probability of what lies below these places; of any shape."""
        t, w, _ = self._standard(x)
        if self.kind == GAUSS:
            each = _normal_cdf(t)
        elif self.kind == BOX:
            each = np.clip((t + 1) / 2, 0, 1)
        else:
            inside = np.clip(t, -1, 1)
            each = 0.5 + inside - inside * np.abs(inside) / 2
        found: Doubles = (each * w).sum(-1)
        return found

    @property
    def span(self) -> tuple[float, float]:
        """Where it lies, but for at most one in 10,000 of a normal piece."""
        reach = 4.0 if self.kind == GAUSS else 1.0
        low = min(c - reach * s for c, s in zip(self.centres, self.widths, strict=True))
        high = max(c + reach * s for c, s in zip(self.centres, self.widths, strict=True))
        return low, high

    def _standard(self, x: Doubles) -> tuple[Doubles, Doubles, Doubles]:
        """(..., pieces): places in each piece's own units; weights and widths, (pieces,)."""
        c, s = np.array(self.centres), np.array(self.widths)
        return (np.asarray(x, np.float64)[..., None] - c) / s, np.array(self.weights), s


def _normal_cdf(t: Doubles) -> Doubles:
    """Of the standard normal."""
    found: Doubles = _ERF(t / math.sqrt(2)).astype(np.float64)
    return (1 + found) / 2


_ERF = np.vectorize(math.erf, otypes=[np.float64])


def read_heights(text: str) -> tuple[int, ...]:
    """The heights of a drawn density: 24 digits, from x = -4 to 4, each from 0 to 9.

    Raises:
        ValueError: it is no such text; one sentence.
    """
    if len(text) != HEIGHTS or not (text.isascii() and text.isdigit()):
        raise ValueError(f"a drawn density is {HEIGHTS} digits from 0 to 9, its heights from left to right")
    if not any(map(int, text)):
        raise ValueError("a density needs a height above 0 somewhere")
    return tuple(map(int, text))


def drawn(text: str) -> Density:
    """Straight lines between the heights, with area 1."""
    heights = np.array(read_heights(text), np.float64)
    places = np.linspace(-EDGE, EDGE, HEIGHTS)
    kept = heights > 0
    return Density(
        kind=TRIANGLE,
        weights=tuple((heights[kept] / heights.sum()).tolist()),
        centres=tuple(places[kept].tolist()),
        widths=(float(places[1] - places[0]),) * int(kept.sum()),
    )


DATA = {
    NORMAL: Density(kind=GAUSS, weights=(1.0,), centres=(1.0,), widths=(0.8,)),
    MIXTURE: Density(kind=GAUSS, weights=(0.4, 0.6), centres=(-1.6, 1.4), widths=(0.5, 0.7)),
    UNIFORM: Density(kind=BOX, weights=(1.0,), centres=(0.5,), widths=(1.5,)),
}
"""Data by their names; drawn ones are :func:`drawn`."""
NOISE = {
    NORMAL: Density(kind=GAUSS, weights=(1.0,), centres=(0.0,), widths=(1.0,)),
    MIXTURE: Density(kind=GAUSS, weights=(0.5, 0.5), centres=(-1.5, 1.5), widths=(0.5, 0.5)),
    UNIFORM: Density(kind=BOX, weights=(1.0,), centres=(0.0,), widths=(1.7,)),
}
"""Noise by its names."""
