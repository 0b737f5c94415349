"""What a race on the weights of a network draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.foundations.optimizers.views import Worked
from dnnlab.live.columns import HALF

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetRaceView:
    """A race on the weights of a network at one moment; k racers."""

    step: int
    network: str
    weights: int
    racers: tuple[str, ...]
    accuracies: Floats
    """(k,): of the last check on validation digits; nan before the first."""
    travelled: Floats
    """(k,): how far the weights are from where they began, as the Euclidean norm."""
    step_sizes: Floats = field(metadata=HALF)
    """(k, b): of the last step, how many weights moved by so much (:attr:`edges`), as shares."""
    edges: Floats
    """(b + 1,): powers of ten."""
    worked: Worked
    """The last step of the bias of the first output."""
    epochs: float
    """Times through the training digits."""
