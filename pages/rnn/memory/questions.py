"""Predictions about the memory lesson, judged from the learner's own runs."""

from __future__ import annotations

from dnnlab.live.config import Value
from dnnlab.rnn.memory.knobs import LSTM, NORM, OFF, WINDOW, CopyConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

EXPLODING: dict[str, Value] = {"blanks": 20, "radius": 1.5, "optimizer": "SGD", "learning_rate": 0.2, "length": 500}
"""Knobs with which gradients explode: without clipping none of six seeds learns.  (At half the rate some did.)"""
CLOSE = 0.05
"""Accuracies that differ by less are called the same."""

QUESTIONS = Questions(
    CopyConfig,
    about_run(
        CopyConfig(net=LSTM),
        "accuracy",
        key="memory-lstm",
        ask="The recorded RNN is no better than guessing over 100 blanks. What will an LSTM reach, with as many units, "
        "the same seed and the same 1,000 steps?",
        options=("guessing: below 20 %", "some of the symbols: up to 90 %", "nearly all: 90 % and more"),
        bounds=(0.2, 0.9),
        seen="Your LSTM says {value} of the symbols rightly.",
        why="Its forget gate stands at 0.993 at the start, so half of the gradient comes through 100 blanks. Of the "
        "RNN's nothing is left. Now set the forget bias to 1: 73 % at each step leaves next to nothing after 100, and "
        "not every seed gets there; with 0 none does. What helps is a gate that is open, not the gate as such.",
    ),
    about_run(
        CopyConfig(net=WINDOW, width=20, blanks=20),
        "accuracy",
        key="memory-window",
        ask="A window sees the last 20 inputs at once. There are 20 blanks after the symbol. What will it reach?",
        options=("guessing: below 20 %", "some of the symbols: up to 90 %", "all of them"),
        bounds=(0.2, 0.9),
        seen="The window says {value} of the symbols rightly.",
        why="The last 20 inputs are the 20 blanks: the symbol has just left the window, and no training brings it "
        "back. With 10 blanks it is solved at once. Which delays are needed must be known beforehand, and each costs "
        "weights.",
    ),
    about_pair(
        CopyConfig,
        {**EXPLODING, "clipping": NORM},
        {**EXPLODING, "clipping": OFF},
        "accuracy",
        names=("clipping by norm", "no clipping"),
        key="memory-clipping",
        ask="With a spectral radius of 1.5 and SGD some gradients are very long. What happens to the accuracy after "
        "500 steps if they are not clipped, all else equal?",
        options=("It is lower", "It is the same, within 5 points", "It is higher"),
        close=CLOSE,
        why="One step along a gradient of length 50 throws the weights far away: most units are then stuck at the flat "
        "ends of tanh, and little gradient is left to bring them back. Clipping by norm keeps the direction and "
        "shortens the step. Adam does not need it here: it divides by the size of the gradient anyway. Try it.",
    ),
)  # fmt: skip
