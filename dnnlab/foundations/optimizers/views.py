"""What a race draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The last step of one number of each of k racers, as its rule took it; nan before the first step."""

    number: str
    """Which number it is, in words."""
    steps: NDArray[np.int32]
    """(k,): the step's number from 1; of who flew off, that of its last one."""
    before: Doubles
    """(k,): where the number stood."""
    gradients: Doubles
    """(k,): what it went against."""
    rates: Doubles
    """(k,): the learning rate of this step."""
    memory: Doubles
    """(k, 2): what the rule remembered, its letters in their order; nan where it has fewer."""
    remembered: Doubles
    """(k, 2): what it remembers since, likewise."""
    constants: Doubles
    """(k, 3): momentum, memory of squares, weight decay at this step."""
    after: Doubles
    """(k,): where the number stands."""

    def copy(self) -> Worked:
        """One that the next step leaves alone."""
        return replace(self, **{each.name: getattr(self, each.name).copy() for each in fields(self)[1:]})


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceView:
    """A race on a surface at one moment; k racers, in the order of their rules."""

    step: int
    surface: str
    racers: tuple[str, ...]
    """Their keys, (k)."""
    paths: Floats = field(metadata=HALF)
    """(p, k, 2): where each has been, from the start to now; a long path is thinned."""
    worked: Worked
    """The last step of the first of the two numbers."""
    heights: Floats
    """(k,): how high each is; infinite: it flew off."""
    reached: NDArray[np.int32]
    """(k,): the step at which it came below the target for good; -1: it has not."""
    target: float
    """A thousandth of the height at the start."""
    epochs: float
    """Times through all examples of the regression; elsewhere 0."""
