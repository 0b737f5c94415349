"""How fast a run goes, and what is told of the time left."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from dnnlab.live.pace import MINUTE, Pace
from dnnlab.live.wire import Status
from tests.live.toy_knobs import ToyConfig


def test_one_slow_moment_does_not_multiply_the_time_left() -> None:
    pace, now, left = Pace(), 0.0, []
    for step in range(1, 6_001):
        now += 10.0 if step == 3_000 else 0.02  # one step takes as long as 500
        pace.note(now, step)
        status = Status(config=ToyConfig(), step=step, total_steps=9_000, rate=pace.rate, steady=pace.steady)
        if step > 1_000:
            assert status.seconds_left is not None
            left.append(status.seconds_left)
    assert max(later / before for before, later in pairwise(left)) < 1.3
    assert replace(status, steady=0.0).seconds_left == (9_000 - 6_000) / pace.rate


def test_a_pace_is_that_of_the_last_minute_and_costs_no_more_the_longer_it_goes_on() -> None:
    pace, now = Pace(), 0.0
    for step in range(1, 20_001):
        now += 0.01 if step <= 10_000 else 0.02
        pace.note(now, step)
    assert round(pace.rate) == round(pace.steady) == 50
    assert len(pace._minute) < 4 * MINUTE
    pace.clear()
    assert (pace.rate, pace.steady) == (0.0, 0.0)
    pace.note(now, 1)
    assert (pace.rate, pace.steady) == (0.0, 0.0)
