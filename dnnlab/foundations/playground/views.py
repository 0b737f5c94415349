"""What the playground draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import COARSE, HALF
from dnnlab.plots.sheets import Bytes

Floats = NDArray[np.float32]
GRID, EVERY = 60, 3
"""Places along a side at which the outcome is worked out, and every how many of them a unit's map has one."""
BINS = 24
"""Of a histogram."""
LINES = 13
"""Of the grid that the hidden layers warp, each way."""
SMALLEST, LARGEST = -8.0, 2.0
"""Powers of ten between which sizes of gradients are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What a check measured; nan where there are no such points."""

    training_loss: float = float("nan")
    validation_loss: float = float("nan")
    training_error: float = float("nan")
    """The share of wrong answers; of a value the share of its variance that is left."""
    validation_error: float = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaygroundView:
    """A run at one moment."""

    step: int
    epoch: float
    classes: int
    """How many it tells; 0: it predicts a value."""
    names: tuple[str, ...]
    """Of the classes, or of the value."""
    output: str
    loss: str
    features: tuple[str, ...]
    sizes: tuple[int, ...]
    """Inputs, units of each hidden layer, outputs."""
    activations: tuple[str, ...]
    """Of each hidden layer."""
    places: Floats = field(metadata=HALF)
    """(n, 2): the points, held-out ones included."""
    labels: Floats = field(metadata=HALF)
    """(n,): number of the class, or the value."""
    held_out: NDArray[np.bool_]
    ids: NDArray[np.int32]
    surface: Bytes
    """(60, 60), from the top left: of two classes the probability of the second, 0 to 255; of more that of the winner;
    of a value from -1 to 1."""
    winner: Bytes
    """(60, 60): of more than two classes which has the largest; else (0, 0)."""
    maps: Bytes
    """(inputs + hidden units, 20, 20): each on a scale of its own, 128 is 0."""
    weights: tuple[Floats, ...] = field(metadata=HALF)
    """Of each layer (out, in + 1), the bias last."""
    slopes: tuple[Floats, ...] = field(metadata=HALF)
    """The last gradient, likewise; without penalties where there are none."""
    warped: Floats = field(metadata=COARSE)
    """(n, 2): the points as the last hidden layer has them, seen from the side of the output's weights."""
    lines: Floats = field(metadata=COARSE)
    """(13, 13, 2): a grid over the plane, likewise."""
    border: float
    """Where, along the first axis of :attr:`warped`, two classes part; nan where it is no line."""
    values: Floats = field(metadata=COARSE)
    """(hidden layers, 24): shares of the values of each layer's units on the training points."""
    ranges: Floats
    """(hidden layers, 2): from where to where they are counted."""
    sizes_of_slopes: Floats = field(metadata=COARSE)
    """(layers, 24): shares of the weights with a gradient of that size, of 1e-8 to 100 on a log scale."""
    dead: tuple[int, ...]
    """Units of each hidden layer that give the same, 0 slope, at every training point."""
    saturated: tuple[int, ...]
    """Units of each hidden layer that are on a flat end nearly everywhere."""
    confusion: NDArray[np.int32]
    """(classes, classes) held-out points, true class by answer; of the training points where none are held out."""
    quality: Quality
    batch_norm: bool
