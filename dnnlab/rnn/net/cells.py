"""Recurrent cells, written as the lectures' equations read.

A cell is asked for one moment at a time: ``cell(x, state) -> CellStep``.  In the
equations x is the input of this moment (N, input), h the output and C the memory
of the moment before, each (N, hidden); sigma is the logistic function and * a
product unit by unit.  Lectures write one bias a gate, and so do these cells:
PyTorch has two, of which one is enough.

A cell keeps the weights of its gates below each other, in the order of
:attr:`Cell.gates`: one product of matrices serves all of them.  The part that
comes from the inputs needs no state, so a whole sequence needs one product for all
moments at once.

Sources: lecture 001 (RNN, LSTM without and with a forget gate, peepholes, GRU,
MGU); Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000; Gers and
Schmidhuber 2000 (peepholes); Cho et al. 2014 (GRU); Zhou et al. 2016 (MGU).
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Literal, NamedTuple, TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional as F

State: TypeAlias = tuple[Tensor, ...]
"""What a cell remembers, each (N, hidden): ``(h,)``, or ``(h, C)`` for cells with a memory of their own."""


class CellStep(NamedTuple):
    """What one moment gives."""

    state: State
    """The new state; its first part is the output h."""
    gates: dict[str, Tensor]
    """Every gate and candidate of this moment by its name, (N, hidden), as the equations have them."""

    @property
    def h(self) -> Tensor:
        """The output: (N, hidden)."""
        return self.state[0]


class Cell(nn.Module):
    """What the cells share: weights, first values, and the split into input's part and state's part.

    Args:
        input_size: numbers that come in at each moment.
        hidden: units.
    """

    gates: ClassVar[tuple[str, ...]]
    """Names, in the order in which the weights stand."""
    parts: ClassVar[tuple[str, ...]] = ("h",)
    """Names of the parts of a state."""

    def __init__(self, input_size: int, hidden: int) -> None:
        super().__init__()
        self.input_size, self.hidden = input_size, hidden
        rows = len(self.gates) * hidden
        self.w_x = nn.Parameter(torch.empty(rows, input_size))
        self.w_h = nn.Parameter(torch.empty(rows, hidden))
        self.b = nn.Parameter(torch.empty(rows))
        self.draw(torch.Generator().manual_seed(0))

    @torch.no_grad()
    def draw(self, generator: torch.Generator) -> None:
        """First weights: Glorot's for the inputs, orthogonal for the state (Saxe et al. 2014), biases 0.

        The forget gate's bias is 1, so that the memory is kept at first (Gers 2000; Jozefowicz et al. 2015).
        """
        for rows in self.w_x.split(self.hidden):
            nn.init.xavier_uniform_(rows, generator=generator)
        for rows in self.w_h.split(self.hidden):
            nn.init.orthogonal_(rows, generator=generator)
        self.b.zero_()
        if "f" in self.gates and "i" in self.gates:
            self.b.view(len(self.gates), self.hidden)[self.gates.index("f")] = 1.0

    def zeros(self, x: Tensor) -> State:
        """The state before the first moment, for inputs (..., N, input)."""
        return tuple(x.new_zeros(x.shape[-2], self.hidden) for _ in self.parts)

    def inputs(self, x: Tensor) -> Tensor:
        """W_x x + b for every gate: (..., input) -> (..., gates · hidden)."""
        return F.linear(x, self.w_x, self.b)

    @abstractmethod
    def step(self, a: Tensor, state: State) -> CellStep:
        """One moment; ``a`` is what :meth:`inputs` made of x."""

    def forward(self, x: Tensor, state: State) -> CellStep:
        """x (N, input), state (N, hidden) each -> the new state and every gate."""
        return self.step(self.inputs(x), state)

    def extra_repr(self) -> str:
        """What ``print(cell)`` shows."""
        return f"{self.input_size}, {self.hidden}"


class RNNCell(Cell):
    """The simple recurrent cell (Elman 1990): the state is a new mixture at every moment."""

    gates = ("h",)

    def step(self, a: Tensor, state: State) -> CellStep:
        """h' = tanh(W_x x + W_h h + b)."""
        (h,) = state
        h = torch.tanh(a + F.linear(h, self.w_h))
        return CellStep((h,), {"h": h})


class LSTMNoForgetCell(Cell):
    """The lecture's first LSTM (Hochreiter and Schmidhuber 1997): the memory only adds, nothing is forgotten."""

    gates = ("i", "g", "o")
    parts = ("h", "C")

    def step(self, a: Tensor, state: State) -> CellStep:
        """g is the lecture's C~, what could be written."""
        h, C = state
        a_i, a_g, a_o = (a + F.linear(h, self.w_h)).chunk(3, -1)
        i = torch.sigmoid(a_i)
        g = torch.tanh(a_g)
        o = torch.sigmoid(a_o)
        C = C + i * g
        h = o * torch.tanh(C)
        return CellStep((h, C), {"i": i, "g": g, "o": o})


class LSTMCell(Cell):
    """The LSTM with a forget gate (Gers, Schmidhuber and Cummins 2000), the one that is meant today."""

    gates = ("i", "f", "g", "o")
    parts = ("h", "C")

    def step(self, a: Tensor, state: State) -> CellStep:
        """g is the lecture's C~, what could be written."""
        h, C = state
        a_i, a_f, a_g, a_o = (a + F.linear(h, self.w_h)).chunk(4, -1)
        i = torch.sigmoid(a_i)
        f = torch.sigmoid(a_f)
        g = torch.tanh(a_g)
        o = torch.sigmoid(a_o)
        C = f * C + i * g
        h = o * torch.tanh(C)
        return CellStep((h, C), {"i": i, "f": f, "g": g, "o": o})


OutputPeephole = Literal["none", "current", "previous"]


class PeepholeLSTMCell(Cell):
    """An LSTM whose gates see the memory, each unit its own (diagonal peepholes; Gers and Schmidhuber 2000).

    The input and the forget gate see the memory before the moment.  What the
    output gate sees is told apart by ``output_peephole``: "none" as in lecture
    001, "current" as in the paper (the memory just written), or "previous".
    The lecture's line for C leaves f out; here f forgets, as its words say.
    """

    gates = ("i", "f", "g", "o")
    parts = ("h", "C")

    def __init__(self, input_size: int, hidden: int, output_peephole: OutputPeephole = "current") -> None:
        if output_peephole not in ("none", "current", "previous"):
            raise ValueError(f"output_peephole is none, current or previous, got {output_peephole!r}")
        self.output_peephole = output_peephole
        super().__init__(input_size, hidden)

    def draw(self, generator: torch.Generator) -> None:
        """The peepholes begin at 0: an LSTM without them."""
        rows = 2 if self.output_peephole == "none" else 3
        self.p = nn.Parameter(torch.zeros(rows, self.hidden))
        super().draw(generator)

    def step(self, a: Tensor, state: State) -> CellStep:
        """p has one weight a unit: i, f and, where it sees, o."""
        h, C = state
        a_i, a_f, a_g, a_o = (a + F.linear(h, self.w_h)).chunk(4, -1)
        i = torch.sigmoid(a_i + self.p[0] * C)
        f = torch.sigmoid(a_f + self.p[1] * C)
        g = torch.tanh(a_g)
        before, C = C, f * C + i * g
        seen = {"none": None, "current": C, "previous": before}[self.output_peephole]
        o = torch.sigmoid(a_o if seen is None else a_o + self.p[2] * seen)
        h = o * torch.tanh(C)
        return CellStep((h, C), {"i": i, "f": f, "g": g, "o": o})


class GRUCell(Cell):
    """The gated recurrent unit (Cho et al. 2014): z says how much of the state is new.

    ``reset="before"`` is lecture 001's: the state is reset before it meets its
    weights.  ``"after"`` is PyTorch's: reset after.  No conversion of weights
    makes the two equal.  PyTorch's z says how much stays: 1 - z here.
    """

    gates = ("r", "z", "n")

    def __init__(self, input_size: int, hidden: int, reset: Literal["before", "after"] = "before") -> None:
        if reset not in ("before", "after"):
            raise ValueError(f"reset is before or after, got {reset!r}")
        self.reset = reset
        super().__init__(input_size, hidden)

    def step(self, a: Tensor, state: State) -> CellStep:
        """n is the lecture's h~, the candidate."""
        (h,) = state
        w_rz, w_n = self.w_h.split([2 * self.hidden, self.hidden])
        a_rz, a_n = a.split([2 * self.hidden, self.hidden], -1)
        r, z = torch.sigmoid(a_rz + F.linear(h, w_rz)).chunk(2, -1)
        n = torch.tanh(a_n + (F.linear(r * h, w_n) if self.reset == "before" else r * F.linear(h, w_n)))
        h = (1 - z) * h + z * n
        return CellStep((h,), {"r": r, "z": z, "n": n})


class MGUCell(Cell):
    """The minimal gated unit (Zhou et al. 2016): one gate f both resets the state and says how much is new."""

    gates = ("f", "n")

    def step(self, a: Tensor, state: State) -> CellStep:
        """n is the lecture's h~, the candidate."""
        (h,) = state
        w_f, w_n = self.w_h.chunk(2)
        a_f, a_n = a.chunk(2, -1)
        f = torch.sigmoid(a_f + F.linear(h, w_f))
        n = torch.tanh(a_n + F.linear(f * h, w_n))
        h = (1 - f) * h + f * n
        return CellStep((h,), {"f": f, "n": n})
