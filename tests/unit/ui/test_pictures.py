"""What the stage draws: the recording at a moment, where an axis ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.wire import State
from dnnlab.plots.figures import axis_end
from dnnlab.ui.recording import Recording

RECORDING = Recording(
    config=LeNetConfig(),
    steps=(0, 10, 40, 100),
    views=("begin", "early", "late", "end"),
    curves={
        "loss": (np.arange(1, 101), np.linspace(2.0, 0.0, 100)),
        "validation_loss": (np.array([50, 100]), np.array([1.0, 0.5])),
    },
    final={"test_accuracy": 0.99},
    seconds=30.0,
)


def test_the_recording_begins_at_its_first_view() -> None:
    shown = RECORDING.at(0.0)
    assert (shown.view, shown.status.step, shown.status.total_steps) == ("begin", 0, 100)
    assert shown.status.state is State.PLAYING
    assert len(shown.curves["loss"][0]) == 0
    assert shown.status.latest == {}


def test_curves_come_as_far_as_the_view() -> None:
    shown = RECORDING.at(20.0)
    assert shown.view == "late"
    assert shown.curves["loss"][0][-1] == 40
    assert shown.status.latest == {"loss": shown.curves["loss"][1][-1]}
    assert shown.status.final == {}


@pytest.mark.parametrize("elapsed", [30.0, 1e6])
def test_at_its_end_it_stays_complete(elapsed: float) -> None:
    shown = RECORDING.at(elapsed)
    assert (shown.view, shown.status.step, shown.status.state) == ("end", 100, State.FINISHED)
    assert shown.status.final == {"test_accuracy": 0.99}
    assert shown.status.latest == {"loss": 0.0, "validation_loss": 0.5}


def test_another_view_is_another_version() -> None:
    shown = [RECORDING.at(seconds) for seconds in np.linspace(0, 31, 100)]
    assert {each.version for each in shown} == {1, 2, 3, 4}
    for before, after in pairwise(shown):
        assert (before.version == after.version) == (before.view == after.view)


def test_a_run_with_other_knobs_than_the_default_ones_says_which() -> None:
    other = replace(RECORDING, config=LeNetConfig(optimizer="SGD", learning_rate=0.05))
    for elapsed in (0.0, RECORDING.seconds):
        status = RECORDING.at(elapsed).status
        assert RECORDING.told(status, LeNetConfig()).startswith("A recorded run, default knobs: ")
        for config in (other.config, LeNetConfig()):
            assert other.told(status, config).startswith("A recorded run, optimizer SGD, learning rate 0.05: ")


@pytest.mark.parametrize(("step", "shown"), [(0, 0), (9, 0), (10, 10), (39, 10), (40, 40), (99, 40), (100, 100)])
def test_a_recording_can_be_shown_at_a_step(step: int, shown: int) -> None:
    assert RECORDING.at(RECORDING.when(step)).status.step == shown


def test_an_axis_ends_beyond_the_step_on_a_round_number() -> None:
    for step in range(0, 20_000, 7):
        end = axis_end(step, None)
        assert step < end <= max(100, 2.6 * step)
        assert str(end).rstrip("0") in ("1", "2", "5")


@pytest.mark.parametrize(("step", "total", "end"), [(0, 2579, 100), (2000, 2579, 2579), (2579, 2579, 2579), (9, 5, 9)])
def test_an_axis_ends_at_the_runs_end(step: int, total: int, end: int) -> None:
    assert axis_end(step, total) == end
