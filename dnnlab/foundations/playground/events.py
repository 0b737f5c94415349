"""What a learner does to a run of the playground by hand, read and checked; no torch."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dnnlab.foundations.points import SIDE

MOST_POINTS = 1_500
"""Of a run, the learner's own included."""
MOST_WEIGHT = 100.0
"""Of a weight, either side of 0."""


@dataclass(frozen=True, slots=True)
class Added:
    """A point more."""

    x: float
    y: float
    label: float
    """The number of its class from 0, or its value."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A point elsewhere."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Removed:
    """A point less."""

    number: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """A weight, or a bias, gets another value."""

    layer: int
    """From 0: of the first hidden layer, or of the output where there is none."""
    unit: int
    of: int
    """The unit before, or the input; -1: the bias."""
    to: float


Deed = Added | Moved | Removed | Weighed


def event_of(event: Any, sizes: Sequence[int], classes: int) -> Deed:
    """Read an event.

    ``{"add": [x, y], "label": 1}``, ``{"move": 17, "to": [x, y]}``, ``{"remove": 17}`` or
    ``{"weight": [layer, unit, of], "to": 0.5}``: numbers of points and places in layers count from 0, and ``of`` is -1
    for the bias.

    Args:
        sizes: inputs, units of each hidden layer, outputs.
        classes: how many the net can tell; 0: it predicts a value.

    Raises:
        ValueError: it cannot be done; a sentence for the learner.
    """
    keys = set(event) if isinstance(event, Mapping) else set()
    if keys == {"add", "label"}:
        return Added(*_place(event["add"]), _label(event["label"], classes))
    if keys == {"move", "to"}:
        return Moved(_whole("point", event["move"]), *_place(event["to"]))
    if keys == {"remove"}:
        return Removed(_whole("point", event["remove"]))
    if keys == {"weight", "to"}:
        return _weighed(event["weight"], event["to"], sizes)
    raise ValueError("A run takes four things by hand: a point that is added, moved or removed, or a weight.")


def _weighed(at: Any, to: Any, sizes: Sequence[int]) -> Weighed:
    if not isinstance(at, Sequence) or isinstance(at, str) or len(at) != 3:
        raise ValueError("A weight is named by its layer, its unit and what it weighs.")
    layer, unit, of = (_whole(name, value) for name, value in zip(("layer", "unit", "input"), at, strict=True))
    known = 0 <= layer < len(sizes) - 1 and 0 <= unit < sizes[layer + 1] and -1 <= of < sizes[layer]
    if not known:
        raise ValueError("This net has no such weight: its layers have changed meanwhile.")
    return Weighed(layer, unit, of, _number("A weight", to, MOST_WEIGHT))


def _place(value: Any) -> tuple[float, float]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        raise ValueError("A point has two coordinates.")
    x, y = (_number("A coordinate", each, SIDE) for each in value)
    return x, y


def _label(value: Any, classes: int) -> float:
    if classes == 0:
        return _number("The value at a point", value, 1.0)
    number = _whole("class", value)
    if not 0 <= number < classes:
        raise ValueError(
            f"This net tells {classes} classes, numbered from 0: the knob Classes gives the next one room for more."
        )
    return float(number)


def _whole(what: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"A {what} is named by a whole number, not {value!r}.")
    return value


def _number(what: str, value: Any, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{what} is a number, not {value!r}.")
    if abs(value) > most:
        raise ValueError(f"{what} must be in [{-most:g}, {most:g}], got {value:g}.")
    return float(value)
