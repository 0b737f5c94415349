"""What the digit lesson draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import COARSE, HALF

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerMaps:
    """Every layer's output for one digit, after its activation. Shapes for 6 filters in layer 1."""

    input: Floats
    """(1, 32, 32): the digit as the network reads it, mean about 0."""
    conv1: Floats
    """(6, 28, 28)"""
    pool1: Floats
    """(6, 14, 14)"""
    conv2: Floats = field(metadata=COARSE)
    """(16, 10, 10)"""
    pool2: Floats = field(metadata=COARSE)
    """(16, 5, 5)"""
    dense1: Floats = field(metadata=COARSE)
    """(120,)"""
    dense2: Floats = field(metadata=COARSE)
    """(84,)"""
    logits: Floats
    """(10,): one score a digit, before softmax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """What the network says about n validation digits; n is 0 before the first check.

    The pictures are not sent: ``indices`` finds them in
    ``dnnlab.data.mnist.validation().images``.
    """

    indices: NDArray[np.uint16]
    """(n,): positions in the validation set."""
    labels: NDArray[np.uint8]
    """(n,): the right answers."""
    predicted: NDArray[np.uint8]
    """(n,): the network's answers."""
    confidence: NDArray[np.float32] = field(metadata=HALF)
    """(n,): the probability that the network gives to its answer."""
    loss: NDArray[np.float32] = field(metadata=HALF)
    """(n,): cross-entropy, -log of the probability given to the right answer, in nats."""

    def __len__(self) -> int:
        return len(self.indices)

    @property
    def accuracy(self) -> float:
        """The share of right answers; nan before the first check."""
        return float(np.mean(self.predicted == self.labels)) if len(self) else float("nan")

    def confusion(self) -> NDArray[np.int64]:
        """(10, 10) counts: row the true digit, column the answer."""
        cells = self.labels.astype(np.int64) * 10 + self.predicted
        return np.bincount(cells, minlength=100).reshape(10, 10)  # (100,) -> (10, 10)

    def cell(self, true: int, predicted: int) -> NDArray[np.int64]:
        """Rows of this table with that truth and that answer, the surest answer first."""
        rows = np.flatnonzero((self.labels == true) & (self.predicted == predicted))
        return rows[np.argsort(-self.confidence[rows], kind="stable")]

    def mistakes(self) -> NDArray[np.int64]:
        """Rows of this table where the answer is wrong, the highest loss first."""
        rows = np.flatnonzero(self.labels != self.predicted)
        return rows[np.argsort(-self.loss[rows], kind="stable")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeNetView:
    """A run at one moment."""

    step: int
    """Optimiser steps taken."""
    epoch: float
    """Times that the training digits have been gone through, with a fraction."""
    filters: NDArray[np.float32]
    """(6, 5, 5): the kernels of the first convolution."""
    biases: NDArray[np.float32]
    """(6,): what the first convolution adds to each filter's sum."""
    digit: int
    """Position in the validation set of the digit that is followed through the layers; always the same."""
    label: int
    """What that digit is."""
    maps: LayerMaps
    """Every layer's output for that digit."""
    probabilities: NDArray[np.float32]
    """(10,): the network's answer for that digit."""
    predictions: Predictions
    """From the last check on the validation digits (1,000 of them; all 5,000 when the run is complete)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a network reads in n pictures."""

    probabilities: NDArray[np.float32]
    """(n, 10): rows sum to 1."""
    maps: LayerMaps
    """Every layer's output for the first picture."""
