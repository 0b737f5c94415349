"""Curves of any length in 2,000 points."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.live.history import LIMIT, History


def filled(steps: int, limit: int = LIMIT) -> History:
    history = History(limit)
    for step in range(1, steps + 1):
        history.add(step, {"loss": 1.0 / step, **({"accuracy": step / steps} if step % 50 == 0 else {})})
    return history


@pytest.mark.parametrize("steps", [1, 7, LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT, 23_456])
def test_never_more_points_than_the_limit_and_always_the_newest(steps: int) -> None:
    at, values = filled(steps).curves()["loss"]
    assert len(at) == len(values) <= LIMIT
    assert at[0] == 1
    assert at[-1] == steps
    assert (np.diff(at) > 0).all()
    assert values.tolist() == (1.0 / at).tolist()


def test_a_short_run_keeps_every_step() -> None:
    assert filled(1_500).curves()["loss"][0].tolist() == list(range(1, 1_501))


def test_a_long_run_is_evenly_spread() -> None:
    at, _ = filled(50_000).curves()["loss"]
    assert len(at) > LIMIT / 2
    assert len(set(np.diff(at[:-1]).tolist())) == 1


def test_a_rare_metric_is_not_thinned_with_a_frequent_one() -> None:
    at, _ = filled(20_000).curves()["accuracy"]
    assert at.tolist() == list(range(50, 20_001, 50))


def test_the_latest_value_of_each_metric() -> None:
    assert filled(120).latest == {"loss": 1 / 120, "accuracy": 100 / 120}


@pytest.mark.parametrize("at", [1, 9, 10, 33])
def test_saved_and_taken_up_again_it_is_the_same_history(at: int) -> None:
    straight, saved, again = History(10), History(10), History(10)
    for step in range(at):
        straight.add(step, {"loss": float(step)})
        saved.add(step, {"loss": float(step)})
    again.load_state_dict(saved.state_dict())
    for step in range(at, 100):
        straight.add(step, {"loss": float(step)})
        again.add(step, {"loss": float(step)})
    assert again.state_dict() == straight.state_dict()
    assert again.curves()["loss"][0].tolist() == straight.curves()["loss"][0].tolist()
