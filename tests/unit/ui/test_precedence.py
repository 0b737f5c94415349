"""Actions go before looks, looks take turns, and nobody waits for ever."""

import math
import threading
import time
from contextlib import ExitStack

import pytest

from dnnlab.ui.precedence import SPAN, Precedence

LONG = 30.0
MOMENT = 0.2


def looker(precedence: Precedence) -> tuple[threading.Thread, threading.Event, threading.Event]:
    """A thread that looks: it says when it begins, and ends when it may."""
    began, may_end = threading.Event(), threading.Event()

    def look() -> None:
        with precedence.look():
            began.set()
            may_end.wait(LONG)

    thread = threading.Thread(target=look)
    thread.start()
    return thread, began, may_end


def test_a_look_waits_for_the_action_under_way() -> None:
    precedence = Precedence(patience=LONG)
    with precedence.action():
        thread, began, may_end = looker(precedence)
        assert not began.wait(MOMENT)
    assert began.wait(LONG)
    may_end.set()
    thread.join(LONG)


def test_a_look_waits_for_all_actions() -> None:
    precedence = Precedence(patience=LONG)
    with ExitStack() as one, precedence.action():
        one.enter_context(precedence.action())
        thread, began, may_end = looker(precedence)
        one.close()
        assert not began.wait(MOMENT)
    assert began.wait(LONG)
    may_end.set()
    thread.join(LONG)


def test_an_action_does_not_wait_for_a_look() -> None:
    precedence = Precedence(patience=LONG)
    with precedence.look():
        before = time.monotonic()
        with precedence.action():
            assert time.monotonic() - before < LONG / 2


def test_looks_take_turns() -> None:
    precedence = Precedence(patience=LONG)
    first, first_began, first_may_end = looker(precedence)
    assert first_began.wait(LONG)
    second, second_began, second_may_end = looker(precedence)
    assert not second_began.wait(MOMENT)
    first_may_end.set()
    assert second_began.wait(LONG)
    second_may_end.set()
    first.join(LONG)
    second.join(LONG)


def test_a_look_does_not_wait_for_ever() -> None:
    precedence = Precedence(patience=MOMENT)
    with precedence.action():
        thread, began, may_end = looker(precedence)
        assert began.wait(LONG)
        may_end.set()
        thread.join(LONG)


@pytest.mark.parametrize("kind", ["action", "look"])
def test_one_that_fails_is_over_too(kind: str) -> None:
    precedence = Precedence(patience=LONG)
    with pytest.raises(ZeroDivisionError), getattr(precedence, kind)():
        raise ZeroDivisionError
    thread, began, may_end = looker(precedence)
    assert began.wait(LONG)
    may_end.set()
    thread.join(LONG)


def test_it_remembers_how_much_of_the_last_seconds_somebody_acted():
    now = [0.0]
    precedence = Precedence(clock=lambda: now[0])
    assert precedence.busy == 0.0
    with precedence.action():
        now[0] = SPAN
        with precedence.action():  # two at once are no more than one
            assert precedence.busy == pytest.approx(1 - math.exp(-1))
            now[0] = 9 * SPAN
        assert precedence.busy == pytest.approx(1.0, abs=1e-3)
    now[0] = 10 * SPAN
    assert precedence.busy == pytest.approx(math.exp(-1), abs=1e-3)
    for _ in range(1_000):  # half of the time
        with precedence.action():
            now[0] += 0.5
        now[0] += 0.5
    assert precedence.busy == pytest.approx(0.5, abs=0.05)
