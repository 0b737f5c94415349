"""What a race draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceView:
    """A race on a surface at one moment; k racers, in the order of their rules."""

    step: int
    surface: str
    racers: tuple[str, ...]
    """Their keys, (k)."""
    paths: Floats = field(metadata=HALF)
    """(p, k, 2): where each has been, from the start to now; a long path is thinned."""
    gradients: Floats
    """(k, 2): what each went against in its last step, noise and all; zeros before the first."""
    remembered: Floats
    """(k, 2, 2): the rule's letters in their order, x and y of each; nan where it has fewer."""
    rates: Floats
    """(k,): of the last step."""
    heights: Floats
    """(k,): how high each is; infinite: it flew off."""
    reached: NDArray[np.int32]
    """(k,): the step at which it came below the target for good; -1: it has not."""
    target: float
    """A thousandth of the height at the start."""
    epochs: float
    """Times through all examples of the regression; elsewhere 0."""
