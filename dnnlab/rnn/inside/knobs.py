"""The hyperparameters of "inside a cell"; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live.config import Config, knob
from dnnlab.rnn.inside.sequence import read_sequence
from dnnlab.rnn.kinds import KINDS

LATCH, RANDOM = "a latch, by hand", "random"
"""Where the weights come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideConfig(Config):
    """A small cell, what it reads, and how slowly."""

    cell: str = knob(
        "LSTM",
        options=tuple(KINDS),
        group="Cell",
        help="How the state of a moment is made from that before it: a plain mixture (RNN), or by gates.",
    )
    sequence: str = knob(
        "0.1 1 0.2 -0.9 0 0.3",
        read=read_sequence,
        group="Cell",
        help="What the cell reads, one after the other: 2 to 10 numbers with spaces between them, as in 0.5 -1 2, or "
        "letters, as in abca. A letter is one-hot: an input for each different letter, at most 4, 1 where it stands.",
    )
    hidden: int = knob(
        1,
        low=1,
        high=3,
        label="Units",
        group="Cell",
        help="Numbers in the state. With one, every sum is short; with more, each unit also reads the others' output.",
    )
    origin: str = knob(
        LATCH,
        options=(LATCH, RANDOM),
        group="Cell",
        label="Weights",
        help="A latch: weights written by hand, with which gates open for some inputs only and the memory keeps "
        "what it read then. Of numbers unit 1 takes those above 0.5, unit 2 those below −0.5, unit 3 a little of "
        "each; of letters each unit has one that writes 1 and one that writes −1. Random: as training begins.",
    )
    draw: int = knob(
        0,
        low=0,
        high=99,
        label="Draw",
        group="Cell",
        when={"origin": (RANDOM,)},
        help="Which random weights: the same number, the same weights.",
    )
    by_gate: bool = knob(
        True,
        live=True,
        label="Gate by gate",
        group="Pace",
        help="A step computes one gate or state; off: all of a moment, up to the next input.",
    )
    pace: float = knob(
        1.0,
        low=0.2,
        high=3.0,
        increment=0.2,
        live=True,
        label="Seconds a step",
        group="Pace",
        help="How long Play rests at each step. Pause and press Step to go at your own pace.",
    )
