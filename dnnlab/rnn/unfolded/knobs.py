"""The hyperparameters of the unfolded net; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live import knobs
from dnnlab.live.config import Config, knob
from dnnlab.rnn.kinds import KINDS

FIRST, LAST, SUM = "the first number", "the last number", "the sum of all"
TASKS = (FIRST, LAST, SUM)
LONGEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfoldedConfig(Config):
    """A small recurrent net, what it must say at the end, and how far its gradient goes back."""

    cell: str = knob(
        "RNN",
        options=tuple(KINDS),
        group="Network",
        help="How a copy makes its state from that of the copy before. An RNN's gradient goes through a tanh and the "
        "same weights at each copy; that of an LSTM has a straight way through its memory.",
    )
    hidden: int = knob(
        2, low=1, high=3, label="Units", group="Network", help="Numbers in the state: few, so that each can be read."
    )
    length: int = knob(
        6,
        low=2,
        high=LONGEST,
        label="Copies",
        group="Network",
        help="Moments of the sequence: as many copies of the one cell.",
    )
    task: str = knob(
        FIRST,
        options=TASKS,
        group="Task",
        help="What the net must say after the last number of a sequence of random numbers in [−1, 1]. The first number "
        "has to be carried through all copies.",
    )
    truncation: int = knob(
        LONGEST,
        low=1,
        high=LONGEST,
        live=True,
        group="Task",
        label="Gradient goes back",
        help="Copies, counted from the end, that the gradient flows through; those before get none, and their share "
        "is 0 (truncated backpropagation through time). As many as there are copies, or more: all of it.",
    )
    learning_rate: float = knobs.learning_rate(0.01, low=1e-4, advice="0.01 suits Adam here; with 0.1 the loss jumps.")
    run_length: int = knobs.run_length(
        1_000, high=5_000, help="Where the run ends. Each step looks at 32 sequences that it has never seen."
    )
    seed: int = knobs.seed("first weights, sequences")
