"""The values of variables as a short text for the link: ``w1=2,x1=-1``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from dnnlab.foundations.backprop.parsing import NAME

LARGEST = 1000.0
"""Of a value, either side of 0."""
FIRST = (0.5, 2.0, -1.0, 1.5, 1.0, -0.5, 3.0, -2.0)
"""What variables that have no value yet begin with, one after the other."""
MOST = 64
"""Values of a text."""


def read_variables(text: str) -> dict[str, float]:
    """Name -> value.

    Raises:
        ValueError: a piece is not a name, =, and a number; a sentence for the learner.
    """
    found: dict[str, float] = {}
    pieces = [each for each in text.split(",") if each.strip()]
    if len(pieces) > MOST:
        raise ValueError(f"at most {MOST} values, not {len(pieces)}")
    for piece in pieces:
        name, _, number = (part.strip() for part in piece.partition("="))
        if not NAME.fullmatch(name):
            raise ValueError(f"{name[:20]!r} is no name of a variable")
        try:
            value = float(number)
        except ValueError:
            raise ValueError(f"the value of {name} is a number, not {number[:20]!r}") from None
        if not math.isfinite(value) or abs(value) > LARGEST:
            raise ValueError(f"the value of {name} must be in [-{LARGEST:g}, {LARGEST:g}]")
        found[name] = value
    return found


def write_variables(values: Mapping[str, float]) -> str:
    """The text that :func:`read_variables` reads."""
    return ",".join(f"{name}={value:.6g}" for name, value in values.items())


def values_for(names: Iterable[str], text: str) -> dict[str, float]:
    """A value for each of the names: from the text, or one to begin with."""
    known = read_variables(text)
    return {name: known.get(name, FIRST[place % len(FIRST)]) for place, name in enumerate(names)}
