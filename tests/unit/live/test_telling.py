"""What is said of a run's knobs, over all its steps."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dnnlab.live.config import Config, Value, knob
from dnnlab.live.telling import by_hand, held, knobs_until, moments, told_knobs
from dnnlab.live.wire import Change, Event, Status, Tune


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs(Config):
    learning_rate: float = knob(0.002, low=1e-5, high=1.0, scale="log", live=True, help="the size of a step")
    epochs: int = knob(3, low=1, high=50, live=True, help="how long it trains")
    filters: int = knob(6, low=1, high=16, help="how many there are")


def tune(step: int, **values: Value) -> Tune:
    return Tune(step=step, values=values)


def run(*changes: Change, **begun: Value) -> Status:
    """A run that began with these knobs and was changed like this."""
    first = Knobs(**begun)  # type: ignore[arg-type]
    now = first
    for change in changes:
        if isinstance(change, Tune):
            now = now.replace(**change.values)
    return Status(config=now, begun=first, changes=changes)


def test_a_knob_is_told_over_all_steps() -> None:
    status = run(tune(600, learning_rate=0.02), tune(1_600, learning_rate=0.05, epochs=9), filters=8)
    assert held(status)["learning_rate"] == ((0, 0.002), (600, 0.02), (1_600, 0.05))
    rate = "learning rate 0.002, from step 600 on 0.02, from step 1,600 on 0.05"
    epochs = "epochs 3, from step 1,600 on 9"
    assert told_knobs(status) == f"{rate}, {epochs}, filters 8"
    assert told_knobs(status, moved=True) == f"{rate}, {epochs}"
    assert moments(status) == {600: "learning rate 0.02", 1_600: "learning rate 0.05, epochs 9"}


def test_a_knob_that_came_back_to_its_default_is_told_too() -> None:
    status = run(tune(5, learning_rate=0.002), learning_rate=0.5)
    assert status.config == Knobs()
    assert told_knobs(status) == "learning rate 0.5, from step 5 on 0.002"


@pytest.mark.parametrize(
    "changes",
    [
        (tune(5, learning_rate=0.002),),
        (tune(5, learning_rate=0.5), Event(step=5, text="1"), tune(5, learning_rate=0.002)),
    ],
)
def test_what_was_no_change_is_not_told(changes: tuple[Change, ...]) -> None:
    assert held(run(*changes))["learning_rate"] == ((0, 0.002),)


def test_what_no_step_was_taken_with_is_not_told() -> None:
    status = run(Event(step=0, text="1"), tune(0, learning_rate=0.5))
    assert told_knobs(status) == "learning rate 0.5, 1 change by hand"


def test_changes_by_hand_are_counted() -> None:
    events = [Event(step=step, text="1") for step in (4, 7, 7)]
    assert [by_hand(run(*events[:count])) for count in range(3)] == ["", "1 change by hand", "2 changes by hand"]
    assert moments(run(*events, tune(7, epochs=9))) == {4: "1 change by hand", 7: "epochs 9, 2 changes by hand"}


def test_a_recording_has_its_knobs_alone() -> None:
    assert told_knobs(Status(config=Knobs(epochs=9))) == "epochs 9"
    assert told_knobs(Status(config=Knobs())) == ""


def test_judges_see_the_knobs_of_the_first_steps_alone() -> None:
    status = run(tune(300, learning_rate=0.5), Event(step=400, text="1"))
    assert knobs_until(status, 300) == Knobs()
    assert knobs_until(status, 301) is None
    assert knobs_until(run(Event(step=400, text="1")), 400) == Knobs()
    assert knobs_until(run(Event(step=400, text="1")), 401) is None
    assert knobs_until(run(tune(300, learning_rate=0.002)), 1_000) == Knobs(), "it was moved to where it stood"
