"""Answers in pieces through a real trainer: they arrive, share, end and survive while runs train on."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from dnnlab.live.calls import REPLACED, TOOK_DOWN, CallFailed
from dnnlab.live.pool import Pool
from dnnlab.live.questions import BEGUN_AGAIN
from tests.live.helpers import PATIENCE, poll_until, until
from tests.live.toy_knobs import ToyConfig


def test_they_can_be_read_before_the_answer_is_whole(pool: Pool, tmp_path: Path) -> None:
    told = tmp_path / "told"
    call = pool.call("spell", "ab-c", str(told))
    until(lambda: "".join(call.pieces) == "ab", "the first letters are there")
    assert not call.done
    told.touch()
    assert "".join(call.result(PATIENCE)) == "ab-c"
    assert call.pieces == call.result()
    again = pool.call("spell", "ab-c", str(told))
    assert again.done
    assert again.pieces == call.pieces


def test_they_come_while_a_run_trains_on(pool: Pool, tmp_path: Path) -> None:
    run = pool.start("regression", ToyConfig(), "ada")
    call = pool.call("count", str(tmp_path / "ended"), owner="ada")
    for _ in range(3):
        step, count = run.poll().status.step, len(call.pieces)
        poll_until(run, lambda status, step=step: status.step > step, "the run goes on")  # type: ignore[misc]
        until(lambda count=count: len(call.pieces) > count, "pieces come")  # type: ignore[misc]
    assert call.pieces == tuple(range(len(call.pieces)))


def test_two_learners_pieces_come_side_by_side(pool: Pool, tmp_path: Path) -> None:
    calls = [pool.call("count", str(tmp_path / owner), owner=owner) for owner in ("ada", "bob")]
    until(lambda: all(len(call.pieces) > 3 for call in calls), "both get pieces")
    assert pool.call("add", 1, 1, owner="cleo").result(PATIENCE) == 2, "and a third one an answer"


class TestItIsEndedAtOnce:
    def test_when_nobody_holds_it(self, pool: Pool, tmp_path: Path) -> None:
        ended = tmp_path / "ended"
        calls = [pool.call("count", str(ended)) for _ in range(2)]
        until(lambda: calls[0].pieces, "pieces come")
        calls.pop()
        gc.collect()
        seen = len(calls[0].pieces)
        until(lambda: len(calls[0].pieces) > seen, "they go on for the other one")
        assert not ended.exists()
        calls.pop()
        gc.collect()
        until(ended.exists, "it is closed")

    def test_when_something_newer_is_asked_there(self, pool: Pool, tmp_path: Path) -> None:
        ended = tmp_path / "ended"
        older = pool.call("count", str(ended), owner="ada", slot="text")
        until(lambda: older.pieces, "pieces come")
        newer = pool.call("spell", "abc", owner="ada", slot="text")
        with pytest.raises(CallFailed, match=REPLACED):
            older.result(PATIENCE)
        assert newer.result(PATIENCE) == ("a", "b", "c")
        until(ended.exists, "it is closed")

    def test_when_its_run_begins_again(self, pool: Pool) -> None:
        run = pool.start("regression", ToyConfig(), "ada", play=False)
        call = pool.call("watch", run=run, owner="ada")
        until(lambda: call.pieces, "pieces come")
        run.reset(ToyConfig(seed=1))
        with pytest.raises(CallFailed, match=BEGUN_AGAIN):
            call.result(PATIENCE)

    def test_when_its_run_is_stopped(self, pool: Pool) -> None:
        run = pool.start("regression", ToyConfig(), "ada", play=False)
        call = pool.call("watch", run=run, owner="ada")
        until(lambda: call.pieces, "pieces come")
        run.stop()
        with pytest.raises(CallFailed, match="This run has no place in a trainer"):
            call.result(PATIENCE)


@pytest.mark.parametrize(("word", "said"), [("ab!", "ValueError: ab! has no end"), ("ab?", "pickle")])
def test_an_error_in_the_middle_is_a_sentence(pool: Pool, word: str, said: str) -> None:
    trainer = pool.pids
    call = pool.call("spell", word)
    with pytest.raises(CallFailed, match=said):
        call.result(PATIENCE)
    assert call.pieces == ("a", "b")
    assert pool.call("add", 1, 1).result(PATIENCE) == 2
    assert pool.pids == trainer


class TestKills:
    def test_an_answer_begins_again_in_the_next_trainer(self, pool: Pool, tmp_path: Path) -> None:
        marks = tmp_path / "marks"
        call = pool.call("spell_twice", "abc", str(marks))
        assert call.result(PATIENCE) == ("a", "b", "c")
        assert marks.read_text() == "xx"

    def test_the_question_in_hand_is_given_up_and_an_older_one_goes_on(self, pool: Pool, tmp_path: Path) -> None:
        older = pool.call("count", str(tmp_path / "ended"), owner="ada")
        until(lambda: older.pieces, "pieces come")
        killing = pool.call("kill", str(tmp_path / "marks"), owner="bob")
        with pytest.raises(CallFailed, match=TOOK_DOWN):
            killing.result(PATIENCE)
        until(lambda: older.pieces, "it has begun again")
        assert not older.done

    def test_a_run_that_kills_is_no_questions_fault(self, pool: Pool, tmp_path: Path) -> None:
        call = pool.call("count", str(tmp_path / "ended"), owner="ada")
        for seed in range(2):
            until(lambda: call.pieces, "pieces come")
            (trainer,) = pool.pids
            run = pool.start("killer", ToyConfig(at=1, seed=seed), "bob")
            until(lambda trainer=trainer: trainer not in pool.pids, "the run has killed the trainer")  # type: ignore[misc]
            run.stop()
        until(lambda: call.pieces, "it has begun again")
        assert not call.done
