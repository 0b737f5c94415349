"""A model of characters: after each one it says how likely every other is next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dnnlab.nn.modules import Dropout
from dnnlab.rnn.net.cells import (
    Cell,
    GRUCell,
    LSTMCell,
    LSTMNoForgetCell,
    MGUCell,
    PeepholeLSTMCell,
    RNNCell,
    State,
)
from dnnlab.rnn.net.stack import RNN, Trace
from dnnlab.rnn.text.parameters import Parameters

CELLS: dict[str, Callable[[int, int], Cell]] = {
    "RNN": RNNCell,
    "LSTM without forget gate": LSTMNoForgetCell,
    "LSTM": LSTMCell,
    "LSTM with peepholes": partial(PeepholeLSTMCell, output_peephole="current"),
    "GRU": partial(GRUCell, reset="before"),
    "GRU, reset after": partial(GRUCell, reset="after"),
    "MGU": MGUCell,
}
"""By the names of :data:`dnnlab.rnn.kinds.KINDS`."""


class CharModel(nn.Module):
    """Characters in, a score for every character out.

    Args:
        symbols: characters that the model knows.
        cell: one of :data:`CELLS`.
        hidden: units a layer.
        layers: how many.
        embedding: numbers that stand for a character, learnt; 0: one-hot, as many numbers as symbols.
        dropout: probability to switch a unit off, between layers and before the scores.
        generator: draws first weights; dropout goes on with ``mask``.
        mask: draws dropout's masks; default: ``generator``.
        fast: see :class:`~dnnlab.rnn.net.stack.RNN`.
    """

    def __init__(
        self,
        symbols: int,
        cell: str = "LSTM",
        hidden: int = 128,
        layers: int = 1,
        embedding: int = 64,
        dropout: float = 0.0,
        generator: torch.Generator | None = None,
        mask: torch.Generator | None = None,
        *,
        fast: bool = True,
    ) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(0) if generator is None else generator
        self.symbols, self.kind, self.hidden = symbols, cell, hidden
        self.embedding = nn.Parameter(torch.empty(symbols, embedding)) if embedding else None
        self.dropout = Dropout(dropout, generator if mask is None else mask)
        self.stack = RNN(
            lambda inputs: CELLS[cell](inputs, hidden), embedding or symbols, layers, between=self.dropout, fast=fast
        )
        self.output = nn.Linear(hidden, symbols)
        self.draw(generator)

    @torch.no_grad()
    def draw(self, generator: torch.Generator) -> None:
        """First weights; the scores begin small, so that every character is about as likely at first."""
        if self.embedding is not None:
            self.embedding.normal_(generator=generator)
        self.stack.draw(generator)
        nn.init.xavier_uniform_(self.output.weight, generator=generator)
        nn.init.zeros_(self.output.bias)

    def inputs(self, codes: Tensor) -> Tensor:
        """Codes (T, N) -> what the first layer reads, (T, N, embedding) or (T, N, symbols)."""
        if self.embedding is not None:
            return F.embedding(codes, self.embedding)
        return F.one_hot(codes, self.symbols).to(self.output.weight.dtype)

    def forward(self, codes: Tensor, states: Sequence[State] | None = None) -> tuple[Tensor, list[State]]:
        """Codes (T, N) -> scores of the next character (T, N, symbols), and the states after the last."""
        h, last = self.stack(self.inputs(codes), states)
        return self.output(self.dropout(h)), last

    def trace(self, codes: Tensor, states: Sequence[State] | None = None) -> tuple[Trace, list[State]]:
        """Every gate and state of every layer, (T, N, hidden) each, and the states after the last."""
        return self.stack.trace(self.inputs(codes), states)

    def parameters_as_arrays(self) -> Parameters:
        """Copies of the weights in numpy, for the fast writer."""
        return Parameters.of(
            self.kind, {name: each.detach().numpy().copy() for name, each in self.state_dict().items()}
        )
