"""The doctor of supervised learning on prepared runs whose trouble is known, and on curves made up for one point."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.doctor.diagnosis import Trace
from dnnlab.doctor.supervised import ended, of_knobs, supervised, with_errors
from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.live.config import InvalidConfig
from dnnlab.paths import ASSETS
from dnnlab.ui.recording import recorded

FILE = ASSETS / "doctor" / "supervised" / "traces.npz"


@cache
def prepared() -> list[tuple[dict[str, Any], Trace]]:
    with np.load(FILE) as kept:
        about = json.loads(str(kept["about"]))
        names = [name.partition("/") for name in kept.files if "/" in name]
        return [
            (each, {name: tuple(kept[f"{place}/{name}"]) for at, _, name in names if int(at) == place})
            for place, each in enumerate(about)
        ]


def first(case: tuple[dict[str, Any], Trace]) -> str:
    told, trace = case
    found = of_knobs(trace, PlaygroundConfig(**told["knobs"]).values())
    return found[0].name if found else ""


def test_the_card_says_how_many_are_right() -> None:
    """Recomputed from the shipped curves, both halves."""
    card = FILE.with_name("card.md").read_text(encoding="utf-8")
    for group in ("for setting", "for judging"):
        cases = [each for each in prepared() if each[0]["group"] == group]
        right = sum(first(each) == each[0]["true"] for each in cases)
        assert f"{group}: {right} of {len(cases)}" in card
    healthy = [each for each in prepared() if each[0]["true"] == "healthy"]
    false = sum(first(each) != "healthy" for each in healthy)
    assert f"false alarms: {false} of {len(healthy)}" in card


@pytest.mark.parametrize("place", range(45))
def test_every_remedy_is_a_change_that_the_knobs_allow(place: int) -> None:
    told, trace = prepared()[place]
    config = PlaygroundConfig(**told["knobs"])
    for finding in of_knobs(trace, config.values()):
        assert finding.sentence.endswith(".") and finding.name
        for remedy in finding.remedies:
            try:
                config.replace(**remedy.change)
            except InvalidConfig as error:
                pytest.fail(f"{finding.name}: {remedy.label}: {error}")


def steady(**levels: float) -> Trace:
    steps = np.arange(0, 5001, 50)
    return {name: (steps, np.full(len(steps), level)) for name, level in levels.items()}


def test_nothing_is_said_of_a_run_that_has_just_begun() -> None:
    assert supervised({}) == []
    assert supervised({"training_loss": (np.arange(0, 300, 50), np.ones(6))}) == []


def test_a_loss_that_is_no_number_comes_first() -> None:
    (found,) = supervised(ended(steady(training_loss=0.1, training_error=0.01), 5000, True))
    assert found.name == "nan" and "no number" in found.sentence


def test_other_lessons_need_few_of_the_metrics() -> None:
    """Loss and error alone, as LeNet's lesson may hand them over."""
    assert supervised(steady(training_loss=0.1, training_error=0.01))[0].healthy
    over = steady(training_loss=0.02, validation_loss=0.6, training_error=0.0, validation_error=0.2)
    assert supervised(over)[0].name == "overfitting"


def test_without_knobs_nothing_is_changed_that_a_lesson_may_not_have() -> None:
    trace = steady(training_loss=0.7, training_error=0.5, output_spread=0.01, dead_units=0.9, saturated_units=0.9)
    assert all(not each.remedies for each in supervised(trace))


def test_a_lesson_that_measures_accuracies_is_read_as_well() -> None:
    """LeNet on few digits: it knows its own by heart."""
    steps = np.arange(1, 2001)
    checks = np.arange(50, 2001, 50)
    trace: Trace = {
        "loss": (steps, 2 * np.exp(-steps / 200) + 0.01), "train_accuracy": (steps, 1 - 0.9 * np.exp(-steps / 200)),
        "validation_loss": (checks, np.full(len(checks), 0.8)),
        "validation_accuracy": (checks, np.full(len(checks), 0.8)),
    }  # fmt: skip
    (found,) = of_knobs(with_errors(trace), LeNetConfig().values())
    assert found.name == "overfitting" and "20 %" in found.sentence.replace("\N{NO-BREAK SPACE}", " ")
    for remedy in found.remedies:
        LeNetConfig(**remedy.change)


def test_lenets_recorded_run_is_healthy() -> None:
    run = recorded("lenet").at(1e9)
    (found,) = of_knobs(with_errors(run.curves), LeNetConfig().values())
    assert found.healthy


@pytest.mark.parametrize(
    ("optimizer", "rate", "bolder"), [("Adam", 0.002, 0.02), ("Adam", 0.05, None), ("SGD", 0.05, 0.5)]
)
def test_a_longer_step_is_advised_only_where_it_may_help(optimizer: str, rate: float, bolder: float | None) -> None:
    """Of Adam's steps, which are as long as the rate, 0.05 is too long for LeNet-5: ten times as long cannot help."""
    steps = np.arange(1, 11) * 100
    trace = with_errors({"loss": (steps, 2.0 - steps / 1_000), "train_accuracy": (steps, np.full(10, 0.7))})
    (finding,) = of_knobs(trace, {"optimizer": optimizer, "learning_rate": rate})
    assert finding.name == "still learning"
    assert [remedy.change for remedy in finding.remedies] == ([] if bolder is None else [{"learning_rate": bolder}])
