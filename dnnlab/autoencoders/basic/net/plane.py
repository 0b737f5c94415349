"""The plane in which codes vary most: what a map shows of codes with more than two numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.decoders import Floats, Plane

ROUNDS, WIDTH = 24, 8
"""Of the subspace iteration: from the same beginning each time, so that a map turns no more than its codes do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Codes on a map."""

    plane: Plane
    points: Floats
    """(N, 2)"""
    explained: float
    """The share of the codes' variance that they show."""

    def place(self, codes: Floats) -> Floats:
        """Where other codes lie: (n, k) -> (n, 2)."""
        return np.asarray((codes - self.plane.origin) @ self.plane.axes.T, np.float32)

    @property
    def window(self) -> tuple[Floats, Floats]:
        """The lowest and highest x and y of the points, with some room; of nothing finite, a square around 0."""
        points = self.points[np.isfinite(self.points).all(1)]
        if not len(points):
            return np.full(2, -1, np.float32), np.full(2, 1, np.float32)
        low, high = points.min(0), points.max(0)
        room = 0.06 * (high - low) + 1e-3
        return low - room, high + room


def chart(codes: Floats, labels: NDArray[np.uint8]) -> Chart:
    """Two numbers as they are; one on the x axis, spread by a fixed random y; of more, their first two components.

    A component has the sign with which it grows with the classes' numbers.

    Args:
        codes: (N, k).
        labels: (N,).
    """
    size = codes.shape[1]
    if size == 2:
        return Chart(plane=Plane.of_code(2), points=codes, explained=1.0)
    if size == 1:
        spread = np.random.default_rng(0).uniform(-1, 1, len(codes)).astype(np.float32)
        return Chart(plane=Plane.of_code(1), points=np.column_stack([codes[:, 0], spread]), explained=1.0)
    origin = codes.mean(0)
    centred = np.asarray(codes - origin, np.float64)
    if not np.isfinite(centred).all():
        nowhere = Plane(origin=np.zeros(size, np.float32), axes=np.eye(2, size, dtype=np.float32))
        return Chart(plane=nowhere, points=np.full((len(codes), 2), np.nan, np.float32), explained=0.0)
    axes, shares = _leading(centred)
    growth = (centred @ axes.T * (labels.astype(np.float64) - labels.mean())[:, None]).sum(0)
    axes *= np.where(growth < 0, -1.0, 1.0)[:, None]
    plane = Plane(origin=np.asarray(origin, np.float32), axes=np.asarray(axes, np.float32))
    return Chart(plane=plane, points=np.asarray(centred @ axes.T, np.float32), explained=float(shares.sum()))


def _leading(centred: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The first two principal axes (2, k), and their shares of the variance."""
    size = centred.shape[1]
    basis = np.linalg.qr(np.random.default_rng(0).standard_normal((size, min(WIDTH, size))))[0]
    for _ in range(ROUNDS):
        basis = np.linalg.qr(centred.T @ (centred @ basis))[0]
    seen = centred @ basis  # (N, width)
    values, vectors = np.linalg.eigh(seen.T @ seen)
    total = float(np.square(centred).sum()) or 1.0
    return (basis @ vectors[:, :-3:-1]).T, values[:-3:-1] / total
