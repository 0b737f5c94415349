"""The engine with a made-up clock: turns, leases, commands and calls, no waiting and no processes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dnnlab.live.bookings import Booking, Shown
from dnnlab.live.engine import NOTICE, TURN, Engine
from dnnlab.live.questions import BEGUN_AGAIN
from dnnlab.live.wire import LEASE, Frame, PausedBy, State, Status
from tests.live.helpers import Clock
from tests.live.toy_knobs import TOYS, ToyConfig, ToyView

LEARNER = PausedBy.LEARNER
FRAME_BYTES = 40_000


class Desk:
    """An engine, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.folder = folder
        self.said: list[tuple[Any, ...]] = []
        self.engine = Engine(TOYS, folder, self._send, self.clock)

    def _send(self, message: tuple[Any, ...]) -> None:
        pickle.dumps(message)  # as the line does
        self.said.append(message)

    def start(
        self, run: str, name: str = "regression", paused_by: PausedBy | None = None, *,
        owed: list[tuple[int, str, Any]] | None = None, note: str = "", attempt: int = 0,
        change: dict[str, Any] | None = None, **knobs: Any,
    ) -> None:  # fmt: skip
        self.engine.handle(
            ("start", run, name, ToyConfig(**knobs), None, attempt, owed or [], paused_by, note, change or {})
        )

    def do(self, run: str, verb: str, argument: Any = None, ticket: int = 0) -> None:
        self.engine.handle(("do", run, verb, argument, ticket))

    def turns(self, count: int = 1) -> None:
        for _ in range(count):
            self.clock.advance(TURN)
            self.engine.turn()

    def leave(self, seconds: float) -> None:
        """Nobody looks for so long, while the engine goes on."""
        until = self.clock.now + seconds
        while self.clock.now < until:
            self.clock.advance(min(0.5, until - self.clock.now))
            self.engine.turn()

    def frames(self, run: str) -> list[Frame]:
        return [message[2] for message in self.said if message[:2] == ("frame", run)]

    def booking(self, run: str) -> Booking:
        """What a page has of a run after all that was said."""
        frames = self.frames(run)
        attempt = frames[-1].attempt if frames else 0
        made = Booking(
            name=run, owner="", slot="", memory=0, status=Status(config=ToyConfig()), polled=0.0, attempt=attempt
        )
        last = next((frame for frame in reversed(frames) if frame.status is not None), None)
        if last is not None and last.twin is not None:
            made.twin = Shown(status=last.twin.status)
        for frame in frames:
            made.take(frame)
        return made

    def status(self, run: str) -> Status:
        self.engine.handle(("touch", run))
        self.engine.turn()
        return self.booking(run).status

    def stretch(self, run: str, seconds: float) -> None:
        """Make each step of a run take so long."""
        experiment = self.engine._seats[run].run.experiment
        step = experiment.step

        def slow() -> dict[str, float]:
            self.clock.advance(seconds)
            return step()

        experiment.step = slow  # type: ignore[method-assign]


def assert_same_curves(desk: Desk, run: str) -> None:
    """What the page has is what the trainer has, bit for bit."""
    page, trainer = desk.booking(run).curves, desk.engine._seats[run].run.history.curves()
    assert [*page] == [*trainer]
    for name, curve in trainer.items():
        for ours, theirs in zip(page[name], curve, strict=True):
            assert ours.dtype == theirs.dtype
            assert np.array_equal(ours, theirs)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


class TestTurns:
    def test_every_run_moves_and_long_steps_take_no_more_time(self, desk: Desk) -> None:
        desk.start("quick")
        desk.start("slow")
        desk.stretch("quick", 0.001)
        desk.stretch("slow", 0.05)
        for _ in range(40):
            desk.engine.turn()
        assert desk.status("slow").step in (20, 21)
        assert desk.status("quick").step >= 20 * 20

    def test_a_paused_run_takes_no_turns(self, desk: Desk) -> None:
        desk.start("playing")
        desk.start("paused", paused_by=LEARNER)
        for run in ("playing", "paused"):
            desk.stretch(run, 0.01)
        for _ in range(10):
            desk.engine.turn()
        assert desk.status("paused").step == 0
        assert desk.status("playing").step >= 20

    def test_a_run_that_takes_a_breath_takes_one_step_and_leaves_the_time_to_others(self, desk: Desk) -> None:
        desk.start("unhurried", "unhurried")
        desk.turns(3)
        assert desk.status("unhurried").step == 1
        assert 0 < desk.engine.rest < 1, "there is nothing to do until the next step"
        desk.start("quick")
        desk.stretch("quick", 0.01)
        until = desk.clock.now + 4.4
        while desk.clock.now < until:
            desk.engine.turn()
        assert desk.status("unhurried").step == 5
        assert desk.status("quick").step >= 350
        desk.do("quick", "pause", (LEARNER, ""))
        desk.do("unhurried", "step")
        assert desk.status("unhurried").step == 6, "whoever asks for a step gets it at once"
        assert desk.status("unhurried").kept == (0, 1, 2, 3, 4, 5, 6)

    def test_with_nothing_to_do_it_says_so(self, desk: Desk) -> None:
        assert not desk.engine.busy
        desk.start("run", paused_by=LEARNER)
        assert desk.engine.busy, "the first frame is to be sent"
        desk.turns()
        assert not desk.engine.busy

    def test_final_figures_share_the_time_too(self, desk: Desk) -> None:
        desk.start("ending", end=3)
        desk.start("other")
        for run in ("ending", "other"):
            desk.stretch(run, 0.02)
        for _ in range(20):
            desk.engine.turn()
        assert desk.status("ending").state is State.FINISHED
        assert desk.status("other").step >= 8


class TestLease:
    def test_unwatched_a_run_pauses_and_goes_on_at_the_next_look(self, desk: Desk) -> None:
        desk.start("run")
        desk.stretch("run", 0.01)
        desk.leave(LEASE - 1)
        assert desk.booking("run").status.state is State.PLAYING
        desk.leave(2)
        paused = desk.booking("run").status
        assert (paused.state, paused.paused_by) == (State.PAUSED, PausedBy.LEASE)
        desk.turns(5)
        assert desk.booking("run").status.step == paused.step
        assert desk.status("run").state is State.PLAYING

    def test_a_look_that_is_late_because_the_trainer_was_held_up_is_no_absence(self, desk: Desk) -> None:
        desk.start("run")
        desk.stretch("run", 0.01)
        desk.leave(LEASE / 2)
        desk.clock.advance(10 * LEASE)  # one slow step, or the whole machine stood still
        desk.engine.turn()
        assert desk.booking("run").status.state is State.PLAYING
        desk.leave(LEASE)
        assert desk.booking("run").status.paused_by is PausedBy.LEASE

    def test_paused_by_the_learner_it_stays_paused(self, desk: Desk) -> None:
        desk.start("run")
        desk.stretch("run", 0.01)
        desk.do("run", "pause", (LEARNER, ""))
        desk.leave(LEASE + 1)
        status = desk.status("run")
        assert (status.state, status.paused_by) == (State.PAUSED, LEARNER)

    def test_the_learners_pause_overrides_the_lease(self, desk: Desk) -> None:
        desk.start("run")
        desk.stretch("run", 0.01)
        desk.leave(LEASE + 1)
        desk.do("run", "pause", (LEARNER, ""))
        assert desk.status("run").paused_by is LEARNER

    def test_a_run_that_rested_unwatched_still_does_after_a_restart(self, desk: Desk) -> None:
        desk.start("run", paused_by=PausedBy.LEASE)
        desk.stretch("run", 0.01)
        desk.engine.turn()
        assert desk.booking("run").status.paused_by is PausedBy.LEASE
        assert desk.status("run").state is State.PLAYING


class TestFrames:
    def test_a_picture_is_sent_when_somebody_looks_and_something_changed(self, desk: Desk) -> None:
        desk.start("run", paused_by=LEARNER)
        desk.turns()
        assert isinstance(desk.frames("run")[-1].view, ToyView)
        desk.status("run")
        assert (desk.frames("run")[-1].view, desk.frames("run")[-1].curves) == (None, None)
        desk.do("run", "step")
        assert desk.frames("run")[-1].view.step == 1

    def test_nobody_looks_nothing_is_drawn(self, desk: Desk) -> None:
        desk.start("run")
        desk.stretch("run", 0.01)
        desk.turns()
        sent = len(desk.said)
        desk.turns(50)
        assert len(desk.said) == sent

    def test_a_change_of_state_is_told_at_once(self, desk: Desk) -> None:
        desk.start("run", "diverging")
        desk.turns()
        assert desk.booking("run").status.state is State.DIVERGED

    def test_each_is_light_and_the_page_has_the_trainers_curves(self, desk: Desk) -> None:
        """16 metrics: while they are looked at, after a rewind, after a reset, and in another trainer."""
        desk.start("run", "many", end=5_000)
        desk.stretch("run", TURN / 100)
        told = []
        while (status := desk.status("run")).state is not State.FINISHED:
            told.append(status.step)
            assert_same_curves(desk, "run")
        assert len(told) > 40, "it was looked at on its way"
        assert status.step == 5_000
        desk.do("run", "rewind", 2_345)
        assert 0 < desk.status("run").step <= 2_345
        assert_same_curves(desk, "run")
        desk.do("run", "reset", (ToyConfig(end=5_000), False, None, {}, 1))
        assert desk.booking("run").curves == {}
        desk.do("run", "step")
        assert_same_curves(desk, "run")
        desk.do("run", "play")
        desk.stretch("run", TURN / 1_000)
        while desk.engine._seats["run"].run.state is State.PLAYING:
            desk.engine.turn()  # nobody looks
        desk.do("run", "park")
        other = Desk(desk.folder)
        other.start("run", "many", end=5_000, paused_by=LEARNER, attempt=1)
        other.turns()
        assert sum(frame.curves is not None for frame in other.frames("run")) == 8, "15 times 1,250 points, and a few"
        assert other.booking("run").status.step == 5_000
        assert_same_curves(other, "run")
        for each in (desk, other):
            assert max(len(pickle.dumps(frame)) for frame in each.frames("run")) < FRAME_BYTES

    def test_one_that_tells_of_the_end_has_the_curves_that_go_with_it(self, desk: Desk) -> None:
        desk.start("run", end=50)
        desk.stretch("run", TURN / 5)
        while desk.engine.busy:
            desk.turns()  # nobody looks any more
        page = desk.booking("run")
        assert (page.status.state, page.status.step) == (State.FINISHED, 50)
        assert page.curves["loss"][0][-1] == 50
        assert_same_curves(desk, "run")

    def test_a_look_costs_what_is_new(self, desk: Desk) -> None:
        desk.start("run", "many", paused_by=LEARNER)
        desk.turns()
        for _ in range(3):
            desk.do("run", "step")
            assert len(pickle.dumps(desk.frames("run")[-1])) < 8_000
        assert {len(piece.steps) for piece in desk.frames("run")[-1].curves.pieces.values()} == {1}

    def test_the_log_is_sent_when_it_has_grown_and_is_light_too(self, desk: Desk) -> None:
        desk.start("run", "by-hand", paused_by=LEARNER)
        while not (message := desk.status("run").message):
            desk.do("run", "apply", {"set": 1, "to": 0.25})
        assert "as many changes by hand as it can keep" in message
        changes = desk.status("run").changes
        assert len(changes) > 300
        desk.do("run", "step")
        assert desk.frames("run")[-1].changes is None
        assert desk.booking("run").status.changes == changes
        assert max(len(pickle.dumps(frame)) for frame in desk.frames("run")) < FRAME_BYTES

    def test_a_reset_before_the_first_step_shows_the_new_weights(self, desk: Desk) -> None:
        desk.start("run", paused_by=LEARNER)
        desk.turns()
        before = desk.frames("run")[-1].view.weights
        desk.do("run", "reset", (ToyConfig(seed=1), False, None, {}, 1))
        assert not np.array_equal(desk.frames("run")[-1].view.weights, before)


class TestCommands:
    def test_each_is_acknowledged_with_its_effect(self, desk: Desk) -> None:
        desk.start("run", "by-hand", paused_by=LEARNER)
        effects: list[tuple[str, Any, Callable[[Status], bool]]] = [
            ("step", None, lambda s: s.step == 1 and s.state is State.PAUSED),
            ("play", None, lambda s: s.state is State.PLAYING),
            ("pause", (LEARNER, ""), lambda s: s.paused_by is LEARNER),
            ("tune", ToyConfig(learning_rate=0.5), lambda s: s.config.learning_rate == 0.5),  # type: ignore[attr-defined]
            ("apply", {"set": 0, "to": 3.0}, lambda s: len(s.changes) == 2),
            ("rewind", 0, lambda s: s.step == 0),
            (
                "reset",
                (ToyConfig(seed=2), True, None, {}, 1),
                lambda s: s.state is State.PLAYING and s.config.seed == 2,
            ),  # type: ignore[attr-defined]
        ]
        for ticket, (verb, argument, effect) in enumerate(effects, start=1):
            desk.do("run", verb, argument, ticket)
            assert desk.said[-1] == ("done", "run", ticket)
            assert effect(desk.booking("run").status), verb

    def test_for_a_run_that_is_not_here_they_are_not_taken(self, desk: Desk) -> None:
        desk.do("nowhere", "play", None, 7)
        assert desk.said == []

    def test_a_dropped_run_leaves_no_folder(self, desk: Desk) -> None:
        desk.start("run")
        assert (desk.folder / "run").exists()
        desk.do("run", "drop")
        assert not (desk.folder / "run").exists()
        assert not desk.engine.busy

    def test_a_parked_run_leaves_its_newest_step(self, desk: Desk) -> None:
        desk.start("run")
        desk.stretch("run", 0.005)
        desk.turns(20)
        step = desk.status("run").step
        desk.do("run", "park")
        assert ("parked", "run") in desk.said
        desk.start("run", paused_by=LEARNER)
        assert desk.status("run").step >= step

    def test_a_restart_is_told_for_a_while(self, desk: Desk) -> None:
        desk.start("run", end=3)
        desk.turns(3)
        desk.do("run", "park")
        desk.start("run", note="It goes on from step {step}.", end=3)
        assert desk.status("run").message == "It goes on from step 3."
        desk.clock.advance(NOTICE + 1)
        assert desk.status("run").message == ""

    def test_what_cannot_be_done_by_hand_is_told_for_a_while(self, desk: Desk) -> None:
        desk.start("run", "by-hand", paused_by=LEARNER)
        for then in (lambda: desk.clock.advance(NOTICE + 1), lambda: desk.do("run", "apply", {"set": 1, "to": 1.0})):
            desk.do("run", "apply", {"set": 99, "to": 1.0})
            assert desk.status("run").message == "There is no weight 99."
            then()
            assert desk.status("run").message == ""

    def test_what_is_owed_is_taken_once_and_in_order_before_it_plays(self, desk: Desk) -> None:
        desk.start("run", "by-hand", paused_by=LEARNER)
        event = {"set": 0, "to": 3.0}
        desk.do("run", "apply", event, 7)
        owed = [(7, "apply", event), (8, "step", None), (9, "apply", event)]
        for played in (1, 2):  # its trainer died, and the next one
            desk = Desk(desk.folder)
            desk.start("run", "by-hand", owed=owed)
            assert desk.said == [("done", "run", 7), ("done", "run", 8), ("done", "run", 9)]
            desk.stretch("run", TURN)
            status = desk.status("run")
            assert (status.state, status.step) == (State.PLAYING, 1 + played)
            assert [change.step for change in status.changes] == [0, 1]

    def test_one_broken_run_leaves_the_others_alone(self, desk: Desk) -> None:
        desk.start("broken", "raising")
        desk.start("unbuildable", "unbuildable")
        desk.start("whole")
        for run in ("broken", "whole"):
            desk.stretch(run, 0.01)
        desk.turns(30)
        states = {run: desk.status(run).state for run in ("broken", "unbuildable", "whole")}
        assert states == {"broken": State.FAILED, "unbuildable": State.FAILED, "whole": State.PLAYING}
        assert desk.status("whole").step > 10


class TestCalls:
    def answer(self, desk: Desk) -> tuple[Any, str]:
        desk.turns()
        kind, _, value, error = desk.said[-1]
        assert kind == "answer"
        return value, error

    def test_answered_between_turns(self, desk: Desk) -> None:
        desk.engine.handle(("call", 1, "add", (2, 3), None, ""))
        assert desk.said == [], "not before the turn"
        assert self.answer(desk) == (5, "")

    def test_one_a_turn_so_that_training_goes_on(self, desk: Desk) -> None:
        desk.start("run")
        desk.stretch("run", 0.02)
        for number in range(10):
            desk.engine.handle(("call", number, "add", (number, 0), None, ""))
        desk.turns(10)
        assert [message[2] for message in desk.said if message[0] == "answer"] == list(range(10))
        assert desk.status("run").step >= 9

    def test_a_run_answers_with_its_own_network(self, desk: Desk) -> None:
        desk.start("run", paused_by=LEARNER)
        desk.turns()
        desk.engine.handle(("call", 1, "weights", (), "run", ""))
        value, _ = self.answer(desk)
        assert np.array_equal(value, desk.booking("run").view.weights)

    @pytest.mark.parametrize(
        ("call", "said"),
        [
            (("refuse", ("seven",), None), "ValueError: seven is no number (tests/live/toys.py, line"),
            (("weights", (), "nowhere"), "This run has no place in a trainer at the moment."),
            (("unknown", (), None), "UnknownName: there is no call 'unknown'; there are add, busy,"),
        ],
    )
    def test_an_error_is_one_sentence(self, desk: Desk, call: tuple[Any, ...], said: str) -> None:
        desk.engine.handle(("call", 1, *call, ""))
        value, error = self.answer(desk)
        assert value is None
        assert error.startswith(said)

    def test_a_run_trains_between_the_pieces_as_if_nobody_asked(self, desk: Desk) -> None:
        for run in ("watched", "alone"):
            desk.start(run)
            desk.stretch(run, TURN)
        desk.engine.handle(("call", 1, "watch", (), "watched", "ada"))
        desk.turns(10)
        pieces = [message[2] for message in desk.said if message[0] == "piece"]
        assert len({piece.tobytes() for piece in pieces}) >= 5
        watched, alone = (desk.engine._seats[run].run for run in ("watched", "alone"))
        assert watched.step == alone.step >= 5
        assert np.array_equal(watched.experiment.view().weights, alone.experiment.view().weights)

    def test_an_answer_about_a_run_ends_with_a_reset(self, desk: Desk) -> None:
        desk.start("run", paused_by=LEARNER)
        desk.engine.handle(("call", 1, "watch", (), "run", "ada"))
        desk.turns(2)
        assert desk.said[-1][0] == "piece"
        desk.do("run", "reset", (ToyConfig(seed=1), False, None, {}, 1))
        assert self.answer(desk) == (None, BEGUN_AGAIN)

    def test_an_answer_that_cannot_travel_is_an_error(self, desk: Desk) -> None:
        desk.engine.handle(("call", 1, "unsendable", (), None, ""))
        value, error = self.answer(desk)
        assert value is None
        assert "pickle" in error

    def test_a_cancelled_call_is_not_computed(self, desk: Desk, tmp_path: Path) -> None:
        marks = tmp_path / "marks"
        desk.engine.handle(("call", 1, "tally", (str(marks), "x"), None, ""))
        desk.engine.handle(("cancel", 1))
        desk.turns(3)
        assert not marks.exists()
        assert desk.said == []
