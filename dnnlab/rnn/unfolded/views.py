"""What the unfolded net draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.rnn.kinds import KINDS

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfoldedView:
    """One sequence, always the same, on its way through the copies and back."""

    step: int
    kind: str
    reached: int
    """Copies that the gradient went back through."""
    inputs: Floats
    """(T,): the numbers of the sequence."""
    target: float
    """What the net shall say."""
    output: float
    """What it says."""
    states: Floats
    """(T + 1, hidden): h before the first moment and after each."""
    gradients: Floats
    """(T + 1, hidden): the loss's gradient with respect to each h; 0 where it does not come."""
    memory_gradients: Floats
    """(T + 1, hidden): the same of the memory C; (0, hidden) in cells without one."""
    shares: Floats
    """(T, weights): each copy's share of the gradient of the cell's weights W (:attr:`names`)."""
    autograd: Floats
    """(weights,): that gradient as PyTorch finds it in one go."""

    @property
    def loss(self) -> float:
        """Half the square of the error."""
        return 0.5 * (self.output - self.target) ** 2

    @property
    def summed(self) -> Floats:
        """(weights,): all shares together."""
        total: Floats = self.shares.sum(0)
        return total

    @property
    def sizes(self) -> Floats:
        """(T,): the length of each copy's share."""
        found: Floats = np.sqrt(np.square(self.shares).sum(1))
        return found

    @property
    def names(self) -> list[str]:
        """The weights: gate, unit and what it reads, as in ``h2 ← h1``."""
        units = range(1, self.states.shape[1] + 1)
        rows = [f"{gate}{unit}" for gate in KINDS[self.kind] for unit in units]
        names = [f"{row} ← x" for row in rows]
        names += [f"{row} ← h{of}" for row in rows for of in units]
        names += [f"{row} bias" for row in rows]
        if self.kind == "LSTM with peepholes":
            names += [f"{gate}{unit} peephole" for gate in ("i", "f", "o") for unit in units]
        return names
