"""Curves over one axis in small plots with one pointer through all of them, which the browser reads at every place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dnnlab.ui.components.stage.panel import Packed, Panel

MOST_NUMBERS = 60_000
"""Of all curves together."""
TEXT = -1
"""The colour of what is no series: that of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One curve: a value at each place of the axis."""

    name: str
    values: ArrayLike
    """(N,); nan where it has none."""
    colour: int
    """The number of a class in the palette, or :data:`TEXT`."""
    dashed: bool = False
    jumps: bool = False
    """Whether it has steps, which are no lines."""
    gradient: ArrayLike | None = None
    """(N,) its slopes: a ball can roll down them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One of the plots."""

    title: str
    curves: Sequence[Curve]
    low: float
    high: float
    """The ends of its upright axis; what lies beyond is cut off."""
    dead: Sequence[tuple[float, float]] = ()
    """Spans of the axis that are shaded, and named as such where the pointer is."""
    points: Sequence[tuple[float, bool]] = ()
    """Places on the axis that stand below the curves: examples, each of one of two classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotsPanel(Panel):
    """Small plots over one axis.

    A pointer stands in all of them at the same place, which the learner drags; each plot writes its curves' values
    there.  It stands on entries of the axis only, so these are the page's own numbers.  With gradients, balls can be
    let go: gradient descent on each curve, from where the pointer stands.
    """

    start: float
    step: float
    """The axis: its first place, and from place to place."""
    axis: str
    """What it is called."""
    at: float
    """Where the pointer stands."""
    dial: str
    """The knob that hears where it was let go."""
    plots: Sequence[Plot]
    most: int = 2
    """So many plots share a line, where there is room."""
    narrow: int = 200
    """Pixels below which fewer do."""
    height: int = 120
    """Of each plot, in pixels."""
    dead: str = ""
    """What is said of a place in a shaded span."""
    rate: float = 0.0
    """The learning rate of the balls; 0: there are none."""
    steps: int = 0
    """How many steps a ball takes."""

    def pack(self) -> Packed:
        """The words, and a block of 4-byte floats for each curve, and for each gradient.

        Raises:
            ValueError: the curves are not equally long, or there are too many numbers.
        """
        blocks: list[NDArray[np.float32]] = []
        for curve in (curve for plot in self.plots for curve in plot.curves):
            blocks.append(np.ascontiguousarray(curve.values, "<f4"))
            if curve.gradient is not None:
                blocks.append(np.ascontiguousarray(curve.gradient, "<f4"))
        lengths = {each.shape for each in blocks}
        if len(lengths) != 1 or blocks[0].ndim != 1:
            raise ValueError(f"all curves need a value at each place of one axis, got {sorted(lengths)}")
        if sum(map(len, blocks)) > MOST_NUMBERS:
            raise ValueError(f"curves may have {MOST_NUMBERS:,} numbers in all, got {sum(map(len, blocks)):,}")
        if not math.isfinite(self.at):
            raise ValueError(f"the pointer must stand somewhere, got {self.at}")
        return Packed(
            spec={
                "start": self.start,
                "step": self.step,
                "count": len(blocks[0]),
                "axis": self.axis,
                "at": self.at,
                "dial": self.dial,
                "most": self.most,
                "narrow": self.narrow,
                "height": self.height,
                "deadWords": self.dead,
                "rate": self.rate,
                "steps": self.steps,
                "plots": [
                    {
                        "title": plot.title,
                        "low": plot.low,
                        "high": plot.high,
                        "dead": [list(each) for each in plot.dead],
                        "points": [list(each) for each in plot.points],
                        "curves": [
                            {
                                "name": curve.name,
                                "colour": curve.colour,
                                "dashed": curve.dashed,
                                "jumps": curve.jumps,
                                "rolls": curve.gradient is not None,
                            }
                            for curve in plot.curves
                        ],
                    }
                    for plot in self.plots
                ],
            },
            blocks=[each.view(np.uint8) for each in blocks],
        )


def spans(start: float, step: float, inside: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """The connected spans of an axis where something holds, (N,), each as its first and last place."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8)))
    return [(start + step * int(first), start + step * (int(end) - 1)) for first, end in edges.reshape(-1, 2)]
