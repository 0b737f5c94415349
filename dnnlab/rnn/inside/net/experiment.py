"""Inside a cell: one step() computes one gate, or one moment; weights and gates can be changed by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from dnnlab.nn.randomness import Streams
from dnnlab.nn.training import Training
from dnnlab.rnn.inside.events import Forced, Held, event_of
from dnnlab.rnn.inside.knobs import LATCH, InsideConfig
from dnnlab.rnn.inside.latch import latch
from dnnlab.rnn.inside.net.forcing import Forces, forced, run_on
from dnnlab.rnn.inside.sequence import read_sequence
from dnnlab.rnn.inside.stages import gates, quantities, stages
from dnnlab.rnn.inside.views import InsideView, Weights
from dnnlab.rnn.net.cells import Cell, PeepholeLSTMCell, State
from dnnlab.rnn.text.net.model import CELLS


class Inside(Training[InsideConfig, InsideView]):
    """A run: a cell reads a sequence, and its learner may reach into it.

    A moment that is over stays as it was.  The one under way is computed anew at each
    step with the weights of that step, and so is all that comes after it, which the view
    shows ahead.

    Events: ``{"force": gate, "unit": 1, "to": 0.0 to 1.0, or None to let it go}`` and
    ``{"weight": "w_x", "w_h", "b" or "p", "gate": gate, "unit": 1, "of": 1, "to": number}``;
    units and inputs count from 1.

    Metrics, of the last moment that is over, of unit 1: ``output``, and ``memory`` in cells that have one.
    """

    parts = ("cell", "forces", "then_cell", "then_forces", "trace", "moment", "stage", "edited")

    def __init__(self, config: InsideConfig) -> None:
        super().__init__(config)
        self.typed = read_sequence(config.sequence)
        self.inputs = torch.from_numpy(self.typed.inputs)  # (T, input)
        self.names = quantities(config.cell)
        self.stages = len(stages(config.cell))
        self.cell = _drawn(config)
        self.forces: Forces = {gate: [None] * config.hidden for gate in gates(config.cell)}
        self.then_cell = _drawn(config)
        self.then_forces: Forces = {gate: [None] * config.hidden for gate in gates(config.cell)}
        self.untouched = run_on(self.cell, self.inputs, self._before(0), self.names)
        self.trace = torch.zeros_like(self.untouched)  # (T, quantities, hidden): up to the moment looked at
        self.moment, self.stage = 0, 0
        self.edited: list[str] = []

    @property
    def total_steps(self) -> int:
        """As many as are done, and those that are left: a step takes a gate, or a whole moment."""
        moments = len(self.typed) - 1 - self.moment
        if self.config.by_gate:
            return self.steps_taken + (self.stages - self.stage) + moments * self.stages
        return self.steps_taken + (self.stage < self.stages) + moments

    @property
    def breath(self) -> float:
        """Each step is to be looked at."""
        return self.config.pace

    def step(self) -> dict[str, float]:
        """Compute the next gate or state, or all up to the end of a moment."""
        if self.stage == self.stages:
            self.moment, self.stage = self.moment + 1, 0
        self.stage = self.stage + 1 if self.config.by_gate else self.stages
        self._compute()
        self.steps_taken += 1
        return self._metrics()

    def apply(self, event: Any) -> None:
        """Hold a gate, let it go, or set a weight."""
        todo = event_of(event, self.config.cell, self.config.hidden, self.typed.inputs.shape[1])
        over = self.moment + (self.stage == self.stages)
        if over == len(self.typed):
            raise ValueError("The sequence is over, and the past stays: go back to an earlier step, or press Reset.")
        if isinstance(todo, Forced):
            self.forces[todo.gate][todo.unit] = todo.to
        else:
            with torch.no_grad():
                self._weight(todo)
        self.edited = [*self.edited, f"from moment {over + 1} on {todo.told}"]
        if self.stage < self.stages:
            self._compute()

    def view(self) -> InsideView:
        """What was computed, and what is to come."""
        values = self.trace.clone()
        begin = self.moment + 1 if self.stage else 0
        values[begin:] = run_on(forced(self.cell, self.forces), self.inputs[begin:], self._before(begin), self.names)
        return InsideView(
            step=self.steps_taken, kind=self.config.cell, tokens=self.typed.tokens, inputs=self.typed.inputs.copy(),
            moment=self.moment, stage=self.stage, values=values.numpy(), untouched=self.untouched.numpy().copy(),
            now=_weights(self.cell, self.forces), then=_weights(self.then_cell, self.then_forces),
            edited=tuple(self.edited),
        )  # fmt: skip

    def weights(self) -> dict[str, Tensor]:
        """The cell's, as a :class:`~dnnlab.rnn.net.cells.Cell` loads them."""
        return {name: each.detach().clone() for name, each in self.cell.state_dict().items()}

    def _compute(self) -> None:
        """All of the present moment, with the weights and the forced gates of now."""
        self.then_cell.load_state_dict(self.cell.state_dict())
        self.then_forces = {gate: list(values) for gate, values in self.forces.items()}
        held, here = forced(self.cell, self.forces), slice(self.moment, self.moment + 1)
        self.trace[here] = run_on(held, self.inputs[here], self._before(self.moment), self.names)

    def _before(self, moment: int) -> State:
        """The state that a moment begins with, (1, hidden) each."""
        if moment == 0:
            return self.cell.zeros(self.inputs[:1])
        return tuple(self.trace[moment - 1, self.names.index(part)][None] for part in self.cell.parts)

    def _weight(self, todo: Held) -> None:
        """The place of a weight, and its new value."""
        if todo.weight == "p":
            assert isinstance(self.cell, PeepholeLSTMCell)
            self.cell.p[("i", "f", "o").index(todo.gate), todo.unit] = todo.to
            return
        row = self.cell.gates.index(todo.gate) * self.cell.hidden + todo.unit
        if todo.weight == "b":
            self.cell.b[row] = todo.to
        else:
            getattr(self.cell, todo.weight)[row, todo.of] = todo.to

    def _metrics(self) -> dict[str, float]:
        over = self.moment + (self.stage == self.stages)
        told = {"h": "output", "C": "memory"}
        return {
            told[part]: float(self.trace[over - 1, self.names.index(part), 0]) if over else 0.0
            for part in self.cell.parts
        }


def _drawn(config: InsideConfig) -> Cell:
    """The cell with its first weights."""
    typed = read_sequence(config.sequence)
    cell = CELLS[config.cell](typed.inputs.shape[1], config.hidden)
    if config.origin == LATCH:
        made = latch(config.cell, config.hidden, typed)
        with torch.no_grad():
            for name in ("w_x", "w_h", "b"):
                getattr(cell, name).copy_(torch.from_numpy(getattr(made, name)))
    else:
        cell.draw(Streams(config.draw, "network")["network"])
    return cell.requires_grad_(False)


def _weights(cell: Cell, forces: Forces) -> Weights:
    p = cell.p if isinstance(cell, PeepholeLSTMCell) else torch.zeros(0, cell.hidden)
    held = [forces.get(gate, [None] * cell.hidden) for gate in cell.gates]
    return Weights(
        **{name: getattr(cell, name).detach().numpy().copy() for name in ("w_x", "w_h", "b")},
        p=p.detach().numpy().copy(),
        forced=np.array([[np.nan if each is None else each for each in row] for row in held], np.float32),
    )
