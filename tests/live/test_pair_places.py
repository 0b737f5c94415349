"""Pairs in the pool: one booking, one place, one shelf; parked, killed and reset together."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from dnnlab.live.config import InvalidConfig
from dnnlab.live.handle import Handle
from dnnlab.live.pool import Pool
from dnnlab.live.wire import LEASE, PausedBy, Snapshot, State
from tests.live.helpers import poll_until, until
from tests.live.test_places import House, look
from tests.live.test_pool import alone, assert_the_same
from tests.live.toy_knobs import NAME, ToyConfig

FASTER = {"learning_rate": 0.2}


@pytest.fixture
def house() -> Iterator[House]:
    made = House(memory=200)
    yield made
    made.pool.close()


def begun(house: House, owner: str = "ada") -> Handle:
    """A pair that trains."""
    run = house.pool.start("regression", ToyConfig(), owner, change=FASTER)
    house.train(looking=(run,))
    return run


def together(run: Handle) -> Snapshot:
    """A look at both, which stand alike."""
    look(run)
    seen = run.poll()
    assert seen.twin is not None
    assert (seen.twin.status.step, seen.twin.status.state) == (seen.status.step, seen.status.state)
    return seen


class TestOneBooking:
    def test_a_twin_begins_with_its_run_at_step_0_and_what_was_reached_is_kept(self, house: House) -> None:
        run = house.start("ada")
        house.train(looking=(run,))
        reached = look(run).step
        with house.slow():
            run.twin(ToyConfig(), FASTER, play=True)
            seen = run.poll()
            assert seen.twin is not None
            assert (seen.status.step, seen.twin.status.step, seen.twin.view) == (0, 0, None)
            assert seen.twin.status.config == ToyConfig(learning_rate=0.2)
        (kept,) = house.pool.shelf.kept("ada", "regression")
        assert kept.snapshot.status.step >= reached > 0
        house.train(looking=(run,))
        seen = together(run)
        assert seen.status.step > 0
        assert seen.status.state is State.PLAYING
        assert house.pool.runs("ada")[0].change == FASTER

    def test_what_is_no_twin_is_refused_and_the_run_goes_on(self, house: House) -> None:
        run = house.start("ada")
        house.train(looking=(run,))
        step = look(run).step
        with pytest.raises(InvalidConfig, match="another value"):
            run.twin(ToyConfig(), {"learning_rate": 0.05})
        with pytest.raises(InvalidConfig, match="there is no knob beta"):
            house.pool.start("regression", ToyConfig(), "ada", change={"beta": 1.0})
        assert (look(run).step >= step, run.poll().twin) == (True, None)
        assert len(house.pool.runs("ada")) == 1

    def test_one_place_with_the_memory_of_two(self, house: House) -> None:
        pairs = [begun(house, "ada"), begun(house, "bob")]
        waiting = house.start("cleo")
        assert look(waiting).state is State.WAITING
        pairs[0].part()
        house.train(looking=(*pairs, waiting))
        assert look(waiting).state is State.PLAYING

    def test_where_there_is_no_room_for_a_twin_the_pair_waits(self, house: House) -> None:
        runs = [house.start(owner) for owner in ("ada", "bob", "cleo", "dan")]
        house.train(looking=tuple(runs))
        runs[0].twin(ToyConfig(), FASTER, play=True)
        seen = together(runs[0])
        assert seen.status.state is State.WAITING
        runs[1].stop()
        for _ in range(2):
            house.train(looking=(runs[0], *runs[2:]))
        seen = together(runs[0])
        assert (seen.status.state, seen.status.step > 0) == (State.PLAYING, True)

    def test_unwatched_both_pause_and_a_look_wakes_both(self, house: House) -> None:
        run = begun(house)
        house.train(LEASE + 1)
        seen = run.booking.snapshot
        assert seen.twin is not None
        assert [each.status.paused_by for each in (seen, seen.twin)] == [PausedBy.LEASE] * 2
        assert seen.status.step == seen.twin.status.step
        look(run)
        assert together(run).status.state is State.PLAYING

    def test_its_end_leaves_the_run_and_both_are_on_the_shelf(self, house: House) -> None:
        run = begun(house)
        run.pause()
        step = together(run).status.step
        run.part()
        assert (run.poll().twin, run.change, look(run).step) == (None, {}, step)
        run.step_once()
        assert look(run).step == step + 1
        run.stop()
        kept = house.pool.shelf.kept("ada", "regression")
        assert [each.snapshot.status.config.learning_rate for each in kept] == [0.2, 0.05]  # type: ignore[attr-defined]
        assert [each.snapshot.status.step for each in kept] == [step, step + 1]
        assert all(each.snapshot.twin is None for each in kept)

    def test_a_reset_begins_both_again_unless_the_change_is_none_any_more(self, house: House) -> None:
        run = begun(house)
        run.reset(ToyConfig(seed=4))
        seen = together(run)
        assert seen.twin is not None
        assert seen.twin.status.config == ToyConfig(seed=4, learning_rate=0.2)
        assert seen.status.step == 0
        run.step_once()
        run.reset(ToyConfig(learning_rate=0.2), play=True)
        assert run.poll().twin is None
        house.train(looking=(run,))
        assert look(run).step > 1
        assert not (house.pool.folder / run.id / "twin").exists()


class TestComingBack:
    def test_a_parked_pair_comes_back_where_it_was(self, house: House) -> None:
        run = begun(house)
        run.pause()
        step = together(run).status.step
        others = [house.pool.start("regression", ToyConfig(), owner, change=FASTER) for owner in ("bob", "cleo")]
        house.train(looking=(run, *others))
        assert run.booking.worker is None
        assert together(run).status.step == step
        run.tune(ToyConfig(learning_rate=0.01))
        others[0].stop()
        run.step_once()
        seen = together(run)
        assert seen.status.step == step + 1
        assert [each.status.config.learning_rate for each in (seen, seen.twin)] == [0.01, 0.2]  # type: ignore[union-attr]

    def test_a_dead_trainer_has_both_back_at_one_step(self, house: House) -> None:
        run = begun(house)
        house.train(1.0, looking=(run,))
        house.kill()
        seen = together(run)
        assert seen.status.message.startswith("The trainer was restarted; the run goes on from step")
        house.train(looking=(run,))
        assert together(run).status.step > seen.status.step

    def test_a_twin_that_ended_as_its_trainer_died_stays_ended(self, house: House) -> None:
        run = begun(house)
        house.links[-1].send = lambda message: None  # type: ignore[method-assign]  # a dead process takes no messages
        run.part()
        house.kill()
        house.train(looking=(run,))
        assert (run.poll().twin, look(run).step > 0) == (None, True)


def test_killed_and_beside_others_each_is_the_run_that_it_is_alone() -> None:
    pool = Pool(NAME, workers=1)
    try:
        until(lambda: pool.ready, "the trainer is ready")
        neighbour = pool.start("regression", ToyConfig(seed=9), "bob")
        run = pool.start("regression", ToyConfig(seed=3), "ada", change=FASTER)
        poll_until(run, lambda status: status.step >= 100, "it trains")
        for _ in range(2):
            (pid,) = pool.pids
            os.kill(pid, signal.SIGKILL)
            back = poll_until(run, lambda status: "restarted" in status.message, "it is restarted").status.step
            poll_until(run, lambda status: status.step >= back + 50, "it goes on")  # noqa: B023
        run.pause()
        seen = poll_until(run, lambda status: status.state is State.PAUSED, "it pauses")
        assert seen.twin is not None
        assert seen.twin.status.step == seen.status.step
        assert_the_same(seen, alone(ToyConfig(seed=3), seen.status.step))
        assert_the_same(seen.twin, alone(ToyConfig(seed=3, learning_rate=0.2), seen.status.step))
        neighbour.stop()
    finally:
        pool.close()
