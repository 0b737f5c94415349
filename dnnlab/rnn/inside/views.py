"""What "inside a cell" draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.diagrams import State
from dnnlab.rnn.inside.stages import quantities, stages

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A cell's weights; rows are gates times units, in the order of :data:`dnnlab.rnn.kinds.KINDS`."""

    w_x: Floats
    """(gates · hidden, inputs)"""
    w_h: Floats
    """(gates · hidden, hidden)"""
    b: Floats
    """(gates · hidden,)"""
    p: Floats
    """(3, hidden): peepholes of i, f and o; (0, hidden) where there are none."""
    forced: Floats
    """(gates, hidden): the value that a gate is forced to; nan: it is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideView:
    """A cell at one moment of its sequence."""

    step: int
    kind: str
    """The cell, by its name in :data:`dnnlab.rnn.kinds.KINDS`."""
    tokens: tuple[str, ...]
    """(T,): what is read at each moment."""
    inputs: Floats
    """(T, inputs)"""
    moment: int
    """Which one is looked at, from 0."""
    stage: int
    """How many of its :func:`~dnnlab.rnn.inside.stages.stages` have come."""
    values: Floats
    """(T, quantities, hidden): what was computed up to this moment, and what comes after it with the weights of now."""
    untouched: Floats
    """(T, quantities, hidden): the same, had nobody changed anything by hand."""
    now: Weights
    """What the next moments are computed with."""
    then: Weights
    """What this moment was computed with."""
    edited: tuple[str, ...]
    """What was done by hand so far, in words."""

    @property
    def complete(self) -> bool:
        """Whether all of this moment has been computed."""
        return self.stage == len(stages(self.kind))

    @property
    def hidden(self) -> int:
        """Units."""
        return int(self.values.shape[2])

    @property
    def known(self) -> int:
        """How many moments are over."""
        return self.moment + int(self.complete)

    def value(self, name: str, moment: int | None = None) -> Floats:
        """(hidden,): a quantity at a moment, this one by default; before the first one it is 0."""
        moment = self.moment if moment is None else moment
        if moment < 0:
            return np.zeros(self.hidden, np.float32)
        found: Floats = self.values[moment, quantities(self.kind).index(name)]
        return found

    def lit(self, name: str) -> State:
        """Whether a quantity of this moment is still to come, known, or just computed: off, on, now."""
        place = stages(self.kind).index(name) + 1
        return "now" if place == self.stage else "on" if place < self.stage else "off"
