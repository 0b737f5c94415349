"""Losses over the triangle of three probabilities, as colours, with a prediction to drag through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dnnlab.ui.components.stage.panel import Packed, Panel

Floats = NDArray[np.float64]


def lattice(sides: int) -> Floats:
    """The inner places of a triangular grid, (N, 3): shares i/sides that add up to 1, none of them 0."""
    return np.array(
        [(i, j, sides - i - j) for i in range(1, sides - 1) for j in range(1, sides - i)], np.float64
    ) / sides  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """One loss at every place of the lattice."""

    name: str
    values: ArrayLike
    """(N,)."""
    gradients: ArrayLike
    """(N, 3), with respect to the scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimplexPanel(Panel):
    """Triangles side by side, one a loss, with the same prediction in all; an arrow is one step of gradient descent.

    The prediction stands on places of the lattice only, so what is read there are the page's own numbers.
    """

    sides: int
    """Of the lattice: 1/sides from place to place."""
    surfaces: Sequence[Surface]
    names: Sequence[str]
    """Of the three classes."""
    target: int
    """The right one."""
    at: Mapping[str, float]
    """The knobs that hear where the prediction was let go, and where it stands: its first and second share, in steps
    of the lattice."""
    rate: float
    """The learning rate of the arrow's step."""
    full: float
    """The loss that has the full colour; what is above has it, too."""
    band: float
    """From one shade to the next; only a loss of 0 has none."""
    height: int = 235
    """Of a triangle with its names, in pixels."""

    def pack(self) -> Packed:
        """The words, and two blocks of 4-byte floats a surface.

        Raises:
            ValueError: a surface has not a value and a gradient at each place of the lattice.
        """
        count = (self.sides - 1) * (self.sides - 2) // 2
        blocks: list[NDArray[np.float32]] = []
        for surface in self.surfaces:
            values, gradients = (np.ascontiguousarray(each, "<f4") for each in (surface.values, surface.gradients))
            if values.shape != (count,) or gradients.shape != (count, 3):
                raise ValueError(f"{surface.name} needs values ({count},) and gradients ({count}, 3)")
            blocks += [values, gradients.reshape(-1)]  # (N, 3) -> (3 N,)
        if len(self.at) != 2 or len(self.names) != 3:
            raise ValueError(f"two knobs hold three shares, got {len(self.at)}")
        return Packed(
            spec={
                "sides": self.sides,
                "surfaces": [surface.name for surface in self.surfaces],
                "names": list(self.names),
                "target": self.target,
                "at": dict(self.at),
                "rate": self.rate,
                "full": self.full,
                "band": self.band,
                "height": self.height,
            },
            blocks=[each.view(np.uint8) for each in blocks],
        )
