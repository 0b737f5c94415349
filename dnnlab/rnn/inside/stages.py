"""In which order a cell computes a moment, and what each quantity is; no torch."""

from __future__ import annotations

from dnnlab.rnn.kinds import KINDS, WITH_MEMORY

INPUT = "x"
"""The first stage of a moment: the input is there, nothing is computed yet."""
SIGMOIDS = frozenset({"i", "f", "o", "r", "z"})
"""Gates proper, in (0, 1): what can be open or closed."""
OPEN = 0.5
"""From here on a gate is drawn as open."""


def quantities(kind: str) -> tuple[str, ...]:
    """What a cell computes at a moment, in an order in which each has what it needs.

    >>> quantities("LSTM")
    ('i', 'f', 'g', 'C', 'o', 'h')
    """
    names = [name for name in KINDS[kind] if name != "h"]
    if kind in WITH_MEMORY:
        names.insert(names.index("g") + 1, "C")  # o may look at it
    return (*names, "h")


def stages(kind: str) -> tuple[str, ...]:
    """The input, then all quantities: the steps of a moment in slow motion."""
    return (INPUT, *quantities(kind))


def gates(kind: str) -> tuple[str, ...]:
    """Those that can be open or closed, and forced.

    >>> gates("GRU")
    ('r', 'z')
    """
    return tuple(name for name in KINDS[kind] if name in SIGMOIDS)


def mark(value: float) -> str:
    """A gate as lecture 003 draws it: o when it is open, – when it is closed."""
    return "o" if value >= OPEN else "–"
