"""What the flow of gradients draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What goes through the layers, forward and back, of the same 64 digits."""

    gradients: NDArray[np.float64]
    """(L + 1,): the norm of the gradient of each layer's weights; the output's last."""
    activations: NDArray[np.float64]
    """(L,): the root mean square of what each hidden layer gives."""
    spreads: NDArray[np.float64]
    """(L,): the standard deviation over the digits of what a unit gives, root mean square over the units: as it comes
    to nothing, all digits look alike."""
    back: NDArray[np.float64]
    """(L,): the norm of the gradient of what each hidden layer gives."""
    slopes: Floats = field(metadata=HALF)
    """(L,): the mean of the activation's slope, over units and digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowView:
    """A run at one moment."""

    step: int
    phase: int
    """In pre-training the layer that learns, from 1; 0: all learn."""
    pretraining: int
    """Steps that each layer learns alone; 0: there is no pre-training."""
    length: int
    """Steps with labels."""
    depth: int
    width: int
    activation: str
    shortcuts: bool
    first: Profile
    """Before the first step."""
    now: Profile
    norm: float
    """Of the whole gradient in the last step, before clipping; nan before the first."""
    clipped: float
    """What it was multiplied by: 1 where it was not clipped."""
    accuracy: float
    """On 1,000 validation digits at the last check; nan before the first."""
