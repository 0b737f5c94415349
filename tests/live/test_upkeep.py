"""Nothing is lost: a full disk, a trainer that hangs, a run that kills, a learner who comes back after a break."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dnnlab.live import calls as calls_module
from dnnlab.live import checkpoints, upkeep
from dnnlab.live.bookings import Booking
from dnnlab.live.calls import weight
from dnnlab.live.disk import MOST, SUFFIX, disk_budget
from dnnlab.live.inhand import InHand
from dnnlab.live.links import Message
from dnnlab.live.pool import Pool
from dnnlab.live.questions import Question, Questions
from dnnlab.live.shelf import PastRun
from dnnlab.live.upkeep import ANYWHERE, FORGET_AFTER, HUNG, LOADING, MANY, PARK_AFTER, TO_BLAME
from dnnlab.live.wire import PausedBy, State
from tests.live.helpers import ShiftedClock, poll_until, until
from tests.live.house import House
from tests.live.toy_knobs import IN_A_LONG_STEP, NAME, ToyConfig


@pytest.fixture
def house() -> Iterator[House]:
    made = House(memory=1_000)
    yield made
    made.pool.close()


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
def killable(clock: ShiftedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """A pool of its own with a real trainer that may come to harm."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # where the trainer leaves its signs
    made = Pool(NAME, workers=1, clock=clock, housekeeping=False)
    until(lambda: made.ready, "the trainer is ready")
    yield made
    made.close()


class TestAFullDisk:
    @pytest.fixture
    def full(self, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
        """From now on the disk takes nothing."""

        def refuse(path: Path, content: bytes) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(Path, "write_bytes", refuse)
        return monkeypatch

    def test_training_goes_on_and_says_so(self, house: House, full: pytest.MonkeyPatch) -> None:
        run = house.start("ada")
        house.train(1.0, looking=(run,))
        status = run.poll().status
        assert status.state is State.PLAYING
        assert status.step > 10
        assert status.message.startswith("No room on the disk (No space left on device)")
        assert status.kept == ()
        full.undo()
        house.train(5.0, looking=(run,))
        assert run.poll().status.message == ""
        assert run.poll().status.kept

    def test_a_rewind_holds_all_the_same(self, house: House, request: pytest.FixtureRequest) -> None:
        run = house.start("ada")
        house.train(1.0, looking=(run,))
        target = run.poll().status.kept[2]
        request.getfixturevalue("full")
        run.rewind(target)
        house.train(0.1, looking=(run,))
        assert (run.poll().status.step, run.poll().status.state) == (target, State.PAUSED)
        house.kill()
        house.train(0.1, looking=(run,))
        assert run.poll().status.step == target

    def test_where_no_folder_can_be_made_a_run_trains_and_its_neighbours_do(self, killable: Pool) -> None:
        shutil.rmtree(killable.folder)
        killable.folder.write_text("in the way")
        (pid,) = killable.pids
        runs = [killable.start("regression", ToyConfig(), owner) for owner in ("ada", "bob")]
        for run in runs:
            seen = poll_until(run, lambda status: status.step > 20, "it trains")
            assert seen.status.message.startswith("No room on the disk (Not a directory)")
        assert killable.pids == [pid]
        killable.folder.unlink()


class TestTheBudgetOfTheDisk:
    def test_it_is_two_gigabytes_or_a_tenth_of_what_would_be_free(self) -> None:
        assert disk_budget(free=10**12, used=0) == MOST
        assert disk_budget(free=900, used=100) == 100

    def test_the_oldest_rewind_points_go_first_of_whichever_run(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = house.start("ada", play=True)
        house.train(2.0, looking=(old,))
        old.pause()
        new = house.start("bob", play=True)
        house.train(2.0, looking=(new,))
        new.pause()
        for age, run in enumerate((new, old)):  # files of one moment have no order
            for path in (house.pool.folder / run.id).iterdir():
                os.utime(path, (1_000 - age, 1_000 - age))
        before = {run.id: sizes(house, run.booking) for run in (old, new)}
        used = sum(sum(each.values()) for each in before.values())
        budget = used - sum(sorted(before[old.id].values())[:3])
        monkeypatch.setattr(upkeep, "disk_budget", lambda free, used: budget)
        house.pool._upkeep.keep_to_the_budget()
        after = {run.id: sizes(house, run.booking) for run in (old, new)}
        assert after[new.id] == before[new.id]
        assert max(after[old.id]) == max(before[old.id]), "it goes on from there"
        assert len(after[old.id]) < len(before[old.id])
        assert sum(sum(each.values()) for each in after.values()) <= budget

    def test_what_a_run_goes_on_from_stays_and_its_marks_are_those_that_are_left(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = house.start("ada")
        house.train(2.0, looking=(run,))
        kept = run.poll().status.kept
        back = kept[3]
        run.rewind(back)
        house.train(0.1, looking=(run,))
        monkeypatch.setattr(upkeep, "disk_budget", lambda free, used: 0)
        house.pool._upkeep.keep_to_the_budget()
        assert set(sizes(house, run.booking)) == {back, *kept[-2:]}
        house.kill()
        house.train(0.1, looking=(run,))
        assert run.poll().status.step == back
        run.rewind(kept[1])  # nothing is there any more, so it stays where it is
        house.train(0.1, looking=(run,))
        assert run.poll().status.step == back
        assert run.poll().status.state is State.PAUSED

    def test_when_that_is_not_enough_runs_without_a_look_go(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        away, here = house.start("ada"), house.start("bob")
        house.train(1.0, looking=(away, here))
        for _ in range(5):
            house.clock.advance(PARK_AFTER / 5 + 1)
            house.train(0.1, looking=(here,))
        monkeypatch.setattr(upkeep, "disk_budget", lambda free, used: 0)
        house.pool._upkeep.keep_to_the_budget()
        assert away.poll().status.state is State.GONE
        assert here.poll().status.state is State.PLAYING


def sizes(house: House, booking: Booking) -> dict[int, int]:
    """Step -> bytes of the checkpoints of a run."""
    folder = house.pool.folder / booking.id
    return {int(path.stem): path.stat().st_size for path in folder.glob(f"*{SUFFIX}")}


class TestATrainerThatHangs:
    def test_it_is_ended_and_so_is_a_run_in_which_it_hangs_again(
        self, killable: Pool, clock: ShiftedClock, tmp_path: Path
    ) -> None:
        sign = tmp_path / IN_A_LONG_STEP
        hanging = killable.start("long", ToyConfig(at=5, seconds=600.0), "ada")
        until(sign.exists, "its long step has begun")
        neighbour = killable.start("regression", ToyConfig(), "bob")
        for again in (False, True):
            if again:
                until(sign.exists, "its long step has begun again")
            (pid,) = killable.pids
            sign.unlink()
            until(lambda: hanging.poll() and hanging.booking.asked, "it owes a frame")
            assert neighbour.poll().status.step == 0
            for _ in range(int(HUNG) - 1):
                clock.advance(1.0)
                hanging.poll()
                killable.tick()
            assert killable.pids == [pid], "it might be a slow machine"
            for _ in range(5):
                clock.advance(1.0)
                killable.tick()
            until(lambda pid=pid: killable.pids not in ([], [pid]), "another has its place")  # type: ignore[misc]
        poll_until(neighbour, lambda status: status.step > 0, "its neighbour trains")
        assert hanging.poll().status.message == TO_BLAME

    def test_it_is_ended_while_it_loads_torch(
        self, clock: ShiftedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "torch.py").write_text(
            f"open({str(tmp_path / 'sign')!r}, 'w').close()\nimport time\ntime.sleep(600)"
        )
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        pool = Pool(NAME, workers=1, clock=clock, housekeeping=False)
        try:
            until((tmp_path / "sign").exists, "it begins to load")
            run = pool.start("regression", ToyConfig(), "ada")
            (pid,) = pool.pids
            (tmp_path / "torch.py").unlink()
            for _ in range(int(LOADING) - 1):
                clock.advance(1.0)
                pool.tick()
            assert pool.pids == [pid], "it might be a slow machine"
            for _ in range(5):
                clock.advance(1.0)
                pool.tick()
            until(lambda: pool.pids not in ([], [pid]), "another has its place")
            assert [worker.deaths for worker in pool._crew.workers] == [1]
            poll_until(run, lambda status: status.step > 0, "the run trains")
        finally:
            pool.close()

    def test_looks_do_not_pile_up(self, house: House) -> None:
        run = house.start("ada")
        house.train(0.1, looking=(run,))
        with house.slow():
            late = house.links[-1].send.__self__  # type: ignore[attr-defined]
            for _ in range(1_000):
                run.poll()
            assert late == [("touch", run.id)]
        house.train(0.1, looking=(run,))
        assert run.poll().status.state is State.PLAYING

    @pytest.mark.parametrize(("starving", "trainers"), [(0.0, 2), (1.0, 1)])
    def test_one_that_gets_no_processor_does_not_hang(
        self, house: House, monkeypatch: pytest.MonkeyPatch, starving: float, trainers: int
    ) -> None:
        monkeypatch.setattr(upkeep, "starved", lambda pid: starving * house.clock.now)
        run = house.start("ada")
        house.train(0.1, looking=(run,))
        with house.slow():
            run.poll()
            for _ in range(int(HUNG) + 5):
                house.clock.advance(1.0)
                house.pool.tick()
            assert len(house.links) == trainers

    def test_who_owes_nothing_may_be_silent(self, house: House) -> None:
        run = house.start("ada", play=False)
        house.train(0.1, looking=(run,))
        while run.booking.asked:
            house.links[-1].turn()
        for _ in range(3 * int(HUNG)):
            house.clock.advance(1.0)
            house.pool.tick()
        assert len(house.links) == 1

    def test_a_page_process_that_was_held_up_itself_does_not_count_that(self, house: House) -> None:
        run = house.start("ada")
        house.train(0.1, looking=(run,))
        run.poll()
        house.clock.advance(10 * HUNG)
        house.pool.tick()
        assert len(house.links) == 1


class TestARunThatKills:
    def test_only_that_run_fails(self, killable: Pool, clock: ShiftedClock) -> None:
        neighbours = [killable.start("regression", ToyConfig(seed=seed), f"learner {seed}") for seed in range(3)]
        for each in neighbours:
            poll_until(each, lambda status: status.step > 0, "it trains")
        killer = killable.start("killer", ToyConfig(at=5), "ada")
        seen = poll_until(killer, lambda status: status.state is State.FAILED, "the killer is stopped")
        assert seen.status.message == TO_BLAME
        for each in neighbours:
            step = each.poll().status.step
            poll_until(each, lambda status, step=step: status.step > step + 10, "its neighbour goes on")  # type: ignore[misc]
        assert [worker.deaths for worker in killable._crew.workers] == [0]
        killer.reset(ToyConfig(at=0), play=True)
        poll_until(killer, lambda status: status.step > 20, "with another knob it trains")

    def test_two_deaths_at_different_steps_may_be_chance_and_four_are_not(self) -> None:
        house = House(memory=1_000)
        run = house.start("ada")
        house.train(0.1, looking=(run,))
        for number in range(ANYWHERE):
            note = InHand(house.pool.folder, house.links[-1].pid)
            with note.noted(run.id, 100 - number):
                house.kill()
            house.train(0.1, looking=(run,))
            failed = run.poll().status.state is State.FAILED
            assert failed == (number == ANYWHERE - 1)
        house.pool.close()


class TestABreak:
    def test_after_ten_minutes_a_run_lies_on_disk_and_a_look_brings_it_back(self, house: House) -> None:
        run, watched = house.start("ada"), house.start("bob")
        house.train(0.5, looking=(run, watched))
        step = run.poll().status.step
        house.train(0.1, looking=(watched,))
        for _ in range(5):
            house.clock.advance(PARK_AFTER / 5 + 1)
            house.train(0.1, looking=(watched,))
        assert run.booking.worker is None
        assert (house.pool.folder / run.id).exists()
        back = house.pool.find(run.id, "ada")
        assert back is not None
        house.train(0.5, looking=(back, watched))
        assert back.poll().status.state is State.PLAYING
        assert back.poll().status.step > step
        assert watched.poll().status.state is State.PLAYING

    def test_what_its_learner_had_paused_stays_paused_and_plays_when_told(self, house: House) -> None:
        run = house.start("ada")
        house.train(0.5, looking=(run,))
        run.pause()
        house.train(0.1, looking=(run,))
        step, curves = run.poll().status.step, run.poll().curves
        house.clock.advance(PARK_AFTER + 1)
        house.train(0.1)
        assert run.booking.worker is None
        seen = run.poll()
        assert (seen.status.state, seen.status.paused_by) == (State.PAUSED, PausedBy.LEARNER)
        assert seen.curves.keys() == curves.keys()
        run.play()
        house.train(0.5, looking=(run,))
        assert run.poll().status.step > step

    def test_who_waited_in_the_queue_waits_again_on_return(self) -> None:
        house = House(memory=50)
        sitting, waiting = house.start("bob"), house.start("ada")
        house.train(0.1, looking=(sitting, waiting))
        assert waiting.poll().status.state is State.WAITING
        for _ in range(5):
            house.clock.advance(PARK_AFTER / 5 + 1)
            house.train(0.1, looking=(sitting,))
        assert not waiting.booking.queued
        house.sat(sitting, 0.0)  # else it makes room after its ten minutes
        waiting.poll()
        house.pool.tick()
        assert waiting.poll().status.state is State.WAITING
        house.pool.close()

    def test_hours_later_it_is_dropped_with_its_folder(self, house: House) -> None:
        run = house.start("ada")
        house.train(0.1, looking=(run,))
        house.clock.advance(PARK_AFTER + 1)
        house.train(0.1)
        house.clock.advance(FORGET_AFTER)
        house.train(0.1)
        assert not (house.pool.folder / run.id).exists()
        assert house.pool.find(run.id, "ada") is None
        assert run.poll().status.state is State.GONE

    def test_of_many_the_longest_unseen_go(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(upkeep, "MANY", 2)
        assert MANY > 2
        runs = []
        for owner in ("ada", "bob", "cleo"):
            runs.append(house.start(owner))
            house.train(0.1, looking=(runs[-1],))
        house.clock.advance(PARK_AFTER + 1)
        house.train(0.1)
        assert [house.pool.find(run.id, run.booking.owner) is None for run in runs] == [True, False, False]


def test_a_checkpoint_that_was_taken_away_is_not_offered(tmp_path: Path) -> None:
    store = checkpoints.Checkpoints(tmp_path / "run")
    for step in (1, 2, 3):
        store.save(step, {"step": step})
    (tmp_path / "run" / "000000002.ckpt").unlink()
    assert store.at_or_before(2) == 1
    store.save(4, {"step": 4})
    assert store.steps == (1, 3, 4)


class TestManyAsk:
    def test_a_question_goes_to_the_trainer_with_the_fewest_waiting(self) -> None:
        house = House(workers=3)
        calls = []
        asked = [0, 0, 0]
        for number, link in enumerate(house.links):

            def count(message: Message, number: int = number) -> None:
                asked[number] += message[0] == "call"

            link.send = count  # type: ignore[method-assign]
        for number in range(30):
            calls.append(house.pool.call("add", number, 1, owner=f"learner {number}"))
        assert asked == [10, 10, 10]
        house.pool.close()

    def test_an_answer_is_weighed_as_it_is_and_not_packed_for_that(self) -> None:
        picture = np.zeros((100, 100), np.float32)
        for value in (picture, picture[::-1], [picture], {"map": picture}, PastRun(number=1, snapshot=picture)):  # type: ignore[arg-type]
            assert picture.nbytes < weight(value) < picture.nbytes + 2_000
        assert not hasattr(calls_module, "pickle")


class Once:
    """Counts how often it is packed."""

    packed = 0

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        Once.packed += 1
        return str, ("it",)


def test_a_trainer_packs_an_answer_once(house: House) -> None:
    sent: list[bytes] = []
    questions = Questions(lambda message: sent.append(pickle.dumps(message)), house.clock)
    questions.add("ada", Question(id=1, about=lambda: None, begin=lambda subject: Once()))
    questions.turn()
    assert [pickle.loads(each)[0] for each in sent] == ["hand", "answer"]
    assert Once.packed == 1
