"""A look needs no run of a page's script; of two the later one counts; the page is called for what it alone can say."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest

from dnnlab.live.wire import PausedBy, Snapshot, State, Status, Tune
from dnnlab.plots.palette import DARK, LIGHT, Palette
from dnnlab.ui.bar import Answered
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.playing import Clock
from dnnlab.ui.recording import Opening
from dnnlab.ui.sight import RESTING, SOON, YOUNG, Frame, Showing, Sight
from dnnlab.ui.words import TRAINING
from tests.live.toy_knobs import ToyConfig
from tests.patience import PATIENCE


@dataclass(frozen=True, slots=True)
class Step:
    """Draws the step."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> list[Panel]:
        return [TextPanel(title="step", text=str(now.status.step))]

    def pictures(self, view: Any, palette: Palette) -> list[Panel]:
        return []


class Run:
    """A learner's run, at what the test says."""

    id = "1"

    def __init__(self, **status: Any) -> None:
        self.now = Snapshot(
            status=Status(config=ToyConfig(), state=State.PLAYING, total_steps=9), view=["drawn"], version=1
        )
        self.goes(**status)

    def goes(self, **status: Any) -> None:
        self.now = replace(self.now, status=replace(self.now.status, **status), version=self.now.version + 1)

    def poll(self) -> Snapshot:
        return self.now


def sight(run: Any, **changed: Any) -> Sight:
    made = Sight(
        page="toy", owner="me", run=run, clock=Clock(), config=ToyConfig(), words=TRAINING, scene=Step(), drawer=None,
        recording=Opening(config=ToyConfig(), view=["begin"], total_steps=9, invitation="Play."), pinned=None,
        palette=LIGHT, wished=False, answered=Answered(presses=2), milestone=lambda now: now.status.step // 5,
    )  # fmt: skip
    return replace(made, **changed)


def looked(showing: Showing) -> Frame:
    """A look in a thread of its own, as the socket's are."""
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(showing.look).result(PATIENCE)
    assert found is not None
    return found


def test_before_the_page_has_come_to_its_stage_there_is_nothing_to_see() -> None:
    assert Showing().look() is None


def test_the_same_moment_is_the_same_frame_whoever_looks() -> None:
    showing, run = Showing(), Run(step=3)
    shown = showing.show(sight(run))
    again = looked(showing)
    assert (again.told, again.number) == (shown.told, shown.number)
    assert again.drawn.packed is shown.drawn.packed
    assert (again.told.step, again.told.presses, again.told.looks) == (3, 2, True)
    assert again.told.drawn == again.drawn.name


def test_another_moment_has_a_higher_number() -> None:
    showing, run = Showing(), Run(step=3)
    numbers = [showing.show(sight(run)).number]
    run.goes(step=4)
    numbers.append(looked(showing).number)
    run.goes(rate=5.0)  # another word in the bar, no other picture
    numbers.append(looked(showing).number)
    numbers.append(showing.show(sight(run, palette=DARK)).number)
    assert numbers == sorted(set(numbers))


def test_a_look_that_began_earlier_and_comes_later_is_the_older_one() -> None:
    showing, run = Showing(), Run(step=3)
    showing.show(sight(run))
    asked, goes_on = threading.Event(), threading.Event()

    class Slow(Run):
        def poll(self) -> Snapshot:
            before = run.now
            asked.set()
            goes_on.wait(PATIENCE)
            return before

    assert showing.sight is not None
    showing.sight = replace(showing.sight, run=Slow())
    with ThreadPoolExecutor(1) as thread:
        late = thread.submit(showing.look)
        assert asked.wait(PATIENCE)
        run.goes(step=4)
        newer = showing.show(sight(run))
        goes_on.set()
        older = late.result(PATIENCE)
    assert older is not None
    assert (older.told.step, newer.told.step) == (3, 4)
    assert older.number < newer.number
    assert looked(showing).number == newer.number, "what came late has not taken its place"


def test_numbers_go_on_beyond_those_of_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Showing().show(sight(Run())).number
    assert Showing().show(sight(Run())).number >= before
    monkeypatch.setattr("dnnlab.ui.sight.time.time", lambda: 0.0)  # its clock was set back
    showing, run = Showing(), Run()
    first = showing.show(sight(run)).number
    run.goes(step=8)
    assert looked(showing).number == first + 1


@pytest.mark.parametrize(
    ("changed", "calls"),
    [
        ({"step": 4}, False),
        ({"rate": 20.0}, False),
        ({"changes": (Tune(step=3, values={"learning_rate": 0.1}),)}, False),  # a moved knob: the page ran
        ({"step": 5}, True),  # the milestone
        ({"state": State.PAUSED, "paused_by": PausedBy.LEARNER}, True),
        ({"message": "The trainer was restarted."}, True),
    ],
)
def test_a_look_calls_for_the_page_when_that_alone_can_say_it(changed: dict[str, Any], calls: bool) -> None:
    showing, run = Showing(), Run(step=3)
    frame = showing.show(sight(run))
    showing.shown(frame, frame.reached)
    assert not looked(showing).calls
    run.goes(**changed)
    assert looked(showing).calls == calls
    frame = showing.show(sight(run))
    showing.shown(frame, frame.reached)
    assert not looked(showing).calls, "the page has said it"


def test_a_page_that_has_said_less_than_it_has_drawn_is_called_again() -> None:
    showing, run = Showing(), Run(step=3)
    said = showing.show(sight(run)).reached
    run.goes(step=5)  # while the page runs
    showing.shown(showing.show(sight(run)), said)
    assert looked(showing).calls


def test_beside_a_socket_a_run_of_the_page_shows_a_young_frame_of_a_run_that_goes_on_again() -> None:
    showing, run = Showing(), Run(step=1)
    first = showing.show(sight(run), again=True)
    run.goes(step=3)
    again = showing.show(sight(run), again=True)
    assert again.number == first.number and again.drawn is first.drawn
    assert again.told.step == 1, "words and picture are of one moment"
    assert showing.show(sight(run)).told.step == 3, "without a socket it is drawn anew"
    run.goes(step=4)
    showing.show(sight(run), again=True)
    assert looked(showing).told.step == 4, "the socket brings the next one"
    assert showing.show(sight(run, palette=DARK), again=True).drawn.moment.palette is DARK


@pytest.mark.parametrize(
    "changed",
    [
        {"state": State.PAUSED, "paused_by": PausedBy.LEARNER}, {"message": "The trainer was restarted."},
        {"changes": (Tune(step=3, values={"learning_rate": 0.1}),)}, {"config": ToyConfig(learning_rate=0.1)},
        {"begun": ToyConfig(seed=1)},
    ],
)  # fmt: skip
def test_what_has_happened_to_a_run_is_drawn_at_once(changed: dict[str, Any]) -> None:
    showing, run = Showing(), Run(step=1)
    showing.show(sight(run), again=True)
    run.goes(step=3, **changed)
    assert showing.show(sight(run), again=True).told.step == 3


def test_an_old_frame_and_another_runs_are_not_shown_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("dnnlab.ui.sight.time.monotonic", lambda: now[0])
    showing, run = Showing(), Run(step=1)
    showing.show(sight(run), again=True)
    run.goes(step=3)
    now[0] += YOUNG / 2
    assert showing.show(sight(run), again=True).told.step == 1
    now[0] += YOUNG / 2
    assert showing.show(sight(run), again=True).told.step == 3, "being shown again made it no younger"
    other = Run(step=4)
    other.id = "2"
    assert showing.show(sight(other), again=True).told.step == 4


def test_an_opening_is_seen_where_a_run_has_no_picture_yet() -> None:
    run = Run()
    run.now = replace(run.now, view=None)
    assert sight(run).snapshot().view == ["begin"]
    assert sight(None).snapshot().view == ["begin"]


@pytest.mark.parametrize(
    ("state", "paused_by", "view", "seconds"),
    [
        (State.PLAYING, None, "drawn", None),
        (State.WAITING, None, None, None),
        (State.PAUSED, PausedBy.LEARNER, "drawn", RESTING),
        (State.PAUSED, PausedBy.LEASE, "drawn", SOON),
        (State.PAUSED, PausedBy.LEARNER, None, SOON),
        (State.FAILED, None, None, RESTING),
    ],
)
def test_a_run_is_looked_at_as_often_as_it_has_something_to_show(
    state: State, paused_by: PausedBy | None, view: Any, seconds: float | None
) -> None:
    now = Snapshot(status=Status(config=ToyConfig(), state=state, paused_by=paused_by), view=view)
    assert sight(Run()).rests(now) == seconds
