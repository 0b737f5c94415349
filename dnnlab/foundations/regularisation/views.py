"""What the overfit bench draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.foundations.playground.views import Quality
from dnnlab.live.columns import COARSE, HALF

Floats = NDArray[np.float32]
LINE, PLANE = 121, 28
"""Places along the curve's x, and along each side of the spiral's plane, at which a network is read."""
BINS, WIDEST = 41, 2.0
"""Of the histogram of weights, from minus the widest to the widest; what is beyond counts at its ends."""
NEAR_ZERO = 0.02
"""A weight below this counts as 0: what is learnt in small steps flutters around 0 and never stands on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverfitView:
    """A run at one moment."""

    step: int
    task: str
    sizes: tuple[int, ...]
    """Inputs, units of each hidden layer, 1."""
    points: Floats = field(metadata=HALF)
    """(n, 2): of the curve x and value, of the spiral x and y: the training points."""
    labels: Floats = field(metadata=HALF)
    """(n,): value or class."""
    held_out: Floats = field(metadata=HALF)
    """(200, 2): the validation points, likewise."""
    answers: Floats = field(metadata=COARSE)
    """(G,): what the whole network says at each place, G = 121, or 28 · 28 row by row from the top left: the value, or
    the probability of the second class. Useless inputs are 0 there."""
    best: Floats = field(metadata=COARSE)
    """(G,): what it said at the lowest validation loss."""
    best_step: int
    """Of the lowest validation loss; 0: there was no check yet."""
    stopped: bool
    """Early stopping has ended the run: it answers as in :attr:`best`."""
    rates: tuple[float, float]
    """Drop rates of inputs and hidden units."""
    mask: NDArray[np.bool_]
    """(inputs + hidden units,): which took part in the last step, for the first point of its mini-batch."""
    members: Floats = field(metadata=COARSE)
    """(M, G): what networks say that other masks leave; (0, G) without dropout."""
    mean: Floats = field(metadata=COARSE)
    """(G,): the mean of these and further ones; (0,) without dropout."""
    averaged: int
    """How many networks that mean is of."""
    unit: Floats
    """(2,): what unit 1 of layer 1 gives at the first training point, and its weights' length."""
    counts: NDArray[np.int32]
    """(41,): weights by size, biases left out."""
    near_zero: int
    """Weights below 0.02 in size."""
    total: int
    pruned_error: float
    """The validation error when these are set to exactly 0."""
    longest: float
    """The longest vector of a unit's incoming weights."""
    quality: Quality
    best_quality: Quality
