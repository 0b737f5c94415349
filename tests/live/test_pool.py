"""The pool with real trainer processes: it serves, survives kills and gives up in the end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest
import safetensors.numpy

from dnnlab.live.crew import RESTARTS
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.handle import Handle
from dnnlab.live.pool import GAVE_UP, Pool
from dnnlab.live.run import Run
from dnnlab.live.wire import Snapshot, State, Status
from tests.live.helpers import ShiftedClock, poll_until, until, worked
from tests.live.toy_knobs import NAME, TOYS, ToyConfig
from tests.patience import PATIENCE

RESTARTED = "The trainer was restarted; the run goes on from step "


def kill(pool: Pool) -> int:
    (pid,) = pool.pids
    os.kill(pid, signal.SIGKILL)
    return pid


def reached(step: int) -> Callable[[Status], bool]:
    return lambda status: status.step >= step


def curve(snapshot: Snapshot) -> tuple[list[int], list[float]]:
    steps, values = snapshot.curves["loss"]
    return steps.tolist(), values.tolist()


def alone(config: ToyConfig, steps: int) -> Run:
    """The same run in this process, with nobody beside it."""
    run = Run(TOYS, "regression", config, None, time.monotonic)
    run.open()
    run.play()
    for _ in range(steps):
        run.advance()
    return run


def assert_the_same(snapshot: Snapshot, run: Run) -> None:
    steps, values = run.history.curves()["loss"]
    assert curve(snapshot) == (steps.tolist(), values.tolist())
    assert np.array_equal(snapshot.view.weights, run.experiment.view().weights)


@pytest.fixture(scope="module")
def killed_clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture(scope="module")
def killable(killed_clock: ShiftedClock) -> Iterator[Pool]:
    """A pool of its own for the tests that kill its trainer."""
    pool = Pool(NAME, workers=1, clock=killed_clock)
    until(lambda: pool.ready, "the trainer is ready")
    yield pool
    pool.close()


class TestRunning:
    def test_a_run_trains_and_shows_itself(self, pool: Pool) -> None:
        run = pool.start("regression", ToyConfig(), "ada")
        first = poll_until(run, reached(1), "it trains")
        later = poll_until(run, reached(first.status.step + 50), "it goes on")
        assert later.version > first.version
        assert later.view.step > 0
        assert later.status.rate > 0 or later.status.step < 100
        assert later.status.begun == ToyConfig()

    def test_commands_take_effect_within_half_a_second_of_training_beside_other_runs(self, pool: Pool) -> None:
        runs = [pool.start("regression", ToyConfig(seed=seed), "ada") for seed in range(4)]
        for run in runs:
            poll_until(run, reached(1), "it trains")
        run, longest, trainer = runs[0], 0.0, psutil.Process(pool.pids[0])
        commands: list[tuple[Callable[[], None], Callable[[Status], bool]]] = [
            (run.pause, lambda s: s.state is State.PAUSED),
            (lambda: run.tune(ToyConfig(learning_rate=0.2)), lambda s: s.config == ToyConfig(learning_rate=0.2)),
            (lambda: run.rewind(1), lambda s: s.step == 1),
            (run.step_once, lambda s: s.step == 2),
            (run.play, lambda s: s.state is State.PLAYING),
            (lambda: run.reset(ToyConfig(seed=7)), lambda s: s.step == 0 and s.state is State.PAUSED),
        ]
        for command, effect in commands:
            began = worked(trainer)
            command()
            poll_until(run, effect, "the command takes effect")
            longest = max(longest, worked(trainer) - began)
        assert longest < 0.5

    def test_the_same_run_whoever_trains_beside_it(self, pool: Pool) -> None:
        config = ToyConfig(end=300)
        neighbours = [pool.start("regression", ToyConfig(seed=seed), "bob") for seed in (1, 2)]
        run = pool.start("regression", config, "ada")
        poll_until(run, reached(50), "it trains")
        run.pause()
        run.step_once()
        neighbours[0].stop()
        run.play()
        snapshot = poll_until(run, lambda s: s.state is State.FINISHED, "it is complete")
        assert_the_same(snapshot, alone(config, 300))
        assert snapshot.status.final.keys() == {"distance"}

    def test_its_weights_are_the_runs_own(self, pool: Pool) -> None:
        run = pool.start("regression", ToyConfig(), "ada", play=False)
        snapshot = poll_until(run, lambda s: s.state is State.PAUSED, "it is there")
        taken = safetensors.numpy.load(run.weights().result(PATIENCE))
        assert np.array_equal(taken["w"], snapshot.view.weights)

    def test_what_an_experiment_cannot_do_leaves_its_neighbours_alone(self, pool: Pool) -> None:
        pid = pool.pids
        whole = pool.start("regression", ToyConfig(), "ada")
        for name in ("raising", "unbuildable", "diverging"):
            broken = pool.start(name, ToyConfig(), "ada")
            status = poll_until(broken, lambda s: s.state in (State.FAILED, State.DIVERGED), "it stops").status
            assert status.message.count("\n") == 0
            assert "Traceback" not in status.message
        step = whole.poll().status.step
        poll_until(whole, reached(step + 50), "it goes on")
        assert pool.pids == pid


class TestKills:
    def test_all_runs_of_a_killed_trainer_go_on_from_their_checkpoints(
        self, killable: Pool, killed_clock: ShiftedClock
    ) -> None:
        killed_clock.advance(60)
        config = ToyConfig(seed=3)
        playing, neighbour = (killable.start("regression", each, "ada") for each in (config, ToyConfig(seed=4)))
        paused = killable.start("regression", ToyConfig(seed=5), "ada", play=False)
        for run in (playing, neighbour):
            poll_until(run, reached(300), "it trains")
        paused.step_once()
        saved = playing.poll().status.kept[-1]
        pid = kill(killable)
        seen = poll_until(playing, lambda s: s.message.startswith(RESTARTED), "it is restarted").status
        resumed = int(seen.message.removeprefix(RESTARTED).rstrip(".").replace(",", ""))
        assert saved <= resumed
        assert (
            "restarted" in poll_until(neighbour, lambda s: s.state is State.PLAYING, "so is the other").status.message
        )
        status = poll_until(paused, lambda s: s.state is State.PAUSED, "the paused one is back, paused").status
        assert status.step == 1
        assert killable.pids != [pid]
        playing.pause()
        snapshot = poll_until(playing, lambda s: s.state is State.PAUSED and s.step > resumed, "it went on")
        assert_the_same(snapshot, alone(config, snapshot.status.step))
        for run in (playing, neighbour, paused):
            run.stop()

    def test_five_kills_in_a_row_end_in_a_sentence_and_a_reset_works(
        self, killable: Pool, killed_clock: ShiftedClock
    ) -> None:
        killed_clock.advance(60)
        run = killable.start("regression", ToyConfig(), "ada", play=False)
        while killable.pids:  # at no run's turn
            poll_until(run, lambda s: s.state in (State.PAUSED, State.FAILED), "it stands still")
            with suppress(ValueError, ProcessLookupError):  # it has died since
                kill(killable)
        status = poll_until(run, lambda s: s.state is State.FAILED, "it is given up").status
        assert status.message == GAVE_UP
        assert f"{RESTARTS} times in a row" in GAVE_UP
        assert killable.pids == [], "no loop"
        run.reset(ToyConfig(at=0), play=True)
        poll_until(run, reached(20), "it trains after a reset")
        run.stop()


class TestNothingIsLeft:
    def test_a_closed_pool_has_no_trainers_and_no_folder(self) -> None:
        pool = Pool(NAME, workers=1)
        run = pool.start("regression", ToyConfig(), "ada")
        pids, folder = pool.pids, pool.folder
        assert isinstance(run, Handle)
        assert psutil.pid_exists(pids[0])
        pool.close()
        pool.close()
        assert not psutil.pid_exists(pids[0])
        assert not folder.exists()

    def test_a_dropped_run_leaves_no_files(self, pool: Pool) -> None:
        run = pool.start("regression", ToyConfig(), "ada")
        poll_until(run, reached(10), "it trains")
        folder: Path = pool.folder / run.id
        assert len(list(folder.iterdir())) > 2
        run.stop()
        until(lambda: not folder.exists(), "the folder is gone")


def test_a_checkpoint_is_the_whole_run(tmp_path: Path) -> None:
    """What the restarts rest on: the state on disk is the state in memory."""
    run = Run(TOYS, "regression", ToyConfig(), tmp_path, time.monotonic)
    run.open()
    run.step_once()
    again = Run(TOYS, "regression", ToyConfig(), tmp_path, time.monotonic)
    again.open()
    assert fingerprint(again.experiment.state_dict()) == fingerprint(run.experiment.state_dict())
