"""Backpropagation through time, written out: one copy of the cell after the other, from the last one back.

In the unfolded net each moment has a copy of the cell, and all copies have the same
weights W.  So the loss L(W, W, ..., W) is a function of one argument a copy, and by the
chain rule its gradient is a sum with a share for each copy.  A copy needs one thing to
tell its share: the gradient with respect to the state that it put out.

Sources: Werbos 1990; lectures 001 and 003.  Truncation: Williams and Peng 1990.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from dnnlab.rnn.net.cells import Cell, State


class Shares(NamedTuple):
    """What comes back through the copies."""

    weights: dict[str, Tensor]
    """Name of a weight -> (T, *shape): each copy's share of its gradient; their sum over T is the gradient."""
    states: tuple[Tensor, ...]
    """For each part of the state (T + 1, N, hidden): the loss's gradient with respect to it before the first
    copy and after each; 0 where the gradient was cut off."""


@torch.no_grad()
def unfold(cell: Cell, x: Tensor) -> list[State]:
    """x (T, N, input) -> the state before the first moment and after each: T + 1 of them."""
    states = [cell.zeros(x)]
    for moment in x:
        states.append(cell(moment, states[-1]).state)
    return states


def back(cell: Cell, x: Tensor, states: list[State], gradient: State, reach: int) -> Shares:
    """The way back.

    Args:
        cell: what all copies are copies of.
        x: (T, N, input).
        states: as :func:`unfold` gives them.
        gradient: of the loss, with respect to each part of the last state, (N, hidden).
        reach: copies, from the last one, that the gradient goes through.
    """
    weights = dict(cell.named_parameters())
    length = len(x)
    shares = {name: torch.zeros(length, *weight.shape) for name, weight in weights.items()}
    found = [tuple(torch.zeros_like(part) for part in gradient)] * length + [gradient]
    for t in reversed(range(max(0, length - reach), length)):
        before = tuple(part.detach().requires_grad_() for part in states[t])
        after = cell(x[t], before).state
        returned = torch.autograd.grad(
            after, (*before, *weights.values()), grad_outputs=found[t + 1], materialize_grads=True
        )
        found[t] = returned[: len(before)]
        for name, share in zip(weights, returned[len(before) :], strict=True):
            shares[name][t] = share
    return Shares(shares, tuple(torch.stack(parts) for parts in zip(*found, strict=True)))
