"""A trainer's questions with a made-up clock: whose turn it is, pieces, and how they end."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import torch

from dnnlab.live.questions import BEGUN_AGAIN, LIMIT, TOO_LONG, Question, Questions
from tests.live.helpers import Clock


class Desk:
    """The questions of a trainer, and what it said."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.said: list[tuple[Any, ...]] = []
        self.questions = Questions(self._send, self.clock)
        self.subject = object()
        """What all questions are about."""

    def _send(self, message: tuple[Any, ...]) -> None:
        pickle.dumps(message)  # as the line does
        self.said.append(message)

    def ask(self, number: int, begin: Callable[[], Any], owner: str = "ada") -> None:
        self.questions.add(owner, Question(id=number, about=lambda: self.subject, begin=lambda subject: begin()))

    def turns(self, count: int) -> list[tuple[Any, ...]]:
        """What is said in so many turns."""
        self.said.clear()
        for _ in range(count):
            self.questions.turn()
        return self.said

    def order(self, count: int) -> list[int]:
        """Whose number is in hand in so many turns."""
        return [number for kind, number, *_ in self.turns(count) if kind == "hand"]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def letters(word: str) -> Callable[[], Iterator[str]]:
    return lambda: iter_of(word)


def iter_of(word: str) -> Iterator[str]:
    yield from word


class TestTurns:
    def test_learners_take_turns_however_much_one_of_them_asks(self, desk: Desk) -> None:
        for number in (1, 2, 3):
            desk.ask(number, lambda: "at once", owner="ada")
        desk.ask(4, letters("abc"), owner="bob")
        desk.ask(5, lambda: "at once", owner="cleo")
        assert desk.order(9) == [1, 4, 5, 2, 4, 3, 4, 4]
        assert not desk.questions

    def test_a_short_question_does_not_wait_for_ones_own_long_one(self, desk: Desk) -> None:
        desk.ask(1, letters("abcdef"))
        desk.turns(2)
        desk.ask(2, lambda: "at once")
        assert desk.order(2) == [1, 2]

    def test_who_comes_back_comes_after_the_others(self, desk: Desk) -> None:
        desk.ask(1, lambda: 1, owner="ada")
        desk.ask(2, letters("ab"), owner="bob")
        desk.turns(1)
        desk.ask(3, lambda: 3, owner="ada")
        assert desk.order(2) == [2, 3]


class TestPieces:
    def test_each_is_said_and_then_that_it_is_whole(self, desk: Desk) -> None:
        desk.ask(1, letters("ab"))
        hand = ("hand", 1)
        assert desk.turns(5) == [hand, ("piece", 1, "a"), hand, ("piece", 1, "b"), hand, ("whole", 1)]

    def test_an_error_midway_is_a_sentence(self, desk: Desk) -> None:
        def broken() -> Iterator[str]:
            yield "a"
            raise ValueError("no more")

        desk.ask(1, broken)
        kind, _, value, error = desk.turns(3)[-1]
        assert (kind, value) == ("answer", None)
        assert error.startswith("ValueError: no more (tests/live/test_questions.py, line")
        assert not desk.questions

    def test_a_piece_that_cannot_travel_ends_it(self, desk: Desk) -> None:
        ended: list[str] = []

        def unsendable() -> Iterator[Any]:
            try:
                yield lambda: None
            finally:
                ended.append("closed")

        desk.ask(1, unsendable)
        assert "pickle" in desk.turns(1)[-1][3]
        assert ended == ["closed"]
        assert not desk.questions

    def test_its_own_work_is_limited(self, desk: Desk) -> None:
        ended: list[str] = []

        def slow() -> Iterator[int]:
            try:
                while True:
                    desk.clock.advance(LIMIT / 3)
                    yield 1
            finally:
                ended.append("closed")

        desk.ask(1, slow)
        desk.turns(3)
        assert (desk.said[-1][0], ended) == ("piece", [])
        assert desk.turns(1)[1:] == [("piece", 1, 1), ("answer", 1, None, TOO_LONG)]
        assert ended == ["closed"]
        assert not desk.questions

    def test_the_time_of_others_does_not_count(self, desk: Desk) -> None:
        desk.ask(1, letters("abcdef"))
        for _ in range(7):
            desk.clock.advance(LIMIT)
            desk.questions.turn()
        assert desk.said[-1] == ("whole", 1)


class TestEnds:
    def test_a_question_that_nobody_wants_is_closed_at_once(self, desk: Desk) -> None:
        ended: list[str] = []

        def endless() -> Iterator[int]:
            try:
                while True:
                    yield 1
            finally:
                ended.append("closed")

        desk.ask(1, endless)
        desk.ask(2, letters("a"))
        desk.turns(1)
        desk.questions.cancel(1)
        assert ended == ["closed"]
        assert desk.order(9) == [2, 2]

    def test_one_that_will_not_be_closed_does_no_harm(self, desk: Desk) -> None:
        def stubborn() -> Iterator[int]:
            try:
                yield 1
            finally:
                raise RuntimeError("I stay")

        desk.ask(1, stubborn)
        desk.turns(1)
        desk.questions.cancel(1)
        assert not desk.questions

    def test_it_ends_when_what_it_is_about_is_another(self, desk: Desk) -> None:
        desk.ask(1, letters("abc"))
        desk.turns(1)
        desk.subject = object()
        assert desk.turns(3) == [("hand", 1), ("answer", 1, None, BEGUN_AGAIN)]
        assert not desk.questions


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
def test_torchs_modes_are_each_questions_own(desk: Desk, mode: Callable[[], AbstractContextManager[None]]) -> None:
    def modes() -> tuple[bool, bool]:
        return torch.is_grad_enabled(), torch.is_inference_mode_enabled()

    def dreaming() -> Iterator[tuple[bool, bool]]:
        yield modes()
        with mode():
            yield modes()
            yield modes()
        yield modes()

    outside = modes()
    desk.ask(1, dreaming, owner="ada")
    desk.ask(2, dreaming, owner="bob")
    for _ in range(5):
        desk.questions.turn()
        assert modes() == outside
    desk.questions.cancel(2)
    assert modes() == outside
    for _ in range(3):
        desk.questions.turn()
    inside = (False, mode is torch.inference_mode)
    assert [each[2] for each in desk.said if each[:2] == ("piece", 1)] == [outside, inside, inside, outside]
