"""A few points to drag, and the straight line that each regression loss fits to them, in the browser."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dnnlab.ui.components.stage.panel import Packed, Panel

MOST_POINTS = 16
"""All lines through two of them are tried."""
FITS = ("L2", "L1", "pseudo-Huber")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesPanel(Panel):
    """Points and the lines of L2, L1 and the pseudo-Huber loss, fitted anew at every move of a pointer.

    The browser fits as :mod:`dnnlab.foundations.neuron.fitting` does, which a test holds; the page hears of the
    points, as a text in ``x`` of a click, when one is let go.
    """

    points: ArrayLike
    """(N, 2)."""
    dial: str
    """The knob that holds the points as a text: ``x,y;x,y``."""
    delta: float
    """Of the pseudo-Huber loss."""
    x: tuple[float, float]
    """The ends of the axis."""
    y: tuple[float, float]
    step: float
    """Points stand on multiples of it."""
    colours: tuple[int, int, int]
    """The lines' classes in the palette, in the order of :data:`FITS`."""
    before: ArrayLike | None = None
    """(N, 2) where the points were at first: shown pale, and put back by a button."""
    height: int = 320

    def pack(self) -> Packed:
        """The numbers.

        Raises:
            ValueError: there are too few points for a line or too many, or delta is not above 0.
        """
        points = np.asarray(self.points, np.float64)
        if points.ndim != 2 or points.shape[1] != 2 or not 2 <= len(points) <= MOST_POINTS:
            raise ValueError(f"lines are fitted to (N, 2) points, 2 to {MOST_POINTS}, got {points.shape}")
        if not self.delta > 0:
            raise ValueError(f"delta must be above 0, got {self.delta}")
        before = points if self.before is None else np.asarray(self.before, np.float64)
        return Packed(
            spec={
                "points": points.tolist(),
                "before": before.tolist(),
                "dial": self.dial,
                "delta": self.delta,
                "x": list(self.x),
                "y": list(self.y),
                "step": self.step,
                "fits": list(FITS),
                "colours": list(self.colours),
                "height": self.height,
            }
        )
