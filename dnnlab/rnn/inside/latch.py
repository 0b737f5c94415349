"""Weights written by hand: a cell that opens for some of its inputs and keeps what it read then; numpy only.

Each kind of cell gets the same wish in its own words.  An LSTM opens its input gate and
closes its forget gate together, a GRU opens its update gate, an MGU its only gate; without
a forget gate every writing adds to the memory; and an RNN has no gate to close: it is made
to keep a sign, by a weight of 2 on its own output.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.rnn.inside.sequence import Typed
from dnnlab.rnn.kinds import KINDS

Floats = NDArray[np.float32]
STEEP = 20.0
"""How sharply a gate opens beyond its threshold."""
THRESHOLD = 0.5
READS, KEEPS = 1.5, 4.0
"""The weight of an input in what is written, and the bias of a gate that stays open."""
SELF = 2.0
"""An RNN's weight on its own output: above 1, so that two states hold themselves."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A cell's weights as :class:`dnnlab.rnn.net.cells.Cell` keeps them; rows are gates times units."""

    w_x: Floats
    w_h: Floats
    b: Floats


def latch(kind: str, hidden: int, typed: Typed) -> Weights:
    """The weights of a latch: rows (gates · hidden), columns inputs or units."""
    gates, inputs = KINDS[kind], typed.inputs.shape[1]
    w_x = np.zeros((len(gates), hidden, inputs), np.float32)
    w_h = np.zeros((len(gates), hidden, hidden), np.float32)
    b = np.zeros((len(gates), hidden), np.float32)
    writing = {"LSTM without forget gate": "i", "GRU": "z", "GRU, reset after": "z", "MGU": "f"}.get(kind, "i")
    for unit in range(hidden):
        opens, reads, bias = _letters(unit, inputs) if typed.alphabet else _numbers(unit)
        for row, gate in enumerate(gates):
            if gate in ("g", "n"):
                w_x[row, unit] = reads
            elif gate == "h":
                w_x[row, unit], w_h[row, unit, unit] = reads, SELF
            elif gate == writing:
                w_x[row, unit], b[row, unit] = opens, bias
            elif gate == "f":  # of an LSTM: closes when the input gate opens
                w_x[row, unit], b[row, unit] = -opens, -bias
            else:
                b[row, unit] = KEEPS
    rows = len(gates) * hidden
    return Weights(w_x.reshape(rows, inputs), w_h.reshape(rows, hidden), b.reshape(rows))  # (gates, hidden, ...)


def _numbers(unit: int) -> tuple[Floats, Floats, float]:
    """For which numbers a unit opens, how it reads them, and the bias of its gate: weights of (1,) inputs."""
    opens = (STEEP, -STEEP, 0.0)[unit]
    bias = (-STEEP * THRESHOLD, -STEEP * THRESHOLD, -1.0)[unit]
    return np.array([opens], np.float32), np.array([READS], np.float32), bias


def _letters(unit: int, inputs: int) -> tuple[Floats, Floats, float]:
    """The same for letters: one writes 1, the next one −1, the others nothing; weights of (inputs,)."""
    opens, reads = np.zeros(inputs, np.float32), np.zeros(inputs, np.float32)
    opens[[unit % inputs, (unit + 1) % inputs]] = STEEP
    reads[(unit + 1) % inputs], reads[unit % inputs] = -2 * READS, 2 * READS
    return opens, reads, -STEEP * THRESHOLD
