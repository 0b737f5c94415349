"""The randomness of a run: generators by name, and the order in which it sees its examples."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


class Streams:
    """A generator of its own for each use of randomness, by name.

    A knob that draws more from one (dropout, augmentation) leaves the others
    as they are, so that two runs that differ in it still see the same first
    weights and the same order.  Number i of n begins at n · seed + i, so no two
    streams of an experiment are the same, whatever their seeds.
    """

    def __init__(self, seed: int, *names: str) -> None:
        self._generators = {name: torch.Generator().manual_seed(len(names) * seed + i) for i, name in enumerate(names)}

    def __getitem__(self, name: str) -> torch.Generator:
        return self._generators[name]

    def state_dict(self) -> dict[str, Any]:
        """Where each one stands: 5 kB a stream."""
        return {name: each.get_state() for name, each in self._generators.items()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from there."""
        for name, saved in state.items():
            self._generators[name].set_state(saved)


class Batches:
    """Mini-batches of positions: an epoch goes through all examples in a fresh random order, each once.

    A batch at an epoch's end is filled up from the next epoch's order.  What is
    saved is the generator as it stood when the epoch began, and how far the
    epoch has come: the order follows from that.

    Args:
        count: examples that there are.
        size: examples in a batch.
        generator: draws the orders, and nothing else.

    Raises:
        ValueError: there are no examples, or none in a batch.
    """

    def __init__(self, count: int, size: int, generator: torch.Generator) -> None:
        if count < 1 or size < 1:
            raise ValueError(f"batches need examples, got {size} of {count}")
        self.count, self.size = count, size
        self._generator = generator
        self._begin_epoch()

    def steps(self, epochs: float) -> int:
        """Steps that go through all examples so many times: epochs · n / m, rounded up."""
        return math.ceil(epochs * self.count / self.size)

    def epochs(self, steps: int) -> float:
        """Times that so many steps go through all examples, with a fraction."""
        return steps * self.size / self.count

    def next(self) -> NDArray[np.int32]:
        """The positions of the next mini-batch: (m,)."""
        chosen = self._take(self.size)
        while len(chosen) < self.size:
            self._begin_epoch()
            chosen = torch.cat([chosen, self._take(self.size - len(chosen))])
        positions: NDArray[np.int32] = chosen.numpy()
        return positions

    def state_dict(self) -> dict[str, Any]:
        """The generator at the epoch's beginning, and how many examples have been seen since."""
        return {"epoch": self._epoch, "cursor": self._cursor}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from there; the generator stands where it stood after drawing that epoch's order."""
        self._generator.set_state(state["epoch"])
        self._begin_epoch()
        self._cursor = state["cursor"]

    def _begin_epoch(self) -> None:
        self._epoch = self._generator.get_state()
        self._order = torch.randperm(self.count, generator=self._generator, dtype=torch.int32)
        self._cursor = 0

    def _take(self, size: int) -> Tensor:
        """At most so many of what is left of this epoch."""
        taken = self._order[self._cursor : self._cursor + size]
        self._cursor += len(taken)
        return taken
