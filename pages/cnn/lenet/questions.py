"""Predictions about the digit lesson, judged from the learner's own runs."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import State
from dnnlab.plots.series import smoothed
from dnnlab.plots.written import written
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

STEP = 300
LARGE = 0.05
"""A learning rate that is too large for Adam here."""
CLOSE = 0.005
"""Accuracies that differ by less are called the same."""


def _few_digits(runs: Sequence[PastRun]) -> Outcome | None:
    for kept in reversed(runs):
        status = kept.snapshot.status
        config = status.config  # epochs may have been changed on the way: those of the end count
        if not isinstance(config, LeNetConfig) or config.training_share != 1 or config.epochs < 10:
            continue
        if status.state is not State.FINISHED:
            continue
        train = float(smoothed(*kept.snapshot.curves["train_accuracy"])[1][-1])  # as the curve's label says it
        validation = status.latest["validation_accuracy"]
        gap = train - validation
        answer = 0 if gap < 0.02 else 1 if gap < 0.15 else 2
        learnt, new = (written(value, percent=True) for value in (train, validation))
        return Outcome(answer, f"Your run: {learnt} on the batches it trained on, {new} on validation digits.")
    return None


QUESTIONS = Questions(
    LeNetConfig,
    about_run(
        LeNetConfig(learning_rate=LARGE),
        "validation_accuracy",
        key="lenet-large-steps",
        ask=f"Before you press Play: the recorded run has a learning rate of 0.002 and reads about 95 % of the "
        f"validation digits at step {STEP}. What does one with {LARGE}, 25 times as large, read by then?",
        options=("below 60 %", "60 to 85 %", "85 to 95 %", "above 95 %: larger steps, faster there"),
        bounds=(0.6, 0.85, 0.95),
        seen=f"Your run read {{value}} of the validation digits rightly at step {STEP}.",
        step=STEP,
        why="The first steps are so large that they push most units to the flat ends of tanh, where the gradient is "
        "close to 0: what went wrong can hardly be mended. Look at the maps, full of the strongest colours, and at the "
        "loss, which jumps up and down. Now lower the learning rate while it trains: how far does it still come?",
    ),
    about_pair(
        LeNetConfig,
        {"activation": "tanh"},
        {"activation": "sigmoid"},
        "validation_accuracy",
        names=("tanh", "sigmoid"),
        key="lenet-sigmoid",
        ask=f"What happens to the validation accuracy at step {STEP} with sigmoid in place of tanh, all else equal?",
        options=("It is lower", "It is the same, within half a percent", "It is higher"),
        close=CLOSE,
        step=STEP,
        why="The sigmoid's slope is at most ¼, that of tanh up to 1. Backpropagation multiplies by that slope at every "
        "layer, so after four layers the first filters get a gradient that is many times smaller: they begin slowly. "
        "Its outputs are also all positive, which pushes a unit's weights to move together.",
    ),
    Question(
        key="lenet-few-digits",
        ask="Train on 1 % of the digits (550 of them), for 10 epochs or more. How far will the training accuracy run "
        "ahead of the validation accuracy?",
        options=("by less than 2 points", "by 2 to 15 points", "by more than 15 points"),
        todo="Set Training digits to 1 %, Epochs to 30, press Play, and let it come to its end.",
        setups={SET_UP: {"training_share": 1, "epochs": 30}},
        judge=_few_digits,
        why="With few digits the network can learn them by heart, noise and all: that is overfitting. What it has "
        "learnt by heart does not help with new digits. More data closes the gap; augmentation makes data out of data, "
        "and dropout and weight decay make learning by heart harder. Try each of them against this run.",
    ),
)
