"""One neuron on a plane of two inputs: weights, bias and input are dragged, and its output follows in the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike

from dnnlab.ui.components.stage.dials import Dial
from dnnlab.ui.components.stage.panel import Packed, Panel

NUMBERS = ("w1", "w2", "b", "x1", "x2")
"""What is dragged: two weights, the bias, the two inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuronPanel(Panel):
    """A neuron: z = w1 x1 + w2 x2 + b, its output a function of z that travels as a table.

    So what the browser shows is what the page's own functions say, between two entries of the table
    in a straight line.  The page hears the numbers, as ``x`` of a click, when one is let go
    (:func:`dnnlab.ui.dials.take_dials`).
    """

    state: Mapping[str, float]
    """Where :data:`NUMBERS` stand."""
    dials: Sequence[Dial]
    """One for each of them."""
    side: float
    """The plane goes from -side to side on both axes."""
    name: str
    """Of the activation."""
    start: float
    """The z of the first entry."""
    step: float
    """From entry to entry."""
    values: ArrayLike
    """(N,) outputs; beyond the ends the last one goes on."""
    slopes: ArrayLike
    """(N,) derivatives."""
    jumps: bool = False
    """Whether an entry holds up to the next one, in place of a straight line between them."""
    bends: float = 0.0
    """The z where the half-planes meet."""
    full: float = 1.0
    """The output that has the full colour."""
    dead: Sequence[tuple[float, float]] = ()
    """Spans of z with hardly any slope."""
    targets: Sequence[tuple[float, float, bool]] = ()
    """Inputs x1, x2, and whether the neuron should be on the upper side of its line there."""
    task: str = ""
    """What the targets are called."""

    def pack(self) -> Packed:
        """The numbers, and two blocks of 4-byte floats.

        Raises:
            ValueError: a number is missing, or the two tables are not equally long.
        """
        if set(self.state) != set(NUMBERS) or [each.name for each in self.dials] != list(NUMBERS):
            raise ValueError(f"a neuron has the numbers {', '.join(NUMBERS)}, got {', '.join(self.state)}")
        values, slopes = (np.ascontiguousarray(each, "<f4") for each in (self.values, self.slopes))
        if values.ndim != 1 or values.shape != slopes.shape:
            raise ValueError(f"outputs and slopes must be equally long, got {values.shape} and {slopes.shape}")
        return Packed(
            spec={
                "state": {name: self.state[name] for name in NUMBERS},
                "dials": [asdict(each) for each in self.dials],
                "side": self.side,
                "name": self.name,
                "start": self.start,
                "step": self.step,
                "jumps": self.jumps,
                "bends": self.bends,
                "full": self.full,
                "dead": [list(each) for each in self.dead],
                "targets": [list(each) for each in self.targets],
                "task": self.task,
            },
            blocks=[values.view(np.uint8), slopes.view(np.uint8)],
        )
