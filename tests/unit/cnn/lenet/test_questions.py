"""The judges of "Try it": what a learner's runs show, and when they show nothing yet."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import Snapshot, State, Status, Tune
from dnnlab.plots.written import written
from dnnlab.ui.tryit import Question
from pages.cnn.lenet.questions import QUESTIONS

LARGE_STEPS, SIGMOID, FEW_DIGITS = QUESTIONS.asked
LARGE = LeNetConfig(learning_rate=0.05)


def run(
    config: LeNetConfig, accuracy: float, *, step: int = 300, now: LeNetConfig | None = None, **status: Any
) -> PastRun:
    """A run that was checked every 50 steps and rose evenly to ``accuracy`` at the last of them."""
    checks, steps = np.arange(50, step + 1, 50), np.arange(1, step + 1)
    values = np.linspace(0.1, accuracy, len(checks)) if len(checks) else np.zeros(0)
    curves = {
        "train_accuracy": (steps, np.ones(step)),
        "validation_accuracy": (checks, values),
    }
    said = Status(config=now or config, begun=config, step=step, latest={"validation_accuracy": accuracy}, **status)
    return PastRun(number=1, snapshot=Snapshot(status=said, curves=curves))


def answer(question: Question, *runs: PastRun) -> str | None:
    """The option that came true."""
    outcome = question.judge(runs)
    return None if outcome is None else question.options[outcome.answer]


@pytest.mark.parametrize("question", QUESTIONS.asked, ids=lambda question: question.key)
def test_without_a_run_that_shows_it_there_is_no_verdict(question: Question) -> None:
    assert question.judge([]) is None
    assert question.judge([run(LeNetConfig(filters=9), 0.9, step=49)]) is None
    assert len(question.options) == len(set(question.options)) >= 2


@pytest.mark.parametrize(
    ("accuracy", "option"),
    [(0.3, "below 60 %"), (0.7, "60 to 85 %"), (0.9, "85 to 95 %"), (0.96, LARGE_STEPS.options[3])],
)
def test_large_steps_are_judged_by_the_accuracy_at_step_300(accuracy: float, option: str) -> None:
    assert answer(LARGE_STEPS, run(LARGE.replace(seed=5), accuracy)) == option
    outcome = LARGE_STEPS.judge([run(LARGE, accuracy)])
    assert outcome is not None
    assert f" {written(accuracy, percent=True)} of" in outcome.seen


def test_a_longer_run_is_judged_as_it_stood_at_step_300() -> None:
    assert answer(LARGE_STEPS, run(LARGE, 0.99, step=2000)) == "below 60 %"  # it rises evenly: 0.2 at step 300


def test_other_knobs_and_runs_tuned_on_the_way_do_not_count() -> None:
    tuned = (Tune(step=100, values={"learning_rate": 0.01}),)
    assert answer(LARGE_STEPS, run(LARGE.replace(filters=8), 0.95)) is None
    assert answer(LARGE_STEPS, run(LARGE, 0.95, changes=tuned)) is None
    later = (Tune(step=300, values={"learning_rate": 0.01}),)
    assert answer(LARGE_STEPS, run(LARGE, 0.9, changes=later)) == "85 to 95 %"


@pytest.mark.parametrize(
    ("sigmoid", "word"), [(0.5, "lower"), (0.901, "the same"), (0.95, "higher")], ids=["lower", "same", "higher"]
)
def test_sigmoid_is_compared_with_tanh_of_the_same_knobs(sigmoid: float, word: str) -> None:
    tanh = LeNetConfig(filters=4, seed=3)
    told = answer(SIGMOID, run(tanh, 0.9), run(tanh.replace(activation="sigmoid"), sigmoid))
    assert told is not None
    assert word in told


def test_sigmoid_with_another_seed_is_no_comparison() -> None:
    runs = [run(LeNetConfig(), 0.9), run(LeNetConfig(activation="sigmoid", seed=1), 0.5)]
    assert answer(SIGMOID, *runs) is None


@pytest.mark.parametrize(
    ("accuracy", "option"),
    [(0.99, "by less than 2 points"), (0.9, "by 2 to 15 points"), (0.8, "by more than 15 points")],
)
def test_few_digits_are_judged_by_the_gap_at_the_end(accuracy: float, option: str) -> None:
    config = LeNetConfig(training_share=1, epochs=30)
    assert answer(FEW_DIGITS, run(config, accuracy, state=State.FINISHED)) == option


def test_the_training_accuracy_of_a_long_run_is_that_of_its_last_steps() -> None:
    """Of 60,000 steps every 60th is kept: the last 20 of those would go 1,200 steps back."""
    config = LeNetConfig(training_share=1, epochs=30)
    kept = run(config, 0.9, step=60_000, state=State.FINISHED)
    steps = np.arange(60, 60_001, 60)
    kept.snapshot.curves["train_accuracy"] = steps, np.where(steps > 59_900, 0.95, 0.5)
    outcome = FEW_DIGITS.judge([kept])
    assert outcome is not None
    assert "95\N{NO-BREAK SPACE}% on the batches it trained on, 90\N{NO-BREAK SPACE}% on" in outcome.seen


def test_few_digits_need_a_complete_run_of_ten_epochs() -> None:
    config = LeNetConfig(training_share=1, epochs=30)
    assert answer(FEW_DIGITS, run(config, 0.8, state=State.PLAYING)) is None
    assert answer(FEW_DIGITS, run(config.replace(epochs=9), 0.8, state=State.FINISHED)) is None
    assert answer(FEW_DIGITS, run(config.replace(training_share=2), 0.8, state=State.FINISHED)) is None


def test_few_digits_with_more_epochs_tuned_in_count() -> None:
    begun = LeNetConfig(training_share=1, epochs=3)
    more = begun.replace(epochs=30)
    assert answer(FEW_DIGITS, run(begun, 0.8, state=State.FINISHED, now=more)) == "by more than 15 points"


def test_few_digits_with_the_epochs_cut_short_do_not() -> None:
    begun = LeNetConfig(training_share=1, epochs=30)
    fewer = begun.replace(epochs=2)
    assert answer(FEW_DIGITS, run(begun, 0.8, state=State.FINISHED, now=fewer)) is None


def test_what_to_do_names_widgets_that_are_there() -> None:
    labels = {knob.label for knob in LeNetConfig.knobs().values()}
    named = re.findall(r"Set ([A-Z][\w ]+?) to|, ([A-Z]\w+) to", FEW_DIGITS.todo)
    assert {first or second for first, second in named} == {"Training digits", "Epochs"}
    assert {"Training digits (%)", "Epochs"} <= labels
