"""A stack of cells unrolled over a sequence, in one direction or in both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from dnnlab.rnn.net.cells import Cell, State
from dnnlab.rnn.net.kernels import has_kernel, run_kernel

Trace = list[dict[str, Tensor]]
"""For each layer (in both directions: forwards, then backwards): every gate and part of the state by its name,
(T, N, hidden)."""


def unroll(cell: Cell, x: Tensor, state: State) -> tuple[Tensor, State]:
    """One moment after the other: x (T, N, input) -> outputs (T, N, hidden) and the last state."""
    outputs = []
    for a in cell.inputs(x).unbind(0):
        step = cell.step(a, state)
        state = step.state
        outputs.append(step.h)
    return torch.stack(outputs), state


class RNN(nn.Module):
    """Layers of one kind of cell; each reads what the one below puts out.

    Args:
        cell: makes a cell for so many inputs: ``partial(LSTMCell, hidden=128)``.
        input_size: numbers that come in at each moment.
        layers: how many.
        bidirectional: each layer reads the sequence forwards and backwards, and puts out both side by side.
        between: applied to what goes from a layer to the next (dropout).
        fast: runs cells that PyTorch has too on PyTorch's kernels; the sums are the same.
    """

    def __init__(
        self,
        cell: Callable[[int], Cell],
        input_size: int,
        layers: int = 1,
        bidirectional: bool = False,
        *,
        between: nn.Module | None = None,
        fast: bool = True,
    ) -> None:
        super().__init__()
        if layers < 1:
            raise ValueError(f"at least one layer is needed, got {layers}")
        self.ways = 2 if bidirectional else 1
        self.fast = fast
        self.between = between if between is not None else nn.Identity()
        cells: list[Cell] = []
        for _ in range(layers):
            cells += [cell(input_size) for _ in range(self.ways)]
            input_size = self.ways * cells[-1].hidden
        self.cells = nn.ModuleList(cells)
        self.output_size = input_size

    def draw(self, generator: torch.Generator) -> None:
        """First weights of every cell."""
        for cell in self._cells():
            cell.draw(generator)

    def zeros(self, x: Tensor) -> list[State]:
        """States before the first moment, for inputs (T, N, input)."""
        return [cell.zeros(x) for cell in self._cells()]

    def forward(self, x: Tensor, states: Sequence[State] | None = None) -> tuple[Tensor, list[State]]:
        """x (T, N, input) -> outputs of the last layer (T, N, ways · hidden), and every cell's last state.

        Of a cell that reads backwards, the last state is the one after the sequence's first moment.
        """
        states = self.zeros(x) if states is None else states
        last: list[State] = []
        cells = self._cells()
        for place in range(0, len(cells), self.ways):
            if place:
                x = self.between(x)
            found = []
            for way in range(self.ways):
                cell, state = cells[place + way], states[place + way]
                run = run_kernel if self.fast and has_kernel(cell) else unroll
                outputs, state = run(cell, x.flip(0) if way else x, state)
                found.append(outputs.flip(0) if way else outputs)
                last.append(state)
            x = torch.cat(found, -1) if self.ways == 2 else found[0]
        return x, last

    def trace(self, x: Tensor, states: Sequence[State] | None = None) -> tuple[Trace, list[State]]:
        """Everything that happens inside, moment by moment (:data:`Trace`), and every cell's last state."""
        states = self.zeros(x) if states is None else states
        traces: Trace = []
        last: list[State] = []
        cells = self._cells()
        for place in range(0, len(cells), self.ways):
            if place:
                x = self.between(x)
            found = []
            for way in range(self.ways):
                cell, state = cells[place + way], states[place + way]
                moments: dict[str, list[Tensor]] = {}
                for a in cell.inputs(x.flip(0) if way else x).unbind(0):
                    step = cell.step(a, state)
                    state = step.state
                    for name, each in {**step.gates, **dict(zip(cell.parts, state, strict=True))}.items():
                        moments.setdefault(name, []).append(each)
                stacked = {name: torch.stack(each) for name, each in moments.items()}
                if way:
                    stacked = {name: each.flip(0) for name, each in stacked.items()}
                traces.append(stacked)
                last.append(state)
                found.append(stacked["h"])
            x = torch.cat(found, -1) if self.ways == 2 else found[0]
        return traces, last

    def _cells(self) -> list[Cell]:
        return [cell for cell in self.cells if isinstance(cell, Cell)]
