"""The hyperparameters of the memory lesson; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

SYMBOLS = 8
"""That a sequence may begin with; who guesses is right once in so many times."""
RNN, LSTM, NO_FORGET, GRU, MGU = "RNN", "LSTM", "LSTM without forget gate", "GRU", "MGU"
"""The recurrent cells, by the names of :data:`dnnlab.rnn.kinds.KINDS`."""
WINDOW = "window"
"""The net without a state: it sees the last inputs side by side."""
OFF, NORM, VALUE = "off", "norm", "value"
"""How a gradient is clipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyConfig(Config):
    """Say the first symbol again after so many blanks: how long, which network, and how it learns."""

    blanks: int = knob(
        100,
        low=2,
        high=200,
        scale="log",
        label="Blanks T",
        group="Task",
        help="So many steps without a symbol lie between the first one and the moment at which it must be said again.",
    )
    noise: float = knob(
        0.0,
        low=0.0,
        high=0.2,
        increment=0.01,
        group="Task",
        help="Standard deviation of random numbers that are added to every input. With 0 there are only 8 different "
        "sequences. With noise, what is kept has to be held against it.",
    )
    net: str = knob(
        RNN,
        options=(RNN, LSTM, NO_FORGET, GRU, MGU, WINDOW),
        group="Network",
        help="The recurrent cell; all of them read one input after the other. The window has no state: it sees the "
        "last d inputs at once, the simple way to give a network a past.",
    )
    hidden: int = knob(
        32,
        low=8,
        high=64,
        scale="log",
        base=2,
        label="Units",
        group="Network",
        help="How many numbers the network remembers; of the window, how many hidden units it has.",
    )
    radius: float = knob(
        0.6,
        low=0.1,
        high=2.0,
        increment=0.1,
        label="Spectral radius",
        group="Network",
        when={"net": (RNN,)},
        help="The largest absolute eigenvalue of the recurrent matrix at the start. Below 1, the way back through time "
        "shrinks a gradient by at least this factor at each step; far above 1, it may grow. "
        "PyTorch's own RNN begins at about 0.6.",
    )
    keep: int = knob(
        5,
        low=0,
        high=8,
        label="Forget bias",
        group="Network",
        when={"net": (LSTM, GRU, MGU)},
        help="The bias of the gate that keeps the memory, at the start: with 0 half of it stays at each step, with 1 "
        "it is 73 %, with 5 99.3 %. The GRU's z and the MGU's f say how much is new: they get minus this.",
    )
    width: int = knob(
        20,
        low=1,
        high=250,
        scale="log",
        label="Window d",
        group="Network",
        when={"net": (WINDOW,)},
        help="So many inputs, the last ones, are seen side by side. The first symbol is among them if T is below d.",
    )
    optimizer: str = knobs.optimizer(
        advice="Adam divides each weight's gradient by its usual size, so it copes with small gradients as long as "
        "nothing drowns them. SGD does not: choose it to see gradients explode."
    )
    learning_rate: float = knobs.learning_rate(
        2e-3,
        advice="0.002 suits Adam here. SGD wants more: 0.1.",
    )
    clipping: str = knob(
        NORM,
        options=(OFF, NORM, VALUE),
        live=True,
        label="Clip the gradient",
        help="What is done when a gradient is too large. norm: all of it is shortened, its direction stays (Pascanu et "
        "al. 2013). value: each number of it is cut off for itself. off: nothing.",
    )
    clip_at: float = knob(
        1.0,
        low=0.01,
        high=10.0,
        scale="log",
        live=True,
        label="Clip at",
        when={"clipping": (NORM, VALUE)},
        help="The largest norm, or the largest absolute value, that a gradient keeps.",
    )
    length: int = knobs.run_length(
        1_000, help="Where the run ends. Each step looks at 16 sequences.", low=100, high=10_000
    )
    seed: int = knobs.seed("first weights, noise")
