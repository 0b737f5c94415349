"""The fast path: a cell that PyTorch has too runs on PyTorch's kernel, with the cell's own weights.

The weights stay where they are, in the cell; they are handed to the kernel at
each call, so gradients arrive at the cell's parameters.  PyTorch's second bias
is a 0 that nobody learns.  :class:`~dnnlab.rnn.net.cells.GRUCell` has the
opposite z: sigma(-a) = 1 - sigma(a), so its rows change their sign on the way.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.func import functional_call

from dnnlab.rnn.net.cells import Cell, GRUCell, LSTMCell, RNNCell, State


def has_kernel(cell: Cell) -> bool:
    """Whether PyTorch has this very cell."""
    return type(cell) in (RNNCell, LSTMCell) or (type(cell) is GRUCell and cell.reset == "after")


def run_kernel(cell: Cell, x: Tensor, state: State) -> tuple[Tensor, State]:
    """All moments of one layer: x (T, N, input) -> outputs (T, N, hidden) and the last state.

    Raises:
        TypeError: PyTorch has no such cell.
    """
    if not has_kernel(cell):
        raise TypeError(f"torch.nn has no {type(cell).__name__} like this one")
    weights: dict[str, Tensor] = {"weight_ih_l0": cell.w_x, "weight_hh_l0": cell.w_h, "bias_ih_l0": cell.b}
    if isinstance(cell, GRUCell):
        weights = {name: _turned(each, cell.hidden) for name, each in weights.items()}
    weights["bias_hh_l0"] = torch.zeros_like(cell.b)
    first = tuple(each.unsqueeze(0) for each in state)
    module = _module(cell)
    outputs, last = functional_call(module, weights, (x, first if len(first) == 2 else first[0]))
    return outputs, tuple(each.squeeze(0) for each in (last if isinstance(last, tuple) else (last,)))


def _module(cell: Cell) -> nn.RNNBase:
    """PyTorch's layer without weights of its own."""
    kind = {RNNCell: nn.RNN, LSTMCell: nn.LSTM, GRUCell: nn.GRU}[type(cell)]
    with torch.device("meta"):
        layer: nn.RNNBase = kind(cell.input_size, cell.hidden)
    return layer


def _turned(weight: Tensor, hidden: int) -> Tensor:
    """The same with the rows of z negated."""
    r, z, n = weight.split(hidden)
    return torch.cat([r, -z, n])
