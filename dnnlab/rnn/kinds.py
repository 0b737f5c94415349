"""The kinds of recurrent cells by the names that learners choose them by; no torch."""

from __future__ import annotations

KINDS: dict[str, tuple[str, ...]] = {
    "RNN": ("h",),
    "LSTM without forget gate": ("i", "g", "o"),
    "LSTM": ("i", "f", "g", "o"),
    "LSTM with peepholes": ("i", "f", "g", "o"),
    "GRU": ("r", "z", "n"),
    "GRU, reset after": ("r", "z", "n"),
    "MGU": ("f", "n"),
}
"""Name -> gates and candidates, in the order in which the weights stand (:mod:`dnnlab.rnn.net.cells`)."""

WITH_MEMORY = frozenset({"LSTM without forget gate", "LSTM", "LSTM with peepholes"})
"""Those whose state has a memory C beside the output h."""

GATE_NAMES = {
    "i": "input gate",
    "f": "forget gate",
    "g": "candidate",
    "o": "output gate",
    "r": "reset gate",
    "z": "update gate",
    "n": "candidate",
    "h": "output",
    "C": "memory",
}
"""What each part of a cell is called; the MGU's f both forgets and resets."""


def parts(kind: str) -> tuple[str, ...]:
    """What can be looked at in a cell of this kind: h, the memory if there is one, and every gate.

    >>> parts("LSTM")
    ('h', 'C', 'i', 'f', 'g', 'o')
    """
    state = ("h", "C") if kind in WITH_MEMORY else ("h",)
    return (*state, *(gate for gate in KINDS[kind] if gate not in state))


def parameter_count(kind: str, inputs: int, hidden: int) -> int:
    """Numbers that one cell learns, with one bias a gate.

    >>> parameter_count("LSTM", 65, 128)
    99328
    """
    peepholes = 3 * hidden if kind == "LSTM with peepholes" else 0
    return len(KINDS[kind]) * hidden * (inputs + hidden + 1) + peepholes
