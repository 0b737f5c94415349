"""A gate forced by hand, and how a sequence goes through a cell from any moment on."""

from __future__ import annotations

import math
from copy import deepcopy

import torch
from torch import Tensor

from dnnlab.rnn.inside.stages import SIGMOIDS
from dnnlab.rnn.net.cells import Cell, CellStep, PeepholeLSTMCell, State

Forces = dict[str, list[float | None]]
"""Gate -> for each unit the value that it is held at; None: it is free."""


def bias_for(value: float) -> float:
    """The b with which sigma(b) is ``value``; infinite for 0 and 1."""
    if value in (0.0, 1.0):
        return math.inf if value else -math.inf
    return math.log(value / (1 - value))


@torch.no_grad()
def forced(cell: Cell, forces: Forces) -> Cell:
    """The same cell with some gates held: they get no input any more, and the bias that makes them what they shall be.

    So whatever the cell's equations do with a gate, they do with the forced value; sigma of an infinite
    bias is exactly 0 or 1.
    """
    if not any(value is not None for values in forces.values() for value in values):
        return cell
    held = deepcopy(cell)
    for gate, values in forces.items():
        assert gate in SIGMOIDS  # what Inside.apply let through
        for unit, value in enumerate(values):
            if value is None:
                continue
            row = held.gates.index(gate) * held.hidden + unit
            held.w_x[row] = 0
            held.w_h[row] = 0
            held.b[row] = bias_for(value)
            if isinstance(held, PeepholeLSTMCell) and gate in ("i", "f", "o"):
                held.p[("i", "f", "o").index(gate), unit] = 0
    return held


def values_of(step: CellStep, parts: tuple[str, ...], names: tuple[str, ...]) -> Tensor:
    """All quantities of a moment, (quantities, hidden), from a batch of one."""
    found = {**step.gates, **dict(zip(parts, step.state, strict=True))}
    return torch.stack([found[name][0] for name in names])  # (1, hidden) each -> (quantities, hidden)


@torch.no_grad()
def run_on(cell: Cell, inputs: Tensor, state: State, names: tuple[str, ...]) -> Tensor:
    """inputs (T, input) and a state (1, hidden) each -> every quantity of every moment, (T, quantities, hidden)."""
    found = []
    for x in inputs.unbind(0):
        step = cell(x[None], state)  # (input,) -> (1, input): a batch of one
        state = step.state
        found.append(values_of(step, cell.parts, names))
    return torch.stack(found) if found else torch.zeros(0, len(names), cell.hidden)
