"""Predictions about the digit lesson, judged from the learner's own runs."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.shelf import PastRun
from dnnlab.live.telling import knobs_until
from dnnlab.live.wire import State
from dnnlab.ui.tryit import SET_UP, Outcome, Question, value_at

STEP = 300
LARGE = 0.05
"""A learning rate that is too large for Adam here."""
CLOSE = 0.005
"""Accuracies that differ by less are called the same."""


def _at_step(runs: Sequence[PastRun], **knobs: object) -> dict[LeNetConfig, float]:
    """Validation accuracy at step 300 of the runs that had those knobs until then."""
    found = {}
    for kept in runs:
        config = knobs_until(kept.snapshot.status, STEP)
        accuracy = value_at(kept.snapshot, "validation_accuracy", STEP)
        if not isinstance(config, LeNetConfig) or accuracy is None:
            continue
        if all(getattr(config, name) == value for name, value in knobs.items()):
            found[config] = accuracy
    return found


def _large_steps(runs: Sequence[PastRun]) -> Outcome | None:
    asked = LeNetConfig(learning_rate=LARGE)
    found = [accuracy for config, accuracy in _at_step(runs).items() if config.replace(seed=0) == asked]
    if not found:
        return None
    accuracy = found[-1]
    answer = 0 if accuracy < 0.6 else 1 if accuracy < 0.85 else 2 if accuracy < 0.95 else 3
    return Outcome(answer, f"Your run read {accuracy:.1%} of the validation digits rightly at step {STEP}.")


def _sigmoid(runs: Sequence[PastRun]) -> Outcome | None:
    tanh, sigmoid = _at_step(runs, activation="tanh"), _at_step(runs, activation="sigmoid")
    for config, accuracy in sigmoid.items():
        twin = config.replace(activation="tanh")
        if twin in tanh:
            gap = accuracy - tanh[twin]
            answer = 1 if abs(gap) < CLOSE else 0 if gap > 0 else 2
            return Outcome(answer, f"At step {STEP}: sigmoid {accuracy:.1%}, tanh {tanh[twin]:.1%}, same seed.")
    return None


def _few_digits(runs: Sequence[PastRun]) -> Outcome | None:
    for kept in reversed(runs):
        status = kept.snapshot.status
        config = status.config  # epochs may have been changed on the way: those of the end count
        if not isinstance(config, LeNetConfig) or config.training_share != 1 or config.epochs < 10:
            continue
        if status.state is not State.FINISHED:
            continue
        train = float(kept.snapshot.curves["train_accuracy"][1][-20:].mean())
        validation = status.latest["validation_accuracy"]
        gap = train - validation
        answer = 0 if gap < 0.02 else 1 if gap < 0.15 else 2
        seen = f"Your run: {train:.1%} on the batches it trained on, {validation:.1%} on validation digits."
        return Outcome(answer, seen)
    return None


QUESTIONS = (
    Question(
        key="lenet-large-steps",
        ask=f"Before you press Play: the recorded run has a learning rate of 0.002 and reads about 95 % of the "
        f"validation digits at step {STEP}. What does one with {LARGE}, 25 times as large, read by then?",
        options=("below 60 %", "60 to 85 %", "85 to 95 %", "above 95 %: larger steps, faster there"),
        todo=f"Set the learning rate to {LARGE}, leave the other knobs at their defaults, press Play, and let it come "
        f"to step {STEP}.",
        setups={SET_UP: {"learning_rate": LARGE}},
        judge=_large_steps,
        why="The first steps are so large that they push most units to the flat ends of tanh, where the gradient is "
        "close to 0: what went wrong can hardly be mended. Look at the maps, full of the strongest colours, and at the "
        "loss, which jumps up and down. Now lower the learning rate while it trains: how far does it still come?",
    ),
    Question(
        key="lenet-sigmoid",
        ask=f"What happens to the validation accuracy at step {STEP} with sigmoid in place of tanh, all else equal?",
        options=("It is higher", "It is the same, within half a percent", "It is lower"),
        todo=f"Run tanh to step {STEP}, press Compare, choose sigmoid, press Play, and let it come to step {STEP} too.",
        setups={"Set up tanh": {}, "Set up sigmoid": {"activation": "sigmoid"}},
        judge=_sigmoid,
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
