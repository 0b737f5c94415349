"""Calls through a real trainer: answered, cached, replaced, cancelled, and given up when they kill."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.calls import REPLACED, TOOK_DOWN, Call, CallFailed
from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from tests.live.helpers import poll_until, until
from tests.live.slow_to_load import WAITS
from tests.live.toy_knobs import NAME, TOYS, ToyConfig
from tests.patience import PATIENCE


class Busy:
    """A call that keeps the trainer busy until it is told to end."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self._pool = pool
        self._began, self._told = folder / "began", folder / "told"
        self.call = pool.call("busy", str(self._began), str(self._told))
        until(self._began.exists, "the trainer is busy")

    def end(self) -> None:
        """Let it go on, once all that was said before lies in its socket."""
        for worker in self._pool._crew.workers:
            worker.link.send(("cancel", 0))  # when this is on its way, what was sent before it has gone
            until(worker.link._outgoing.empty, "the trainer has its messages")  # type: ignore[attr-defined]
        self._told.touch()


@pytest.fixture
def busy(pool: Pool, tmp_path: Path) -> Iterator[Busy]:
    made = Busy(pool, tmp_path)
    yield made
    made.end()


def marks(file: Path) -> int:
    return len(file.read_text()) if file.exists() else 0


def test_a_call_is_answered(pool: Pool) -> None:
    assert pool.call("add", 2, 3).result(PATIENCE) == 5


def test_a_trainer_loads_ahead_what_somebody_would_wait_for(pool: Pool) -> None:
    attempts = count()
    for module in TOYS.idle:
        until(lambda module=module: pool.call("loaded", module, next(attempts)).result(PATIENCE), f"{module} is loaded")  # type: ignore[misc]
    for missing in CATALOGUE.idle:
        assert find_spec(missing) is not None


def test_a_question_is_answered_while_the_trainer_loads_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAITS, str(tmp_path))
    pool = Pool(NAME, workers=1, housekeeping=False)
    try:
        until((tmp_path / "began").exists, "the trainer loads")
        assert pool.call("add", 2, 3).result(PATIENCE / 2) == 5, "it does not wait for that"
        run = pool.start("regression", ToyConfig(), "ada")
        poll_until(run, lambda status: status.step > 0, "a run trains meanwhile")
        assert not (tmp_path / "told").exists()
    finally:
        (tmp_path / "told").touch()
        pool.close()


def test_also_while_runs_train(pool: Pool) -> None:
    run = pool.start("regression", ToyConfig(), "ada")
    poll_until(run, lambda status: status.state is State.PLAYING, "it trains")
    assert np.array_equal(pool.call("add", np.arange(3), 1).result(PATIENCE), [1, 2, 3])


def test_a_run_answers_with_its_network_as_it_is_now(pool: Pool) -> None:
    run = pool.start("regression", ToyConfig(), "ada", play=False)
    before = pool.call("weights", run=run).result(PATIENCE)
    run.step_once()
    after = pool.call("weights", run=run).result(PATIENCE)
    assert np.array_equal(after, run.poll().view.weights)
    assert not np.array_equal(before, after)


def test_an_error_is_a_sentence_with_the_place(pool: Pool) -> None:
    with pytest.raises(
        CallFailed, match=r"^ValueError: seven is no number \(tests/live/toys.py, line \d+, in refuse\)$"
    ):
        pool.call("refuse", "seven").result(PATIENCE)


def test_a_stopped_run_answers_no_more(pool: Pool) -> None:
    run = pool.start("regression", ToyConfig(), "ada")
    run.stop()
    with pytest.raises(CallFailed, match="This run has no place in a trainer"):
        pool.call("weights", run=run).result(PATIENCE)


def test_what_cannot_cross_is_refused_on_either_side(pool: Pool) -> None:
    run = pool.start("regression", ToyConfig(), "ada")
    with pytest.raises((AttributeError, TypeError), match="pickle"):
        pool.call("weights", lambda: None, run=run)
    with pytest.raises(CallFailed, match="pickle"):
        pool.call("unsendable").result(PATIENCE)
    assert pool.call("add", 1, 1).result(PATIENCE) == 2


class TestCache:
    def test_equal_questions_are_computed_once(self, pool: Pool, tmp_path: Path) -> None:
        file = tmp_path / "marks"
        answers = [pool.call("tally", str(file), "x").result(PATIENCE) for _ in range(3)]
        assert answers == [1, 1, 1]
        assert marks(file) == 1

    def test_other_arguments_are_another_question(self, pool: Pool, tmp_path: Path) -> None:
        file = tmp_path / "marks"
        assert [pool.call("tally", str(file), mark).result(PATIENCE) for mark in "xy"] == [1, 2]

    def test_arrays_are_compared_by_content(self, pool: Pool) -> None:
        first = pool.call("add", np.arange(4), 0)
        first.result(PATIENCE)
        assert pool.call("add", np.arange(4), 0).done
        assert not pool.call("add", np.arange(4)[::-1].copy(), 0).done

    def test_errors_are_not_kept(self, pool: Pool) -> None:
        with pytest.raises(CallFailed):
            pool.call("refuse", "nine").result(PATIENCE)
        assert not pool.call("refuse", "nine").done


class TestNobodyWantsIt:
    def test_a_newer_question_in_the_slot_takes_its_place(self, pool: Pool, busy: Busy, tmp_path: Path) -> None:
        file = tmp_path / "marks"
        older = pool.call("tally", str(file), "xxx", owner="ada", slot="picture")
        newer = pool.call("tally", str(file), "y", owner="ada", slot="picture")
        elsewhere = pool.call("tally", str(file), "z", owner="bob", slot="picture")
        with pytest.raises(CallFailed, match=REPLACED):
            older.result(PATIENCE)
        busy.end()
        assert (newer.result(PATIENCE), elsewhere.result(PATIENCE)) == (1, 2)
        assert file.read_text() == "yz"

    def test_a_question_that_was_thrown_away_is_not_computed(self, pool: Pool, busy: Busy, tmp_path: Path) -> None:
        file = tmp_path / "marks"
        unwanted: Call | None = pool.call("tally", str(file), "xxx")
        wanted = pool.call("tally", str(file), "y")
        assert unwanted is not None
        unwanted = None
        gc.collect()
        busy.end()
        assert wanted.result(PATIENCE) == 1
        assert file.read_text() == "y"

    def test_who_does_not_want_to_wait_may_ask_again(self, busy: Busy) -> None:
        with pytest.raises(TimeoutError, match="not there yet"):
            busy.call.result(0.0)
        busy.end()
        assert busy.call.result(PATIENCE) == "told"


class TestKills:
    def test_a_call_that_kills_twice_is_given_up_and_those_behind_it_are_answered(
        self, pool: Pool, tmp_path: Path
    ) -> None:
        file = tmp_path / "marks"
        run = pool.start("regression", ToyConfig(), "ada")
        poll_until(run, lambda status: status.step > 50, "it trains")
        killing, innocent = pool.call("kill", str(file)), pool.call("add", "in", "nocent")
        with pytest.raises(CallFailed, match=TOOK_DOWN):
            killing.result(PATIENCE)
        assert innocent.result(PATIENCE) == "innocent"
        assert marks(file) == 2
        poll_until(run, lambda status: status.state is State.PLAYING, "the run goes on")

    def test_a_call_under_way_when_the_trainer_is_killed_is_asked_again(self, pool: Pool, tmp_path: Path) -> None:
        busy = Busy(pool, tmp_path)
        os.kill(pool.pids[0], signal.SIGKILL)
        busy.end()
        assert busy.call.result(PATIENCE) == "told"
