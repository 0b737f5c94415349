"""The networks of the memory lesson: recurrent ones, and one that sees the last inputs side by side."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dnnlab.nn.modules import glorot
from dnnlab.rnn.memory.knobs import GRU, LSTM, MGU, NO_FORGET, RNN, SYMBOLS, WINDOW, CopyConfig
from dnnlab.rnn.net import stack
from dnnlab.rnn.net.cells import Cell, GRUCell, LSTMCell, LSTMNoForgetCell, MGUCell, RNNCell

CELLS: dict[str, Callable[[int, int], Cell]] = {
    RNN: RNNCell,
    LSTM: LSTMCell,
    NO_FORGET: LSTMNoForgetCell,
    GRU: GRUCell,
    MGU: MGUCell,
}
KEEPS = {LSTM: ("f", 1.0), GRU: ("z", -1.0), MGU: ("f", -1.0)}
"""The gate that keeps the memory, and the sign with which it does: z and the MGU's f say how much is new."""
INPUTS = SYMBOLS + 1
"""One-hot: a place for each symbol, and one for the blank."""


def sequences(symbols: Tensor, blanks: int, noise: float, generator: torch.Generator) -> Tensor:
    """A symbol, then blanks: (N,) -> (T + 1, N, 9), one-hot, with noise on every number."""
    blank = torch.full((blanks, len(symbols)), SYMBOLS)
    inputs = F.one_hot(torch.cat([symbols.unsqueeze(0), blank]), INPUTS).float()  # (T + 1, N) -> (T + 1, N, 9)
    return inputs + noise * torch.randn(inputs.shape, generator=generator) if noise else inputs


class Recurrent(nn.Module):
    """Reads one input after the other; after the last one its state gives the scores of the symbols.

    Args:
        kind: one of :data:`CELLS`.
        hidden: units.
        generator: draws the first weights.
        radius: of the RNN's recurrent matrix, a random orthogonal one times this: all its eigenvalues, and all its
            singular values, have this absolute value.
        keep: bias of the gate that keeps the memory (:data:`KEEPS`).
    """

    def __init__(self, kind: str, hidden: int, generator: torch.Generator, *, radius: float, keep: float) -> None:
        super().__init__()
        self.stack = stack.RNN(lambda inputs: CELLS[kind](inputs, hidden), INPUTS)
        self.output = nn.utils.skip_init(nn.Linear, hidden, SYMBOLS)
        self.stack.draw(generator)
        glorot(self, generator)
        with torch.no_grad():
            if kind == RNN:
                self.cell.w_h.mul_(radius)
            if kind in KEEPS:
                gate, sign = KEEPS[kind]
                self.cell.b.view(-1, hidden)[self.cell.gates.index(gate)] = sign * keep

    @property
    def cell(self) -> Cell:
        """The one cell of the stack."""
        (cell,) = self.stack.cells
        assert isinstance(cell, Cell)
        return cell

    def forward(self, inputs: Tensor) -> Tensor:
        """(T + 1, N, 9) -> scores (N, 8)."""
        outputs, _ = self.stack(inputs)  # (T + 1, N, hidden)
        scores: Tensor = self.output(outputs[-1])
        return scores


class Window(nn.Module):
    """Sees the last ``width`` inputs at once: what lies before does not exist for it.

    Before the first input it sees zeros.
    """

    def __init__(self, width: int, hidden: int, generator: torch.Generator) -> None:
        super().__init__()
        self.width = width
        self.hidden = nn.utils.skip_init(nn.Linear, width * INPUTS, hidden)
        self.output = nn.utils.skip_init(nn.Linear, hidden, SYMBOLS)
        glorot(self, generator)

    def forward(self, inputs: Tensor) -> Tensor:
        """(T + 1, N, 9) -> scores (N, 8)."""
        seen = inputs[-self.width :]
        seen = F.pad(seen, (0, 0, 0, 0, self.width - len(seen), 0))  # (width, N, 9)
        scores: Tensor = self.output(torch.tanh(self.hidden(seen.transpose(0, 1).flatten(1))))  # (N, width · 9)
        return scores


def network(config: CopyConfig, generator: torch.Generator) -> Recurrent | Window:
    """The network that the knobs name."""
    if config.net == WINDOW:
        return Window(config.width, config.hidden, generator)
    return Recurrent(config.net, config.hidden, generator, radius=config.radius, keep=config.keep)
