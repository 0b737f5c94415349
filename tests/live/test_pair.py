"""A pair in a trainer: both at the same step, each the run that it would be alone, whatever happens."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.pair import Pair
from dnnlab.live.registry import Registry
from dnnlab.live.run import Run
from dnnlab.live.wire import PausedBy, State, Status
from tests.live.helpers import Clock
from tests.live.test_engine import Desk
from tests.live.toy_knobs import TOYS, ToyConfig

LEARNER = PausedBy.LEARNER
FASTER = {"learning_rate": 0.2}
SET = {"set": 1, "to": 2.0}


def opened(folder: Path, name: str = "regression", change: dict[str, Any] | None = None, **knobs: Any) -> Pair:
    pair = Pair(TOYS, name, ToyConfig(**knobs), change or FASTER, folder, Clock(tick=0.001))
    pair.open()
    return pair


def alone(registry: Registry, name: str, config: Any) -> Run:
    run = Run(registry, name, config, None, Clock())
    run.open()
    return run


def advance(run: Run | Pair, steps: int) -> None:
    run.play()
    for _ in range(steps):
        run.advance()


def identity(run: Run) -> tuple[int, str, str, Any]:
    return run.step, fingerprint(run.history.state_dict()), fingerprint(run.experiment.state_dict()), run.changes.all()


def steps(pair: Pair) -> tuple[int, int]:
    return pair.run.step, pair.twin.step


def stored(pair: Pair) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return pair.run.keeper.steps, pair.twin.keeper.steps


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.clock.tick = 0.0005
    return desk


class TestEachIsTheRunThatItIsAlone:
    @pytest.mark.parametrize(
        ("name", "change", "count"),
        [
            ("lenet", {"pooling": "max"}, 12),
            ("learn-kernel", {"learning_rate": 0.2}, 40),
            ("gradient-ascent", {"unit": 7}, 4),
        ],
    )
    def test_bit_for_bit(self, name: str, change: dict[str, Any], count: int, tmp_path: Path) -> None:
        config = CATALOGUE.config(name)()
        pair = Pair(CATALOGUE, name, config, change, tmp_path, Clock(tick=0.001))
        pair.open()
        chance = random.Random(1)
        while pair.step < count:
            advance(pair, min(chance.randint(1, 4), count - pair.step))
            assert pair.state is State.PLAYING, pair.message
            if chance.random() < 0.5:
                pair.pause()
        for half, knobs in zip(pair.both, (config, config.replace(**change)), strict=True):
            run = alone(CATALOGUE, name, knobs)
            advance(run, count)
            assert half.message == ""
            assert identity(half) == identity(run)

    def test_with_a_tune_an_event_a_rewind_and_another_trainer(self, tmp_path: Path) -> None:
        pair = opened(tmp_path, "by-hand", {"size": 4})
        runs = [alone(TOYS, "by-hand", ToyConfig(size=size)) for size in (8, 4)]
        advance(pair, 30)
        pair.tune(ToyConfig(learning_rate=0.1))
        advance(pair, 20)
        assert pair.apply(SET)
        advance(pair, 30)
        pair.rewind(50)
        assert steps(pair) == (50, 50)
        pair = opened(tmp_path, "by-hand", {"size": 4}, learning_rate=0.1)
        advance(pair, 10)
        for half, run in zip(pair.both, runs, strict=True):
            advance(run, 30)
            run.tune(run.config.replace(learning_rate=0.1))
            advance(run, 20)
            run.apply(SET)
            advance(run, 10)
            assert len(run.changes) == 2
            assert identity(half) == identity(run)


class TestTogether:
    def test_at_every_frame_both_are_at_one_step(self, desk: Desk) -> None:
        desk.start("pair", change=FASTER)
        seen = []
        for verb, argument in (
            ("play", None), ("pause", (LEARNER, "")), ("step", None), ("play", None), ("tune", ToyConfig(seed=0)),
            ("rewind", 5), ("step", None), ("play", None), ("reset", (ToyConfig(seed=1), True, None, FASTER, 1)),
        ):  # fmt: skip
            desk.do("pair", verb, argument)
            for _ in range(7):
                desk.status("pair")
        for kind, _, frame in (message for message in desk.said if message[0] == "frame"):
            assert kind == "frame"
            if frame.status is not None:
                assert frame.twin.status.step == frame.status.step
                assert frame.twin.status.state is frame.status.state
                assert (frame.view is None) == (frame.twin.view is None)
                seen.append((frame.attempt, frame.status.step))
        assert max(step for attempt, step in seen if attempt == 0) > 10
        assert max(step for attempt, step in seen if attempt == 1) > 10
        booking = desk.booking("pair")
        assert booking.status.config == ToyConfig(seed=1)

    def test_a_slow_twin_does_not_cost_the_others_their_turns(self, desk: Desk) -> None:
        desk.start("pair", change=FASTER)
        desk.start("other")
        for half in desk.engine._seats["pair"].run.both:  # type: ignore[union-attr]
            stretch(desk, half, 0.05)
        desk.stretch("other", 0.05)
        desk.turns(20)
        assert 9 <= desk.status("other").step <= 12
        assert 9 <= desk.status("pair").step <= 12

    def test_a_live_knob_is_for_both_but_the_one_that_differs(self, tmp_path: Path) -> None:
        pair = opened(tmp_path)
        advance(pair, 3)
        pair.tune(ToyConfig(learning_rate=0.01, end=9))
        assert [half.config for half in pair.both] == [
            ToyConfig(learning_rate=0.01, end=9), ToyConfig(learning_rate=0.2, end=9),
        ]  # fmt: skip
        pair.tune(ToyConfig(learning_rate=0.2, end=9))
        pair.tune(ToyConfig(learning_rate=0.5, end=9))
        assert pair.twin.config.learning_rate == 0.2, "equal for a moment, it still is the one that differs"
        advance(pair, 50)
        assert steps(pair) == (9, 9)
        assert [half.state for half in pair.both] == [State.FINISHED] * 2
        assert [[*half.final] for half in pair.both] == [["distance"]] * 2

    def test_what_the_run_refuses_its_twin_is_not_asked(self, tmp_path: Path) -> None:
        pair = opened(tmp_path, "by-hand", {"size": 2})
        assert not pair.apply({"set": 9, "to": 1.0})
        assert (pair.message, [len(half.changes) for half in pair.both]) == ("There is no weight 9.", [0, 0])
        pair.message = ""
        assert not pair.apply({"set": 5, "to": 1.0})
        assert (pair.message, [len(half.changes) for half in pair.both]) == ("The twin: There is no weight 5.", [1, 0])
        pair.message = ""
        assert pair.message == ""

    def test_rewind_goes_where_both_can(self, tmp_path: Path) -> None:
        pair = opened(tmp_path)
        advance(pair, 25)
        pair.twin.keeper._store._drop(10)  # type: ignore[union-attr]  # the larger of two has fewer checkpoints
        assert 10 not in pair.kept
        assert pair.statuses()[0].kept == pair.statuses()[1].kept == pair.kept
        pair.rewind(12)
        assert steps(pair) == (5, 5)
        assert pair.state is State.PAUSED


class TestTheEnd:
    @pytest.mark.parametrize(("who", "change"), [("run", {"end": 9}), ("twin", {"end": 5})])
    def test_where_one_is_complete_the_other_stands_still(
        self, who: str, change: dict[str, Any], tmp_path: Path
    ) -> None:
        pair = opened(tmp_path, change=change, end=5 if who == "run" else 9)
        advance(pair, 40)
        ended, other = pair.both if who == "run" else pair.both[::-1]
        assert steps(pair) == (5, 5)
        assert (ended.state, [*ended.final]) == (State.FINISHED, ["distance"])
        assert (other.state, other.paused_by) == (State.PAUSED, PausedBy.PAIR)
        assert "complete at step 5" in pair.message
        pair.play()
        assert other.state is State.PAUSED
        run = pair.part()
        run.play()
        for _ in range(20):
            run.advance()
        assert run.step == (5 if who == "run" else 9)

    def test_a_twin_that_diverges_ends_the_pair_at_that_step(self, desk: Desk) -> None:
        desk.start("pair", "diverging", change={"at": 4})
        desk.turns(5)
        status = desk.status("pair")
        twin = desk.booking("pair").snapshot.twin
        assert twin is not None
        assert (status.state, status.paused_by, status.step) == (State.PAUSED, PausedBy.PAIR, 4)
        assert status.message.startswith("The twin stopped: Diverged: the loss became nan at step 5")
        assert (twin.status.state, twin.status.step) == (State.DIVERGED, 4)
        desk.do("pair", "play")
        assert desk.status("pair").state is State.PAUSED
        desk.do("pair", "part")
        assert desk.status("pair").message == ""
        desk.do("pair", "step")
        assert desk.status("pair").step == 5
        assert not (desk.folder / "pair" / "twin").exists()

    def test_a_run_that_diverges_ends_the_pair_too_and_a_rewind_brings_both_back(self, tmp_path: Path) -> None:
        pair = opened(tmp_path, "diverging", {"at": 9}, at=7)
        advance(pair, 12)
        assert pair.run.state is State.DIVERGED
        assert (steps(pair), pair.twin.paused_by) == ((7, 8), PausedBy.PAIR)
        assert pair.message.startswith("Diverged: the loss became nan at step 8")
        pair.rewind(7)
        assert steps(pair) == (5, 5)
        assert [half.state for half in pair.both] == [State.PAUSED] * 2

    @pytest.mark.parametrize("name", ["raising", "unbuildable", "untunable", "unviewable"])
    def test_one_that_fails_stops_the_other(self, name: str, desk: Desk) -> None:
        desk.start("pair", name, change={"at": 5})
        desk.do("pair", "tune", ToyConfig(learning_rate=0.1))
        desk.turns(10)
        status = desk.status("pair")
        assert State.FAILED in (status.state, desk.booking("pair").snapshot.twin.status.state)  # type: ignore[union-attr]
        assert status.message
        desk.turns(3)
        assert not desk.engine.busy


class TestCheckpoints:
    def test_are_written_in_pairs(self, tmp_path: Path) -> None:
        pair = opened(tmp_path)
        for _ in range(70):
            advance(pair, 10)
            pair._clock.advance(0.3)  # type: ignore[attr-defined]
        assert stored(pair)[0] == stored(pair)[1]
        assert {0, 1, 2, 5, 500} < set(pair.kept)
        assert set(pair.kept) - {0, *on_the_grid(700)}, "and by time"

    def test_one_that_only_one_has_does_not_count(self, tmp_path: Path) -> None:
        """The trainer died between the two."""
        pair = opened(tmp_path)
        advance(pair, 12)
        pair.run.park()
        again = opened(tmp_path)
        assert steps(again) == (10, 10)
        again.step_once()
        assert (steps(again), stored(again)) == ((11, 11), ((0, 1, 2, 5, 10, 11),) * 2)

    def test_a_command_that_only_one_has_taken_is_taken_by_the_other(self, tmp_path: Path) -> None:
        pair = opened(tmp_path, "by-hand")
        advance(pair, 5)
        pair.run.taken = 7
        pair.run.apply(SET)
        pair = opened(tmp_path, "by-hand")
        assert pair.taken < 7
        pair.take(7)
        assert pair.apply(SET)
        assert [len(half.changes) for half in pair.both] == [1, 1]
        assert pair.taken == 7

    def test_a_reset_that_only_one_has_taken_is_void(self, tmp_path: Path) -> None:
        pair = opened(tmp_path)
        advance(pair, 5)
        pair.run.attempt = 1
        pair.run.keeper._store.save(5, pair.run.state_dict())  # type: ignore[union-attr]
        assert steps(opened(tmp_path)) == (0, 0)


def stretch(desk: Desk, run: Run, seconds: float) -> None:
    """Make each step of one of a pair take so long."""
    step: Callable[[], dict[str, float]] = run.experiment.step

    def slow() -> dict[str, float]:
        desk.clock.advance(seconds)
        return step()

    run.experiment.step = slow  # type: ignore[method-assign]


def on_the_grid(end: int) -> set[int]:
    return {digit * 10**power for digit in (1, 2, 5) for power in range(5) if digit * 10**power <= end}


def test_the_twin_is_drawn_from_its_own_experiment(desk: Desk) -> None:
    desk.start("pair", paused_by=LEARNER, change=FASTER)
    desk.do("pair", "step")
    desk.do("pair", "step")
    snapshot = desk.booking("pair").snapshot
    assert snapshot.twin is not None
    assert snapshot.view.step == snapshot.twin.view.step == 2
    assert not np.array_equal(snapshot.view.weights, snapshot.twin.view.weights)
    assert snapshot.curves["loss"][1][0] == snapshot.twin.curves["loss"][1][0], "the first loss is of one seed"
    status: Status = snapshot.twin.status
    assert status.config == status.begun == ToyConfig(learning_rate=0.2)


def test_both_take_a_step_when_the_slices_of_both_are_done(tmp_path: Path) -> None:
    pair = opened(tmp_path, "sliced", at=3)
    seen = set()
    pair.play()
    for _ in range(40):
        pair.advance()
        seen.add(steps(pair))
    assert seen == {(step, step) for step in range(11)}
    straight = alone(TOYS, "regression", ToyConfig(at=3))
    advance(straight, 10)
    assert identity(pair.run) == identity(straight)
    pair.step_once()
    for _ in range(10):
        pair.advance()
    assert steps(pair) == (11, 11)
    assert pair.state is State.PAUSED
