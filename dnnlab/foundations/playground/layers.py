"""Hidden layers and inputs as a learner writes them, read and checked; no torch."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LAYERS, UNITS = 6, 32
"""At most so many hidden layers, of at most so many units each."""
ACTIVATIONS = ("tanh", "ReLU", "sigmoid", "leaky ReLU", "softplus", "ELU", "GELU", "sine", "linear")
Floats = NDArray[np.float64]
FEATURES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "x": lambda x, y: x,
    "y": lambda x, y: y,
    "x²": lambda x, y: x * x,
    "y²": lambda x, y: y * y,
    "xy": lambda x, y: x * y,
    "sin 2x": lambda x, y: np.sin(2 * x),
    "sin 2y": lambda x, y: np.sin(2 * y),
    "cos 2x": lambda x, y: np.cos(2 * x),
    "cos 2y": lambda x, y: np.cos(2 * y),
}
"""What the net may be told of a point."""
_BY_PLAIN = {name.lower().replace("²", "2").replace(" ", ""): name for name in FEATURES}
_BY_LOWER = {name.lower(): name for name in ACTIVATIONS}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden layer."""

    units: int
    activation: str
    """"": as the knob says."""


def read_hidden(text: str) -> tuple[Hidden, ...]:
    """``8, 8`` is two layers of 8 units; ``8 ReLU, 4`` gives the first one an activation of its own; "" is none.

    Raises:
        ValueError: it cannot be read, or is too much; a sentence.
    """
    pieces = [each.strip() for each in text.split(",")] if text.strip() else []
    if len(pieces) > LAYERS:
        raise ValueError(f"At most {LAYERS} hidden layers, not {len(pieces)}.")
    layers = []
    for piece in pieces:
        found = re.fullmatch(r"(\d+)\s*([A-Za-z][A-Za-z ]*)?", piece)
        if found is None or not 1 <= int(found[1]) <= UNITS:
            raise ValueError(f"Each layer is a number from 1 to {UNITS}, between commas: {piece[:20]!r} is none.")
        name = (found[2] or "").strip()
        if name and name.lower() not in _BY_LOWER:
            raise ValueError(f"There is no activation {name[:20]!r}: there are {', '.join(ACTIVATIONS)}.")
        layers.append(Hidden(int(found[1]), _BY_LOWER.get(name.lower(), "")))
    return tuple(layers)


def write_hidden(layers: tuple[Hidden, ...]) -> str:
    """The text that :func:`read_hidden` reads."""
    return ", ".join(f"{each.units} {each.activation}".strip() for each in layers)


def read_features(text: str) -> tuple[str, ...]:
    """``x, y, x²`` (or ``x2``), in the order of :data:`FEATURES`.

    Raises:
        ValueError: there is none, or no such input; a sentence.
    """
    asked = {each.strip().lower().replace("²", "2").replace(" ", "") for each in text.split(",") if each.strip()}
    if strange := sorted(asked - set(_BY_PLAIN)):
        raise ValueError(f"There is no input {strange[0][:20]!r}: there are {', '.join(FEATURES)}.")
    if not asked:
        raise ValueError("The net needs at least one input: x, say.")
    return tuple(name for plain, name in _BY_PLAIN.items() if plain in asked)


def features_of(places: Floats, names: tuple[str, ...]) -> Floats:
    """What the net is told of points: (n, 2) -> (n, features)."""
    return np.stack([FEATURES[name](places[:, 0], places[:, 1]) for name in names], 1)
