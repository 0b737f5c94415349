"""The work of large networks in slices of some 50 ms: a batch's gradient, a loss on many characters.

A slice is some of a batch's streams over some moments. The sums are those of the whole
batch at once: the state goes from one slice to the next forwards, its gradient backwards
(backpropagation through time, cut up, not cut short).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor

from dnnlab.nn.modules import evaluating
from dnnlab.rnn.net.cells import LSTMCell, State
from dnnlab.rnn.text.net.model import CharModel

T = TypeVar("T")

AT_ONCE = 4e9
"""Multiplications and additions of an LSTM in a slice: 30 to 60 ms of one core."""
OTHERS = 3.0
"""Times as long for as many of them in the other cells: PyTorch has no kernel for these that is as fast."""
BACKWARDS = 2.0
"""Times the work of the way forwards."""
SIDE_BY_SIDE = 32
"""Streams that fill a core's registers: more of them in one slice are no faster."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How a batch is cut; it follows from sizes alone, so that a run is the same on every machine."""

    streams: int
    moments: int


def work(model: CharModel) -> float:
    """What one character costs forwards, in sums of an LSTM."""
    matrices = sum(each.numel() for name, each in model.named_parameters() if each.dim() == 2 and name != "embedding")
    return 2.0 * matrices * (1.0 if isinstance(model.stack.cells[0], LSTMCell) else OTHERS)


def cut(model: CharModel, streams: int, moments: int) -> Cut:
    """The slices of a training step; a small network's is one."""
    each = work(model) * (1 + BACKWARDS)
    if each * streams * moments <= AT_ONCE:
        return Cut(streams, moments)
    streams = min(streams, SIDE_BY_SIDE)
    return Cut(streams, max(1, min(moments, int(AT_ONCE / (each * streams)))))


def moments_at_once(model: CharModel, streams: int) -> int:
    """Of so many streams, the moments that a slice reads forwards, at least 1."""
    return max(1, int(AT_ONCE / (work(model) * streams)))


def add_gradient(
    model: CharModel, codes: Tensor, states: list[State], size: Cut
) -> Generator[None, None, tuple[float, list[State]]]:
    """Add the gradient of a batch's mean loss to the parameters' ``grad``, a slice at a time.

    Args:
        model: in training mode whenever this goes on.
        codes: (T + 1, N), the last row is only predicted.
        states: each cell's state before the first moment, (N, hidden).
        size: of the slices.

    Returns:
        The loss in nats a character, and the states after the last moment.
    """
    count = (len(codes) - 1) * codes.shape[1]
    lost, after = 0.0, []
    for columns in torch.arange(codes.shape[1]).split(size.streams):
        mine: list[State] = [tuple(part[columns] for part in state) for state in states]
        pieces = []
        for start in range(0, len(codes) - 1, size.moments):
            piece = codes[start : start + size.moments + 1, columns]
            mine = [tuple(part.detach().requires_grad_() for part in state) for state in mine]
            scores, last = model(piece[:-1], mine)
            loss = F.cross_entropy(scores.flatten(0, 1), piece[1:].flatten(), reduction="sum") / count
            lost += loss.item()
            pieces.append((mine, last, loss))
            mine = last
            yield
        after.append([tuple(part.detach() for part in state) for state in mine])
        onward: list[Tensor] = []  # the gradient of what the later pieces make of the state
        while pieces:
            before, last, loss = pieces.pop()
            ends = [part for state in last for part in state] if onward else []
            torch.autograd.backward([loss, *ends], [None, *onward])  # None: 1 for the loss
            onward = [_gradient(part) for state in before for part in state]
            yield
    return lost, [tuple(torch.cat(parts) for parts in zip(*cells, strict=True)) for cells in zip(*after, strict=True)]


def loss_of(model: CharModel, codes: Tensor, skipped: int) -> Generator[None, None, float]:
    """The mean loss on stretches of text, (T + 1, N), without their first ``skipped`` moments, a slice at a time."""
    moments, states = moments_at_once(model, codes.shape[1]), None
    lost, seen = 0.0, 0
    for start in range(0, len(codes) - 1, moments):
        piece = codes[start : start + moments + 1]
        counted = max(skipped - start, 0)
        with evaluating(model):
            scores, states = model(piece[:-1], states)
            wanted = piece[1:][counted:]
            lost += F.cross_entropy(scores[counted:].flatten(0, 1), wanted.flatten(), reduction="sum").item()
        seen += wanted.numel()
        yield
    return lost / seen


def at_once(slices: Generator[None, None, T]) -> T:
    """What comes of all of them."""
    while True:
        try:
            next(slices)
        except StopIteration as end:
            result: T = end.value
            return result


def _gradient(part: Tensor) -> Tensor:
    return torch.zeros_like(part) if part.grad is None else part.grad
