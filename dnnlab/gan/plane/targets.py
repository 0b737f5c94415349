"""What a generator in the plane is to imitate: distributions with a density in closed form; numpy only.

Each is a mixture of equal normal blobs: few for the Gaussians, many on a line or over a disc for the others.  So
samples, exact densities, and what counts as a mode and as a good sample follow from one table of centres.
"""

from __future__ import annotations

import base64
import binascii
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

LINE, TWO, RING_OF_EIGHT, GRID = "line", "2 Gaussians", "8 Gaussians in a ring", "25 Gaussians in a grid"
RING, SPIRAL, DISCS, MOONS, DRAWN = "ring", "spiral", "discs", "two moons", "drawn"
TARGETS = (RING_OF_EIGHT, GRID, TWO, LINE, RING, SPIRAL, DISCS, MOONS, DRAWN)
GAUSSIANS = (TWO, RING_OF_EIGHT, GRID)
WINDOW = 2.0
"""What is drawn and measured goes from -2 to 2 on both axes."""
SIDE = 24
"""Cells a side of a drawing."""
GOOD = 3.0
"""A sample is good within so many standard deviations of a blob's centre."""
COVERED = 0.2
"""A mode is covered if it has at least this share of the good samples that it would have if all had as many:
20 of 2,500 samples in each of 25 modes, as in Srivastava et al. (2017)."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A distribution in the plane."""

    centres: Doubles
    """(n, 2), of equally likely blobs."""
    modes: NDArray[np.int64]
    """(n,): which mode, or which part of the shape, a blob belongs to, from 0."""
    spread: float
    """Standard deviation of a blob, in both directions."""

    @property
    def count(self) -> int:
        """Modes, or parts."""
        return int(self.modes.max()) + 1

    def sample(self, count: int, rng: np.random.Generator) -> Floats:
        """(count, 2) points."""
        chosen = self.centres[rng.integers(len(self.centres), size=count)]
        return (chosen + self.spread * rng.standard_normal((count, 2))).astype(np.float32)

    def judge(self, points: Floats) -> tuple[int, float]:
        """How many modes these points cover, and which share of them is good.

        Args:
            points: (n, 2); one that is not finite is not good.
        """
        finite = np.nan_to_num(points.astype(np.float64), nan=1e9, posinf=1e9, neginf=-1e9).clip(-1e9, 1e9)
        squares = (finite**2).sum(1)[:, None] - 2 * finite @ self.centres.T + (self.centres**2).sum(1)  # (n, blobs)
        nearest = squares.argmin(1)
        good = squares[np.arange(len(points)), nearest] <= (GOOD * self.spread) ** 2
        counts = np.bincount(self.modes[nearest[good]], minlength=self.count)
        enough = COVERED * good.sum() * np.bincount(self.modes) / len(self.modes)
        return int(((counts >= enough) & (counts > 0)).sum()), float(good.mean())


@lru_cache(maxsize=64)
def target(name: str, spread: float, drawing: str = "") -> Target:
    """The target of this name.

    Args:
        name: one of :data:`TARGETS`.
        spread: of a blob.
        drawing: what was drawn, for :data:`DRAWN` (:func:`read_drawing`).

    Raises:
        ValueError: there is none of this name, or the drawing cannot be read.
    """
    centres, parts = _drawn(drawing) if name == DRAWN else _SHAPES[name]() if name in _SHAPES else _unknown(name)
    return Target(centres, parts, spread)


def write_drawing(ink: NDArray[np.bool_]) -> str:
    """A drawing, (24, 24) with True where there is data, the first row on top, as a short text for a link."""
    return base64.urlsafe_b64encode(np.packbits(ink).tobytes()).decode("ascii")


def read_drawing(text: str) -> NDArray[np.bool_]:
    """What :func:`write_drawing` wrote.

    Raises:
        ValueError: it is no drawing, or an empty one.
    """
    try:
        packed = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        packed = b""
    if len(packed) != SIDE * SIDE // 8:
        raise ValueError(f"a drawing is {SIDE} by {SIDE} cells")
    ink = np.unpackbits(np.frombuffer(packed, np.uint8)).reshape(SIDE, SIDE).astype(bool)  # (576,) -> (24, 24)
    if not ink.any():
        raise ValueError("nothing is drawn")
    return ink


def _blobs(centres: Doubles) -> tuple[Doubles, NDArray[np.int64]]:
    return centres, np.arange(len(centres))


def _circle(count: int, radius: float, begin: float = 0.0) -> Doubles:
    angles = begin + 2 * np.pi * np.arange(count) / count
    return radius * np.stack([np.cos(angles), np.sin(angles)], 1)


def _along(x: Doubles, y: Doubles, parts: int) -> tuple[Doubles, NDArray[np.int64]]:
    """A curve, cut into parts of equal length, its points at equal distances."""
    way = np.concatenate([[0.0], np.hypot(np.diff(x), np.diff(y)).cumsum()])
    at = np.linspace(0.0, way[-1], 241)[:240] + way[-1] / 480
    centres = np.stack([np.interp(at, way, x), np.interp(at, way, y)], 1)
    return centres, np.arange(240) * parts // 240


def _grid() -> tuple[Doubles, NDArray[np.int64]]:
    side = np.linspace(-1.5, 1.5, 5)
    return _blobs(np.stack(np.meshgrid(side, side), -1).reshape(25, 2))  # (5, 5, 2) -> (25, 2)


def _ring() -> tuple[Doubles, NDArray[np.int64]]:
    return _circle(240, 1.3), np.arange(240) * 8 // 240


def _line() -> tuple[Doubles, NDArray[np.int64]]:
    ends = np.linspace(-1.4, 1.4, 1_000)
    return _along(ends, 0.6 * ends, 8)


def _spiral() -> tuple[Doubles, NDArray[np.int64]]:
    turn = np.linspace(0.5, 2.25, 1_000) * 2 * np.pi
    radius = 0.11 * turn
    return _along(radius * np.cos(turn), radius * np.sin(turn), 10)


def _discs() -> tuple[Doubles, NDArray[np.int64]]:
    """Three discs, filled as a sunflower is."""
    place = np.arange(120) + 0.5
    angle, radius = np.pi * (1 + math.sqrt(5)) * place, 0.5 * np.sqrt(place / 120)
    disc = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    centres = (_circle(3, 1.1, np.pi / 2)[:, None] + disc).reshape(360, 2)  # (3, 120, 2) -> (360, 2)
    return centres, np.repeat(np.arange(3), 120)


def _moons() -> tuple[Doubles, NDArray[np.int64]]:
    half = np.linspace(0.0, np.pi, 1_000)
    upper, parts = _along(np.cos(half) - 0.5, np.sin(half) - 0.25, 4)
    lower, _ = _along(0.5 - np.cos(half), 0.25 - np.sin(half), 4)
    return np.concatenate([upper, lower]), np.concatenate([parts, parts + 4])


def _drawn(text: str) -> tuple[Doubles, NDArray[np.int64]]:
    """A blob in each cell with ink; its parts are the quarters of the window's quarters that have any."""
    rows, columns = np.nonzero(read_drawing(text))
    cell = 2 * WINDOW / SIDE
    centres = np.stack([(columns + 0.5) * cell - WINDOW, WINDOW - (rows + 0.5) * cell], 1)
    _, parts = np.unique(rows // (SIDE // 4) * 4 + columns // (SIDE // 4), return_inverse=True)
    return centres, parts.reshape(-1).astype(np.int64)


def _unknown(name: str) -> tuple[Doubles, NDArray[np.int64]]:
    raise ValueError(f"no target is called {name!r}; there are {', '.join(TARGETS)}")


_SHAPES = {
    TWO: lambda: _blobs(np.array([[-1.0, 0.0], [1.0, 0.0]])),
    RING_OF_EIGHT: lambda: _blobs(_circle(8, 1.4)),
    GRID: _grid, LINE: _line, RING: _ring, SPIRAL: _spiral, DISCS: _discs, MOONS: _moons,
}  # fmt: skip
