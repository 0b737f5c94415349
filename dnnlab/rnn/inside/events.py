"""What a learner does to a cell by hand, read and checked; no torch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dnnlab.plots.written import written
from dnnlab.rnn.inside.stages import gates
from dnnlab.rnn.kinds import GATE_NAMES, KINDS

MOST = 50.0
"""Of a weight, either side of 0: a gate is long shut by then."""
SHAPES = {"w_x": "input", "w_h": "unit", "b": "", "p": ""}
"""Weights by their names, and what their columns are."""


@dataclass(frozen=True, slots=True)
class Forced:
    """A gate is held at a value, or let go."""

    gate: str
    unit: int
    """From 0."""
    to: float | None

    @property
    def told(self) -> str:
        """In words."""
        held = "is let go" if self.to is None else f"is held at {written(self.to)}"
        return f"{self.gate} of unit {self.unit + 1} {held}"


@dataclass(frozen=True, slots=True)
class Held:
    """A weight gets another value."""

    weight: str
    gate: str
    unit: int
    of: int
    """Its column, from 0: an input or a unit."""
    to: float

    @property
    def told(self) -> str:
        """In words."""
        what = SHAPES[self.weight]
        column = f" for {what} {self.of + 1}" if what else ""
        return f"{self.weight} of {self.gate}, unit {self.unit + 1}{column}, becomes {written(self.to)}"


def event_of(event: Any, kind: str, hidden: int, inputs: int) -> Forced | Held:
    """Read an event (:class:`dnnlab.rnn.inside.net.experiment.Inside` says its form).

    Args:
        kind: the cell.
        hidden, inputs: how many there are of them.

    Raises:
        ValueError: this cell cannot do it; a sentence for the learner.
    """
    if not isinstance(event, Mapping) or not {"force", "weight"} & set(event):
        raise ValueError("A cell takes two things by hand: a gate that is forced, or a weight.")
    if "force" in event:
        gate = event["force"]
        if gate not in gates(kind):
            raise ValueError(f"This cell, {kind}, has no gate {gate} to force; it has {_listed(gates(kind))}.")
        value = None if event.get("to") is None else _number("A gate's value", event["to"], 0.0, 1.0)
        return Forced(str(gate), _index("unit", event.get("unit"), hidden), value)
    weight, gate = event["weight"], event.get("gate")
    if weight not in SHAPES or (weight == "p" and kind != "LSTM with peepholes"):
        raise ValueError(f"This cell, {kind}, has no weights {weight}.")
    if gate not in KINDS[kind] or (weight == "p" and gate not in ("i", "f", "o")):
        raise ValueError(f"This cell, {kind}, has no {weight} of {gate}.")
    columns = {"w_x": inputs, "w_h": hidden}.get(str(weight))
    return Held(
        str(weight), str(gate), _index("unit", event.get("unit"), hidden),
        0 if columns is None else _index(SHAPES[str(weight)], event.get("of"), columns),
        _number("A weight", event.get("to"), -MOST, MOST),
    )  # fmt: skip


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} ({GATE_NAMES[name]})" for name in names) or "none"


def _index(what: str, value: Any, count: int) -> int:
    """A number that counts from 1, as an index."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= count:
        raise ValueError(f"There is no {what} {value}: they are numbered from 1 to {count}.")
    return value - 1


def _number(what: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{what} is a number, not {value!r}.")
    if not low <= value <= high:
        raise ValueError(f"{what} must be in [{low:g}, {high:g}], got {value:g}.")
    return float(value)
