"""Answers are remembered, but not without end."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dnnlab.live import calls
from dnnlab.live.calls import FORGET_AFTER, Call, CallDesk
from tests.live.helpers import Clock


class Notes:
    """A link that notes what it is sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, ...]] = []

    def send(self, message: tuple[Any, ...]) -> None:
        self.sent.append(message)


def asked(desk: CallDesk, link: Notes, what: int) -> Call:
    return desk.ask(link, ("call", "square", (what,), None))  # type: ignore[arg-type]


def answered(desk: CallDesk, link: Notes, what: int, answer: Any) -> None:
    call = asked(desk, link, what)
    desk.take("answer", link.sent[-1][1], answer, "")
    assert call.result(0) is answer


def test_an_equal_question_is_not_sent_again() -> None:
    desk, link = CallDesk(Clock()), Notes()
    answered(desk, link, 3, 9)
    assert asked(desk, link, 3).result(0) == 9
    assert len(link.sent) == 1


def test_large_answers_make_room_for_newer_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "CACHED_BYTES", 10_000)
    desk, link = CallDesk(Clock()), Notes()
    for what in range(3):
        answered(desk, link, what, np.zeros(500))  # 4 kB
    known = [asked(desk, link, what).done for what in range(3)]
    assert known == [False, True, True]


def test_an_answer_that_is_too_large_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "CACHED_BYTES", 1_000)
    desk, link = CallDesk(Clock()), Notes()
    answered(desk, link, 1, np.zeros(500))
    assert not asked(desk, link, 1).done


def test_an_answer_that_nobody_wants_for_an_hour_is_forgotten() -> None:
    clock, link = Clock(), Notes()
    desk = CallDesk(clock)
    answered(desk, link, 1, "wanted")
    answered(desk, link, 2, "unwanted")
    clock.advance(FORGET_AFTER - 1)
    assert asked(desk, link, 1).done
    clock.advance(2)
    desk.tidy()
    assert asked(desk, link, 1).done
    assert not asked(desk, link, 2).done
