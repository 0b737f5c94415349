"""Who shares an answer on its way, and which question is blamed for a trainer's death; no trainer involved."""

from __future__ import annotations

from typing import Any

import pytest

from dnnlab.live.calls import REPLACED, TOOK_DOWN, Call, CallDesk, CallFailed
from tests.live.helpers import Clock


class Trainer:
    """A link that notes what it is sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, ...]] = []

    def send(self, message: tuple[Any, ...]) -> None:
        self.sent.append(message)


class Desk:
    """A desk and its trainer, who may be replaced."""

    def __init__(self) -> None:
        self.desk = CallDesk(Clock())
        self.trainer = Trainer()

    def ask(self, what: str, *, run: str | None = None, owner: str = "", slot: str = "") -> Call:
        return self.desk.ask(self.trainer, ("call", what, (), run), owner, slot)  # type: ignore[arg-type]

    @property
    def sent(self) -> list[tuple[Any, ...]]:
        return self.trainer.sent

    def number(self, what: str) -> int:
        return next(message[1] for message in self.sent if message[0] == "call" and message[2] == what)

    def says(self, kind: str, what: str, *rest: Any) -> None:
        self.desk.take(kind, self.number(what), *rest)

    def dies(self) -> None:
        old, self.trainer = self.trainer, Trainer()
        self.desk.moved(old, self.trainer)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    return Desk()


class TestSharing:
    def test_equal_questions_under_way_are_asked_once(self, desk: Desk) -> None:
        first, second = desk.ask("text", owner="ada"), desk.ask("text", owner="bob")
        assert [message[2] for message in desk.sent] == ["text"]
        desk.says("answer", "text", 7, "")
        assert (first.result(0), second.result(0)) == (7, 7)

    def test_arguments_are_equal_by_their_content(self, desk: Desk) -> None:
        first, second = "".join(["sa", "me"]), "".join(["sa", "me"])
        calls = [
            desk.desk.ask(desk.trainer, ("call", "pool", args, None))  # type: ignore[arg-type]
            for args in ((first, first), (first, second), (second, second))
        ]
        assert (len(desk.sent), len(calls)) == (1, 3)

    def test_those_about_a_run_are_not_it_moves_on(self, desk: Desk) -> None:
        calls = [desk.ask("text", run="run") for _ in range(2)]
        assert len(desk.sent) == len(calls)

    def test_who_comes_later_sees_all_pieces(self, desk: Desk) -> None:
        first = desk.ask("text")
        desk.says("piece", "text", "a")
        second = desk.ask("text")
        desk.says("piece", "text", "b")
        assert first.pieces == second.pieces == ("a", "b")
        assert not first.done
        desk.says("whole", "text")
        third = desk.ask("text")
        for call in (first, second, third):
            assert call.done
            assert call.result(0) == call.pieces == ("a", "b")
        assert len(desk.sent) == 1

    def test_it_is_taken_back_when_the_last_one_lets_go(self, desk: Desk) -> None:
        calls = [desk.ask("text") for _ in range(2)]
        number = desk.number("text")
        calls.pop()
        assert len(desk.sent) == 1
        calls.pop()
        assert desk.sent[-1] == ("cancel", number)

    def test_a_newer_question_in_the_slot_leaves_the_older_ones_other_askers_alone(self, desk: Desk) -> None:
        here, there = desk.ask("text", owner="ada", slot="text"), desk.ask("text", owner="bob", slot="text")
        newer = desk.ask("more", owner="ada", slot="text")
        with pytest.raises(CallFailed, match=REPLACED):
            here.result(0)
        assert (there.done, newer.done) == (False, False)
        assert ("cancel", desk.number("text")) not in desk.sent
        newest = desk.ask("most", owner="bob", slot="text")
        assert desk.sent[-1] == ("cancel", desk.number("text"))
        assert not newest.done

    def test_the_same_question_again_keeps_its_place(self, desk: Desk) -> None:
        older = desk.ask("text", owner="ada", slot="text")
        newer = desk.ask("text", owner="ada", slot="text")
        assert len(desk.sent) == 1
        assert (older.done, newer.done) == (True, False)

    def test_an_answer_stays_when_the_slot_is_taken(self, desk: Desk) -> None:
        older = desk.ask("text", owner="ada", slot="text")
        desk.says("answer", "text", 7, "")
        newer = desk.ask("more", owner="ada", slot="text")
        assert (older.result(0), newer.done) == (7, False)

    def test_pieces_before_an_error_stay_but_are_not_an_answer(self, desk: Desk) -> None:
        call = desk.ask("text")
        desk.says("piece", "text", "a")
        desk.says("answer", "text", None, "It broke.")
        assert (call.pieces, call.done) == (("a",), True)
        with pytest.raises(CallFailed, match="It broke"):
            call.result(0)
        assert not desk.ask("text").done, "errors are not kept"


class TestBlame:
    def test_only_the_question_in_hand_is_given_up(self, desk: Desk) -> None:
        oldest, killing = desk.ask("oldest"), desk.ask("killing")
        desk.says("hand", "oldest")
        desk.says("piece", "oldest", "a")
        for _ in range(2):
            desk.says("hand", "killing")
            desk.dies()
        with pytest.raises(CallFailed, match=TOOK_DOWN):
            killing.result(0)
        assert [message[2] for message in desk.sent] == ["oldest"]
        desk.says("answer", "oldest", 7, "")
        assert oldest.result(0) == 7

    def test_none_is_when_a_run_was_to_blame(self, desk: Desk) -> None:
        call = desk.ask("text")
        for _ in range(5):
            desk.says("hand", "text")
            desk.says("piece", "text", "a")
            desk.dies()
        assert not call.done
        assert [message[2] for message in desk.sent] == ["text"]

    def test_an_answer_in_pieces_begins_again(self, desk: Desk) -> None:
        call = desk.ask("text")
        for piece in "ab":
            desk.says("piece", "text", piece)
        desk.dies()
        assert call.pieces == ()
        desk.says("piece", "text", "c")
        desk.says("whole", "text")
        assert call.result(0) == ("c",)
