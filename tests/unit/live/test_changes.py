"""The log of what was changed in a run: equal events are equal, and none is too large."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dnnlab.live.changes import AROUND, MAX_EVENT, MAX_EVENTS, Changes, InvalidEvent, event_text, plain
from dnnlab.live.wire import Event, Tune


def nothing(event: Any) -> None:
    """An experiment that takes everything."""


def test_equal_events_have_equal_texts() -> None:
    one, other = {"move": (1, 2.5), "point": 3}, {"point": 3, "move": [1, 2.5]}
    assert event_text(one) == event_text(other) == '{"move":[1,2.5],"point":3}'
    assert plain(one) == plain(other) == {"move": [1, 2.5], "point": 3}
    assert plain({1: None}) == {"1": None}


@pytest.mark.parametrize("event", [math.nan, {"x": math.inf}, {1, 2}, b"x", np.float32(1), {1: 0, "1": 0}, object()])
def test_what_is_no_plain_data_is_refused_in_one_sentence(event: Any) -> None:
    with pytest.raises(InvalidEvent, match=r"An event must be plain data, as JSON has it: .*[.]$"):
        event_text(event)


def test_what_is_too_deep_or_too_long_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InvalidEvent, match="plain data"):
        event_text(deep)
    event_text("x" * (MAX_EVENT - 2))
    with pytest.raises(InvalidEvent, match=r"at most 4,000 characters as JSON; this one has 4,001[.]$"):
        event_text("x" * (MAX_EVENT - 1))


def test_tunes_in_a_row_at_one_step_are_one_and_events_part_them() -> None:
    log = Changes()
    for change in (
        Tune(step=3, values={"rate": 0.1}),
        Tune(step=3, values={"rate": 0.2, "end": 9}),
        Event(step=3, text="1"),
        Event(step=3, text="1"),
        Tune(step=3, values={"end": 8}),
        Tune(step=4, values={"end": 7}),
    ):
        log.add(change)
    assert log.all() == (
        Tune(step=3, values={"rate": 0.2, "end": 9}),
        Event(step=3, text="1"),
        Event(step=3, text="1"),
        Tune(step=3, values={"end": 8}),
        Tune(step=4, values={"end": 7}),
    )
    assert Changes.of(log.state()).all() == log.all()


def test_a_run_keeps_so_many_events() -> None:
    log = Changes()
    event = "x" * (1_000 - AROUND - 2)
    for step in range(MAX_EVENTS // 1_000):
        log.take(event, step, nothing)
    with pytest.raises(InvalidEvent, match="as many changes by hand as it can keep"):
        log.take(event, 99, nothing)
    assert len(log) == MAX_EVENTS // 1_000


def test_what_is_refused_is_not_noted() -> None:
    log = Changes()

    def refuse(event: Any) -> None:
        raise ValueError(f"not {event}")

    with pytest.raises(ValueError, match="not now"):
        log.take("now", 1, refuse)
    assert log.all() == ()
