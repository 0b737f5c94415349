"""Limits, the queue, leases and restarts: a pool over engines in this process, with a made-up clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from dnnlab.live.changes import event_text
from dnnlab.live.crew import HEALTHY, RESTARTS
from dnnlab.live.handle import Handle
from dnnlab.live.places import A_LEARNER, LOADING, LONG_TURN, MADE_ROOM, OTHERS_WAIT
from dnnlab.live.pool import GAVE_UP
from dnnlab.live.wire import LEASE, Event, PausedBy, State, Status, default_lease
from tests.live.house import House
from tests.live.toy_knobs import ToyConfig

FIRST, SECOND = {"set": 0, "to": 1.0}, {"set": 1, "to": 2.0}


def event(step: int, what: dict[str, float]) -> Event:
    """The note of what was done to a run."""
    return Event(step=step, text=event_text(what))


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.pool.close()


def look(run: Handle) -> Status:
    """Look at a run as a page does that comes back a moment later."""
    run.poll()
    if run.booking.worker is not None:
        run.booking.worker.link.turn()  # type: ignore[attr-defined]
    return run.poll().status


def assert_same_curves(run: Handle) -> None:
    """What the page has of a run's curves is what its trainer has, bit for bit."""
    look(run)
    page = run.poll().curves
    trainer = run.booking.worker.link.engine._seats[run.id].run.history.curves()  # type: ignore[union-attr]
    assert [*page] == [*trainer]
    for name, curve in trainer.items():
        assert [axis.tolist() for axis in page[name]] == [axis.tolist() for axis in curve]


def state(run: Handle) -> State:
    return look(run).state


def paused_by(run: Handle) -> PausedBy | None:
    return look(run).paused_by


class TestALearnersLimit:
    """Trainers with room for many: it is the learner's own runs that make room."""

    @pytest.fixture
    def house(self) -> Iterator[House]:
        made = House(memory=1_000)
        yield made
        made.pool.close()

    @staticmethod
    def placed(house: House, owner: str = "ada") -> set[str]:
        """The learner's runs that a trainer holds."""
        return {run.id for run in house.pool.runs(owner) if run.booking.worker is not None}

    def test_a_walk_through_twenty_lessons(self, house: House) -> None:
        other = house.start("bob")
        runs, steps = [], []
        for _ in range(20):
            runs.append(house.start("ada"))
            house.train(0.5, looking=(runs[-1], other))
            steps.append(look(runs[-1]).step)
            assert min(steps) > 0
        assert self.placed(house) == {run.id for run in runs[-A_LEARNER:]}
        for run, step in zip(runs[:-A_LEARNER], steps, strict=False):
            status = look(run)
            assert (status.state, status.paused_by, status.message) == (State.PAUSED, PausedBy.ROOM, MADE_ROOM)
            assert status.step >= step
        assert state(other) is State.PLAYING, "others are left alone"
        back = runs[0]
        step = look(back).step
        back.play()
        house.train(0.5, looking=(back,))
        assert look(back).step > step
        assert_same_curves(back)
        assert look(back).message == ""
        assert len(self.placed(house)) == A_LEARNER
        assert runs[-1].booking.worker is not None, "it was looked at later than the others"

    def test_the_one_looked_at_longest_ago_makes_room_and_waits_for_play(self, house: House) -> None:
        first, second, third, fourth = (house.start("ada") for _ in range(A_LEARNER))
        house.train(LEASE + 1, looking=(first, third, fourth))
        unwatched = second.booking.status
        assert (unwatched.state, unwatched.paused_by) == (State.PAUSED, PausedBy.LEASE)
        fifth = house.start("ada")
        house.train(looking=(first, second, third, fourth, fifth))
        assert (state(second), paused_by(second)) == (State.PAUSED, PausedBy.ROOM), "a look alone does not wake it"
        assert [state(run) for run in (first, third, fourth, fifth)] == [State.PLAYING] * 4

    def test_its_learners_own_pause_stays_one(self, house: House) -> None:
        runs = [house.start("ada", play=False) for _ in range(A_LEARNER + 1)]
        assert (state(runs[0]), paused_by(runs[0])) == (State.PAUSED, PausedBy.LEARNER)
        assert runs[0].booking.worker is None
        runs[0].step_once()
        assert look(runs[0]).step == 1

    def test_a_run_that_waits_leaves_the_queue(self) -> None:
        house = House(memory=50)
        other = house.start("bob")
        waiting = [house.start("ada") for _ in range(A_LEARNER + 1)]
        assert [state(run) for run in waiting] == [State.PAUSED, *[State.WAITING] * A_LEARNER]
        assert "you are the next" in look(waiting[1]).message
        assert look(waiting[0]).message == MADE_ROOM
        waiting[0].play()
        assert [state(run) for run in waiting[:3]] == [State.WAITING, State.WAITING, State.PAUSED]
        other.stop()
        house.train(looking=tuple(waiting))
        assert state(waiting[1]) is State.PLAYING
        house.pool.close()

    def test_one_whose_trainer_is_slow_makes_room_too(self, house: House) -> None:
        with house.slow():
            runs = [house.start("ada") for _ in range(A_LEARNER + 1)]
            assert runs[0].poll().status.state is State.STARTING
        assert (state(runs[0]), paused_by(runs[0])) == (State.PAUSED, PausedBy.ROOM)
        assert runs[0].booking.worker is None

    def test_one_whose_figures_are_being_measured_measures_them_when_looked_at(self, house: House) -> None:
        first = house.start("ada", end=1)
        experiment = house.links[-1].engine._seats[first.id].run.experiment
        experiment.final = lambda: iter([{}] * 1_000)  # type: ignore[method-assign]
        house.links[-1].turn()
        assert state(first) is State.FINISHING
        for _ in range(A_LEARNER):
            house.start("ada")
        assert (first.booking.worker, first.booking.status.state) == (None, State.FINISHING)
        house.train(0.5, looking=(first,))
        assert (state(first), [*look(first).final]) == (State.FINISHED, ["distance"])

    def test_a_stopped_run_makes_room(self, house: House) -> None:
        runs = [house.start("ada") for _ in range(A_LEARNER)]
        runs[0].stop()
        runs[0].stop()
        assert len(house.pool.runs("ada")) == 3
        runs.append(house.start("ada"))
        assert [state(run) for run in runs[1:]] == [State.PLAYING] * 4


BEFORE = (", and you are the next", ", and 1 other waits before you", ", and 2 others wait before you")


class TestTheQueue:
    """A place for two runs of 50 MB."""

    def test_who_finds_no_place_waits_and_is_told_how_many_wait_before(self, house: House) -> None:
        house.start("ada"), house.start("bob")
        waiting = [house.start(owner) for owner in ("cleo", "dan")]
        waiting.append(house.start("eve"))
        for before, run in zip(BEFORE, waiting, strict=True):
            assert state(run) is State.WAITING
            assert look(run).message == (
                f"All places for training are taken; your run starts as soon as one is free{before}."
            )

    def test_first_come_first_served(self, house: House) -> None:
        first = house.start("ada")
        second = house.start("bob")
        third, fourth = house.start("cleo"), house.start("dan")
        first.stop()
        house.train(looking=(second, third, fourth))
        assert (state(third), state(fourth)) == (State.PLAYING, State.WAITING)
        assert "you are the next" in look(fourth).message

    def test_nobody_overtakes(self) -> None:
        house = House(memory=550)
        first = house.start("ada")
        second = house.start("bob")
        large = house.start("cleo", "large")
        small = house.start("dan")
        house.train(looking=(first, second, large, small))
        assert (state(large), state(small)) == (State.WAITING, State.WAITING), "50 MB are free, but it is not its turn"
        first.stop()
        house.train(looking=(second, large, small))
        assert (state(large), state(small)) == (State.PLAYING, State.WAITING)
        house.pool.close()

    def test_a_run_larger_than_any_trainer_gets_one_for_itself(self, house: House) -> None:
        assert state(house.start("ada", "large")) is State.PLAYING

    def test_who_does_not_want_to_wait_leaves(self, house: House) -> None:
        runs = house.start("ada"), house.start("bob")
        waiting = house.start("cleo")
        waiting.pause()
        assert (state(waiting), paused_by(waiting)) == (State.PAUSED, PausedBy.LEARNER)
        runs[0].stop()
        house.train(looking=(runs[1], waiting))
        assert (state(waiting), paused_by(waiting)) == (State.PAUSED, PausedBy.LEARNER)
        waiting.play()
        assert state(waiting) is State.PLAYING

    def test_a_paused_run_makes_room_and_comes_back_where_it_was(self, house: House) -> None:
        paused, other = house.start("ada"), house.start("bob")
        house.train(looking=(paused, other))
        paused.pause()
        step = look(paused).step
        newcomer = house.start("cleo")
        house.train(looking=(paused, other, newcomer))
        assert state(newcomer) is State.PLAYING
        assert (state(paused), look(paused).step) == (State.PAUSED, step)
        newcomer.stop()
        paused.step_once()
        assert look(paused).step == step + 1

    def test_a_step_asked_for_while_it_waits_is_taken_when_it_has_a_place(self, house: House) -> None:
        others = [house.start("bob"), house.start("bob")]
        house.train(looking=tuple(others))
        run = house.start("ada", play=False)
        run.step_once()
        assert run.booking.worker is None, "it waits for a place"
        others[0].stop()
        house.train(0.5, looking=(run,))
        assert (look(run).step, state(run)) == (1, State.PAUSED)

    def test_what_is_done_while_it_waits_is_taken_in_order_when_it_has_a_place(self, house: House) -> None:
        others = [house.start("bob"), house.start("bob")]
        house.train(looking=tuple(others))
        run = house.start("ada", "by-hand", play=False)
        for act in (lambda: run.apply(FIRST), run.step_once, lambda: run.apply(SECOND), run.play):
            act()
        assert run.booking.worker is None, "it waits for a place"
        others[0].stop()
        house.train(looking=(run,))
        assert state(run) is State.PLAYING
        assert look(run).changes == (event(0, FIRST), event(1, SECOND))
        assert run.booking.owed == {}

    def test_who_does_not_want_to_wait_wants_no_step_but_what_was_done_stays(self, house: House) -> None:
        others = house.start("bob"), house.start("bob")
        run = house.start("ada", "by-hand", play=False)
        run.apply(FIRST)
        run.step_once()
        run.pause()
        assert state(run) is State.PAUSED
        others[0].stop()
        run.apply(SECOND)
        assert look(run).changes == (event(0, FIRST), event(0, SECOND))

    def test_what_is_done_to_a_run_that_made_room_brings_it_back(self, house: House) -> None:
        run, other = house.start("ada", "by-hand", play=False), house.start("bob")
        run.step_once()
        newcomer = house.start("cleo")
        house.train(looking=(run, other, newcomer))
        assert run.booking.worker is None
        newcomer.stop()
        run.apply(FIRST)
        assert (state(run), look(run).step, look(run).changes) == (State.PAUSED, 1, (event(1, FIRST),))

    def test_what_is_done_while_it_makes_room_is_not_lost(self, house: House) -> None:
        run, other = house.start("ada", "by-hand", play=False), house.start("bob")
        house.train(looking=(run, other))
        with house.slow():
            newcomer = house.start("cleo")
            run.apply(FIRST)
        assert run.booking.worker is None
        newcomer.stop()
        house.train(looking=(run, other))
        assert look(run).changes == (event(0, FIRST),)

    @pytest.mark.parametrize(
        ("back", "step"), [(lambda run: run.play(), 1), (lambda run: run.reset(ToyConfig(), play=True), 0)]
    )
    def test_who_plays_or_resets_it_while_it_makes_room_gets_it_back(
        self, house: House, back: Callable[[Handle], None], step: int
    ) -> None:
        run, other = house.start("ada", play=False), house.start("bob")
        run.step_once()
        house.train(looking=(run, other))
        with house.slow():
            newcomer = house.start("cleo")
            back(run)
        assert run.booking.worker is None
        newcomer.stop()
        house.train(looking=(run, other))
        assert (state(run), run.booking.recalled) == (State.PLAYING, False)
        assert look(run).step > step
        assert_same_curves(run)

    def test_a_reset_run_owes_nothing(self, house: House) -> None:
        others = house.start("bob"), house.start("bob")
        run = house.start("ada", "by-hand", play=False)
        run.apply(FIRST)
        run.reset(ToyConfig())
        others[0].stop()
        house.train(looking=(run,))
        assert (state(run), look(run).changes) == (State.PAUSED, ())

    def test_an_unwatched_run_makes_room_first_and_goes_on_when_looked_at(self, house: House) -> None:
        unwatched, paused = house.start("ada"), house.start("bob", play=False)
        house.train(LEASE + 1, looking=(paused,))
        newcomer = house.start("cleo")
        house.train(looking=(paused, newcomer))
        assert state(newcomer) is State.PLAYING
        assert unwatched.booking.worker is None
        assert paused.booking.worker is not None
        newcomer.stop()
        unwatched.poll()
        assert state(unwatched) is State.PLAYING

    def test_new_knobs_do_not_start_a_run_that_made_room(self, house: House) -> None:
        paused, other = house.start("ada"), house.start("bob")
        house.train(looking=(paused, other))
        paused.pause()
        newcomer = house.start("cleo")
        house.train(looking=(paused, other, newcomer))
        newcomer.stop()
        paused.tune(ToyConfig(learning_rate=0.5))
        house.train(looking=(paused, other))
        assert state(paused) is State.PAUSED
        paused.play()
        status = look(paused)
        assert (status.state, status.config) == (State.PLAYING, ToyConfig(learning_rate=0.5))
        assert status.tunes[-1].values == {"learning_rate": 0.5}

    def test_a_question_to_a_run_that_waits_does_not_cost_it_its_turn(self, house: House) -> None:
        first, second, waiting = (house.start(owner) for owner in ("ada", "bob", "cleo"))
        waiting.weights()
        first.stop()
        house.train(looking=(second, waiting))
        assert state(waiting) is State.PLAYING

    def test_reset_while_it_waits_keeps_its_place_in_the_queue(self, house: House) -> None:
        first, second, waiting, last = (house.start(owner) for owner in ("ada", "bob", "cleo", "dan"))
        waiting.reset(ToyConfig(seed=9), play=True)
        assert state(waiting) is State.WAITING
        first.stop()
        house.train(looking=(second, waiting, last))
        assert (state(waiting), state(last)) == (State.PLAYING, State.WAITING)
        assert waiting.config == ToyConfig(seed=9)


class TestTenMinutes:
    def test_when_others_wait_the_one_that_sat_longest_pauses_in_their_favour(self, house: House) -> None:
        long, longer = house.start("ada"), house.start("bob")
        house.sat(long, LONG_TURN + 1)
        house.sat(longer, LONG_TURN + 2)
        newcomer = house.start("cleo")
        house.train(looking=(long, longer, newcomer))
        assert state(newcomer) is State.PLAYING
        assert (state(longer), paused_by(longer)) == (State.PAUSED, PausedBy.TURN)
        assert look(longer).message == OTHERS_WAIT
        assert state(long) is State.PLAYING

    def test_it_goes_on_when_it_gets_a_place_again(self, house: House) -> None:
        long, other = house.start("ada"), house.start("bob")
        house.sat(long, LONG_TURN + 1)
        newcomer = house.start("cleo")
        house.train(looking=(long, other, newcomer))
        step = look(long).step
        long.play()
        assert state(long) is State.WAITING
        newcomer.stop()
        house.train(looking=(long, other))
        assert state(long) is State.PLAYING
        assert look(long).step > step

    def test_nobody_waits_nobody_pauses(self, house: House) -> None:
        run = house.start("ada")
        house.sat(run, LONG_TURN + 1)
        house.train(looking=(run,))
        assert state(run) is State.PLAYING

    def test_they_are_of_the_clock_on_the_wall_however_slowly_it_trains(self, house: House) -> None:
        run, other = house.start("ada"), house.start("bob")
        house.train(looking=(run, other))
        for _ in range(30):  # both are looked at all the while
            house.clock.advance(LONG_TURN / 40)
            house.train(looking=(run, other))
        waiting = house.start("cleo")
        house.train(looking=(run, other, waiting))
        assert (state(run), state(waiting)) == (State.PLAYING, State.WAITING)
        for _ in range(12):
            house.clock.advance(LONG_TURN / 40)
            house.train(looking=(run, other, waiting))
        assert state(waiting) is State.PLAYING
        assert run.poll().status.trained < LONG_TURN / 2

    def test_they_begin_again_with_a_new_place(self, house: House) -> None:
        run, other = house.start("ada"), house.start("bob")
        house.sat(run, LONG_TURN + 1)
        waiting = house.start("cleo")
        house.train(looking=(run, other, waiting))
        assert (state(run), state(waiting)) == (State.PAUSED, State.PLAYING)
        waiting.stop()
        run.play()
        house.train(looking=(run, other))
        newcomer = house.start("dan")
        house.train(looking=(run, other, newcomer))
        assert (state(run), state(newcomer)) == (State.PLAYING, State.WAITING)


class TestStopped:
    def test_a_stopped_run_is_gone_and_takes_no_commands(self, house: House) -> None:
        run = house.start("ada")
        run.stop()
        run.play()
        run.reset(ToyConfig(), play=True)
        assert state(run) is State.GONE
        assert list(house.pool.folder.iterdir()) == []


class TestWhoseRun:
    def test_a_guessed_id_finds_nothing(self, house: House) -> None:
        run = house.start("ada")
        assert house.pool.find(run.id, "ada") is not None
        assert house.pool.find(run.id, "bob") is None
        assert house.pool.find("0" * 16, "ada") is None
        assert house.pool.runs("bob") == []
        assert house.pool.in_slot("bob", "regression") is None

    def test_two_tabs_have_runs_of_their_own(self, house: House) -> None:
        ada, bob = house.start("ada", play=False), house.start("bob", play=False)
        ada.step_once()
        assert (look(ada).step, look(bob).step) == (1, 0)
        found = house.pool.in_slot("bob", "regression")
        assert found is not None
        assert found.id == bob.id


class TestARestartedTrainer:
    def test_runs_go_on_as_they_were(self) -> None:
        house = House(memory=500)
        runs = playing, paused, _, diverged, finished = (
            house.start("ada"),
            house.start("ada", play=False),
            house.start("ada"),
            house.start("bob", "diverging"),
            house.start("bob", end=3),
        )
        house.train(1.0, looking=runs)
        before = {run.id: look(run) for run in runs}
        house.train(LEASE + 1, looking=(playing, paused, diverged, finished))
        house.kill()
        house.links[-1].turn()
        unwatched = runs[2].booking.status  # a look would wake it
        assert (unwatched.state, unwatched.paused_by) == (State.PAUSED, PausedBy.LEASE)
        house.train(0.1, looking=runs)
        assert [state(run) for run in runs] == [
            State.PLAYING, State.PAUSED, State.PLAYING, State.DIVERGED, State.FINISHED,
        ]  # fmt: skip
        assert look(diverged).message == before[diverged.id].message
        assert "The trainer was restarted; the run goes on from step " in look(playing).message
        house.pool.close()

    def test_a_diverged_run_can_still_be_rewound(self, house: House) -> None:
        run = house.start("ada", "diverging")
        house.train(looking=(run,))
        house.kill()
        run.play()
        assert state(run) is State.DIVERGED
        run.rewind(5)
        assert (state(run), look(run).step) == (State.PAUSED, 5)

    def test_commands_given_while_it_is_away_are_not_lost(self, house: House) -> None:
        tuned, paused = house.start("ada"), house.start("bob")
        house.train(looking=(tuned, paused))
        link = house.links[-1]
        link.send = lambda message: None  # type: ignore[method-assign]  # a dead process takes no messages
        tuned.tune(ToyConfig(learning_rate=0.5))
        paused.pause()
        link.die()
        house.train(looking=(tuned, paused))
        assert look(tuned).config == ToyConfig(learning_rate=0.5)
        assert (state(paused), paused_by(paused)) == (State.PAUSED, PausedBy.LEARNER)

    def test_what_was_done_while_it_is_away_is_done_in_order(self, house: House) -> None:
        run = house.start("ada", "by-hand", play=False)
        run.step_once()
        link = house.links[-1]
        link.send = lambda message: None  # type: ignore[method-assign]  # a dead process takes no messages
        for act in (lambda: run.apply(FIRST), run.step_once, lambda: run.rewind(1), lambda: run.apply(SECOND)):
            act()
        link.die()
        assert (state(run), look(run).step) == (State.PAUSED, 1)
        assert look(run).changes == (event(1, FIRST), event(1, SECOND))
        assert run.booking.owed == {}

    def test_a_rewind_that_a_dead_trainer_did_not_take_brings_a_diverged_run_back(self, house: House) -> None:
        run = house.start("ada", "diverging")
        house.train(looking=(run,))
        link = house.links[-1]
        link.send = lambda message: None  # type: ignore[method-assign]  # a dead process takes no messages
        run.apply(FIRST)
        assert state(run) is State.DIVERGED
        run.rewind(5)
        link.die()
        assert (state(run), look(run).step) == (State.PAUSED, 5)

    def test_the_page_has_the_curves_of_the_trainer_that_has_the_run(self) -> None:
        house = House(memory=50)
        run = house.start("ada", "many")
        house.train(2.0, looking=(run,))
        assert_same_curves(run)
        last = run.poll().curves["loss"][0][-1]
        house.kill()
        assert_same_curves(run)
        assert run.poll().curves["loss"][0][-1] < last, "since its last checkpoint it has to go again"
        house.train(0.1, looking=(run,))
        run.rewind(10)
        assert_same_curves(run)
        newcomer = house.start("bob")
        house.train(looking=(run, newcomer))
        assert run.booking.worker is None
        newcomer.stop()
        run.step_once()
        assert_same_curves(run)
        assert run.poll().curves["loss"][0].tolist() == [*range(1, 12)]
        run.reset(ToyConfig())
        assert_same_curves(run)
        house.pool.close()

    def test_what_it_was_given_is_given_to_the_next_trainer(self, house: House) -> None:
        first, then = np.ones(3, np.float32), np.full(4, 2.0, np.float32)
        run = house.pool.start("given", ToyConfig(), "ada", given=first)
        house.train(0.5, looking=(run,))
        before = look(run).step
        house.kill()
        assert look(run).step > 0
        house.train(1, looking=(run,))
        assert look(run).step > before
        assert len(run.poll().view.weights) == 3
        link = house.links[-1]
        link.send = lambda message: None  # type: ignore[method-assign]  # a dead process takes no messages
        run.reset(ToyConfig(), play=True, given=then)
        link.die()
        house.train(3, looking=(run,))
        assert run.poll().view.weights == pytest.approx(then, abs=0.7)

    def test_a_parked_run_that_is_reset_is_about_what_is_given_now(self) -> None:
        house = House(memory=100)
        run = house.pool.start("given", ToyConfig(), "ada", given=np.ones(3, np.float32), play=False)
        look(run)
        others = [house.start("bob"), house.start("bob")]
        house.train(0.5, looking=tuple(others))
        assert run.booking.worker is None, "it made room"
        run.reset(ToyConfig(), given=np.ones(4, np.float32))
        for other in others:
            other.stop()
        house.train(0.5, looking=(run,))
        assert (look(run).step, len(run.poll().view.weights)) == (0, 4)
        house.pool.close()

    def test_too_many_deaths_in_a_row_end_with_a_sentence(self, house: House) -> None:
        run = house.start("ada")
        for _ in range(RESTARTS):
            assert state(run) is not State.FAILED
            house.kill()
        assert (state(run), look(run).message) == (State.FAILED, GAVE_UP)
        run.apply(FIRST)
        assert (state(run), run.booking.owed) == (State.FAILED, {}), "only a reset helps"
        assert len(house.links) == RESTARTS
        house.train(looking=(run,))
        assert len(house.links) == RESTARTS, "left alone"
        run.reset(ToyConfig(), play=True)
        assert state(run) is State.PLAYING

    def test_deaths_long_ago_do_not_count(self, house: House) -> None:
        run = house.start("ada")
        for _ in range(2 * RESTARTS):
            house.clock.advance(HEALTHY + 1)
            house.kill()
        assert state(run) is State.PLAYING

    def test_a_run_that_waits_for_it_to_be_needed_again_starts_it(self, house: House) -> None:
        for _ in range(RESTARTS):
            house.kill()
        assert house.pool.pids == []
        assert state(house.start("ada")) is State.PLAYING


class TestReset:
    def test_it_shows_at_once_however_long_the_trainer_takes(self, house: House) -> None:
        run = house.start("ada", "by-hand")
        run.apply(FIRST)
        house.train(looking=(run,))
        assert look(run).step > 1
        with house.slow():
            for seed in (1, 2, 3):
                run.reset(ToyConfig(seed=seed))
                seen = run.poll()
                assert (seen.status.step, seen.status.changes, seen.curves, seen.view) == (0, (), {}, None)
                assert seen.status.config == seen.status.begun == ToyConfig(seed=seed)
                assert (seen.status.state, seen.status.paused_by) == (State.PAUSED, PausedBy.LEARNER)
        (kept,) = house.pool.shelf.kept("ada", "by-hand")
        assert kept.snapshot.status.config == ToyConfig(seed=0)
        assert (look(run).step, look(run).config, state(run)) == (0, ToyConfig(seed=3), State.PAUSED)
        run.step_once()
        assert_same_curves(run)

    def test_what_was_published_before_it_shows_no_more(self, house: House) -> None:
        run = house.start("ada", "many")
        house.train(looking=(run,))
        engine, late = house.links[-1].engine, []
        engine._emit, arrive = late.append, engine._emit
        house.train(looking=(run,))
        run.reset(ToyConfig(), play=True)
        house.train(looking=(run,))
        engine._emit = arrive
        assert any(message[0] == "frame" and message[2].attempt == 0 for message in late)
        for message in late:
            arrive(message)
            if message[0] == "frame" and message[2].attempt == 0:
                assert (run.booking.status.step, run.booking.curves, run.booking.view) == (0, {}, None)
        assert look(run).step > 0
        assert_same_curves(run)

    def test_a_trainer_that_died_before_it_took_it_does_not_undo_it(self, house: House) -> None:
        run = house.start("ada")
        house.train(looking=(run,))
        run.pause()
        assert look(run).step > 0
        house.links[-1].send = lambda message: None  # type: ignore[method-assign]  # a dead process takes no messages
        run.reset(ToyConfig())
        house.kill()
        assert (look(run).step, state(run)) == (0, State.PAUSED), "though the knobs are the same"


class TestTheShelf:
    def test_what_was_reached_is_kept_at_a_reset_and_at_the_end(self, house: House) -> None:
        run = house.start("ada", play=False)
        run.reset(ToyConfig(seed=1))
        assert house.pool.shelf.kept("ada", "regression") == [], "nothing was reached yet"
        run.step_once()
        run.reset(ToyConfig(seed=2))
        run.step_once()
        run.step_once()
        run.stop()
        kept = house.pool.shelf.kept("ada", "regression")
        assert [(each.number, each.snapshot.status.step) for each in kept] == [(1, 1), (2, 2)]
        assert house.pool.shelf.kept("bob", "regression") == []

    def test_each_slot_has_its_own(self, house: House) -> None:
        for slot in ("one lesson", "another"):
            run = house.pool.start("regression", ToyConfig(), "ada", slot=slot, play=False)
            run.step_once()
            run.stop()
        (kept,) = house.pool.shelf.kept("ada", "another")
        assert kept.number == 1


@pytest.mark.parametrize(("wanted", "seconds"), [("3", 3.0), ("0", 15.0), ("long", 15.0), ("", 15.0)])
def test_how_long_a_run_goes_on_unwatched(wanted: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DNNLAB_LEASE", wanted)
    assert default_lease() == seconds


def test_questions_go_where_they_are_answered_first_not_to_a_trainer_that_has_yet_to_load() -> None:
    house = House(workers=2)
    late, ready = house.pool._crew.workers
    late.ready = False
    assert ready.ready
    waiting = [house.pool.call("add", number, 1) for number in range(LOADING)]
    asked = [house.pool._desk.waiting(worker.link) for worker in (late, ready)]
    assert asked == [0, LOADING]
    waiting += [house.pool.call("add", number, 2) for number in range(LOADING)]
    asked = [house.pool._desk.waiting(worker.link) for worker in (late, ready)]
    assert asked == [LOADING // 2, LOADING + LOADING // 2], "a crowd does not wait behind one another for ever"
    house.train(5.0)
    assert [call.result(0.0) for call in waiting] == [*range(1, LOADING + 1), *range(2, LOADING + 2)]
    house.pool.close()
