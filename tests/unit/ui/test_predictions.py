"""Questions of the two usual forms: their words, their buttons and their judges follow from the knobs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import SET_UP, Question

PERCENT = "\N{NO-BREAK SPACE}%"
WIDE = LeNetConfig(filters=12, dropout=0.5)


def run(config: LeNetConfig, accuracy: float, step: int = 300) -> PastRun:
    curves = {"validation_accuracy": (np.arange(1, step + 1), np.full(step, accuracy))}
    latest = {"validation_accuracy": accuracy}
    status = Status(config=config, begun=config, step=step, latest=latest, state=State.FINISHED)
    return PastRun(number=1, snapshot=Snapshot(status=status, curves=curves))


def one(**options: Any) -> Question:
    return about_run(
        WIDE, "validation_accuracy", key="one", ask="?", options=("low", "middle", "high"), why="",
        seen="It read {value}.", **({"bounds": (0.5, 0.9)} | options),
    )  # fmt: skip


def pair(step: int = 0) -> Question:
    return about_pair(
        LeNetConfig, {"pooling": "average"}, {"pooling": "max"}, "validation_accuracy", names=("averages", "maxima"),
        key="pair", ask="?", options=("lower", "same", "higher"), close=0.01, why="", step=step,
    )  # fmt: skip


def test_a_run_is_set_up_and_described_by_its_knobs() -> None:
    question = one(step=1_200)
    assert question.setups == {SET_UP: {"filters": 12, "dropout": 0.5}}
    assert question.knobs_for(SET_UP, LeNetConfig(seed=4)) == WIDE
    assert question.todo == (
        "Set Filters in layer 1 to 12 and Dropout to 0.5, leave the rest at the defaults, press Play, and let it come "
        "to step 1,200."
    )
    assert one().todo.endswith("come to its end.")


@pytest.mark.parametrize(("accuracy", "option"), [(0.49, 0), (0.5, 1), (0.89, 1), (0.9, 2), (1.0, 2)])
@pytest.mark.parametrize("step", [0, 300])
def test_a_run_is_judged_by_the_bounds(accuracy: float, option: int, step: int) -> None:
    outcome = one(step=step).judge([run(WIDE, 0.1), run(WIDE.replace(seed=3), accuracy)])
    assert outcome is not None
    assert outcome.answer == option
    if accuracy == 0.5:
        assert outcome.seen == f"It read 50{PERCENT}."


def test_other_runs_do_not_count() -> None:
    assert one().judge([]) is None
    assert one().judge([run(LeNetConfig(), 0.9)]) is None
    assert one(step=400).judge([run(WIDE, 0.9)]) is None
    assert one(whatever=("seed", "filters")).judge([run(WIDE.replace(filters=3), 0.9)]) is not None


def test_options_and_bounds_must_agree() -> None:
    with pytest.raises(ValueError, match="one: 3 options need 2 bounds, got 1"):
        one(bounds=(0.5,))


@pytest.mark.parametrize(("second", "option"), [(0.8, 0), (0.895, 1), (0.905, 1), (0.95, 2)])
@pytest.mark.parametrize("step", [0, 300])
def test_a_pair_is_judged_by_the_second_beside_the_first(second: float, option: int, step: int) -> None:
    config = LeNetConfig(filters=3, seed=5)
    runs = [run(config.replace(pooling="max"), second), run(config, 0.9)]
    for order in (runs, runs[::-1]):
        outcome = pair(step).judge(order)
        assert outcome is not None
        assert outcome.answer == option
        assert outcome.seen.endswith(f"averages 90{PERCENT}, maxima {100 * second:g}{PERCENT}, all else equal.")


def test_a_pair_needs_two_runs_with_numbers() -> None:
    assert pair().judge([run(LeNetConfig(), 0.9)]) is None
    assert pair().judge([run(LeNetConfig(), 0.9), run(LeNetConfig(pooling="max", seed=1), 0.9)]) is None
    assert pair().judge([run(LeNetConfig(), 0.9), run(LeNetConfig(pooling="max"), float("nan"))]) is None
    assert list(pair().setups) == ["Set up averages", "Set up maxima"]
