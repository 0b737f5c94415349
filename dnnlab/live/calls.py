"""Calls: questions that a trainer answers once, between two turns.

A call is asked for, waits its turn in the trainer, and is answered, at once or
piece by piece.  Nobody needs an answer that came too late: a newer call in the
same slot replaces the older one, and a question that nobody asks any more is
taken back, even in the middle of its pieces.
"""

from __future__ import annotations

import itertools
import sys
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import numpy as np

from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.links import Link, Message

CACHED = 128
"""Answers kept, newest first."""
CACHED_BYTES = 32 * 2**20
"""What they may weigh together: the maps of a large picture are a megabyte each time a slider moves."""
FORGET_AFTER = 3_600.0
"""Seconds after its last use when an answer goes."""
ATTEMPTS = 2
"""How often a call may take its trainer down before it is given up."""
TOOK_DOWN = "This question stopped the trainer. Try another one."
REPLACED = "A newer question took this one's place."


class CallFailed(RuntimeError):
    """The function raised, or could not be asked; the message is one sentence."""


class _Wish:
    """What all who ask one question hold; when the last of them lets go, nobody wants its answer any more."""


class Call:
    """An answer on its way."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._value: Any = None
        self._error = ""
        self._pieces: Sequence[Any] = ()
        self._wish: _Wish | None = None

    @property
    def done(self) -> bool:
        """Whether :meth:`result` returns at once, and no more :attr:`pieces` come."""
        return self._done.is_set()

    @property
    def pieces(self) -> tuple[Any, ...]:
        """What has come so far of an answer in pieces, at once; those before an error stay.

        Should its trainer die, the answer begins again: other pieces take the place of these.
        """
        return tuple(self._pieces)

    def result(self, timeout: float | None = None) -> Any:
        """The answer (of one in pieces: the tuple of them all); equal questions share it, so change a copy of it only.

        Raises:
            TimeoutError: it is not there after ``timeout`` seconds (ask again later).
            CallFailed: the function raised.
        """
        if not self._done.wait(timeout):
            raise TimeoutError("the answer is not there yet")
        if self._error:
            raise CallFailed(self._error)
        return self._value

    def _settle(self, value: Any, error: str) -> None:
        self._value, self._error = value, error
        self._done.set()
        self._wish = None


@dataclass(slots=True, eq=False)
class _Pending:
    link: Link
    message: Message
    key: str | None
    wish: weakref.ref[_Wish]
    calls: list[weakref.ref[Call]] = field(default_factory=list)
    pieces: list[Any] = field(default_factory=list)
    in_hand: bool = False
    """Whether its trainer is at work on it at this moment."""
    deaths: int = 0
    """How many trainers died at work on it."""

    def give(self, call: Call, wish: _Wish) -> None:
        """Let a call have what comes."""
        call._pieces, call._wish = self.pieces, wish
        self.calls.append(weakref.ref(call))


@dataclass(slots=True)
class _Answer:
    value: Any
    pieces: tuple[Any, ...]
    size: int
    """Bytes."""
    used: float


def weight(value: Any) -> int:
    """About how many bytes a value takes: those of its arrays and texts, and of what holds them."""
    size = sys.getsizeof(value, 64)
    match value:
        case np.ndarray():
            return size if value.base is None else size + value.nbytes
        case dict():
            return size + sum(weight(each) for pair in value.items() for each in pair)
        case list() | tuple() | set() | frozenset():
            return size + sum(weight(each) for each in value)
    if is_dataclass(value):
        return size + sum(weight(getattr(value, each.name)) for each in fields(value))
    return size


class CallDesk:
    """Sends calls to the trainers and hands out the answers; used under the pool's lock.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._pending: dict[int, _Pending] = {}
        self._slots: weakref.WeakValueDictionary[tuple[str, str], Call] = weakref.WeakValueDictionary()
        self._answers: OrderedDict[str, _Answer] = OrderedDict()  # the longest unused first

    def ask(self, link: Link, question: Message, owner: str = "", slot: str = "") -> Call:
        """Send ``(kind, *rest)`` as ``(kind, number, *rest, owner)``, if its answer is neither known nor on its way.

        Only what depends on its arguments alone is shared: a question that ends
        in ``None`` (no run).
        """
        call = Call()
        key = fingerprint(question) if question[-1] is None else None
        if key is None or not self._share(call, key):
            self._send(call, key, link, question, owner)
        if owner and slot:
            older = self._slots.get((owner, slot))
            self._slots[owner, slot] = call
            if older is not None and not older.done:
                older._settle(None, REPLACED)
        return call

    def _share(self, call: Call, key: str) -> bool:
        """Let a call have the answer to an equal question; whether there is one."""
        if (answer := self._answers.get(key)) is not None:
            self._answers.move_to_end(key)
            answer.used = self._clock()
            call._pieces = answer.pieces
            call._settle(answer.value, "")
            return True
        for pending in list(self._pending.values()):
            if pending.key == key and (wish := pending.wish()) is not None:
                pending.give(call, wish)
                return True
        return False

    def _send(self, call: Call, key: str | None, link: Link, question: Message, owner: str) -> None:
        kind, *rest = question
        number = next(self._numbers)
        message = (kind, number, *rest, owner)
        link.send(message)  # first: it raises for what cannot be sent
        wish = _Wish()
        weakref.finalize(wish, self._cancel, number).atexit = False
        self._pending[number] = pending = _Pending(link, message, key, weakref.ref(wish))
        pending.give(call, wish)

    def take(self, kind: str, number: int, *rest: Any) -> None:
        """A trainer sent something about a question: see :class:`~dnnlab.live.questions.Questions`."""
        pending = self._pending.get(number)
        if pending is None:
            return
        pending.in_hand = kind == "hand"
        match kind:
            case "piece":
                pending.pieces.extend(rest)
            case "whole":
                self._answer(number, tuple(pending.pieces), "", tuple(pending.pieces))
            case "answer":
                self._answer(number, *rest)

    def _answer(self, number: int, value: Any, error: str, pieces: tuple[Any, ...] = ()) -> None:
        """An answer, or a sentence why there is none, for all who asked."""
        pending = self._pending.pop(number, None)
        if pending is None:
            return
        if pending.key is not None and not error:
            self._keep(pending.key, value, pieces)
        for each in pending.calls:
            if (call := each()) is not None and not call.done:
                call._settle(value, error)

    def _keep(self, key: str, value: Any, pieces: tuple[Any, ...]) -> None:
        """Remember an answer; the ones longest unused go."""
        self._answers[key] = _Answer(value, pieces, weight(value), self._clock())
        while len(self._answers) > CACHED or sum(answer.size for answer in self._answers.values()) > CACHED_BYTES:
            self._answers.popitem(last=False)

    def waiting(self, link: Link) -> int:
        """How many questions a trainer has yet to answer."""
        return sum(pending.link is link for pending in list(self._pending.values()))

    def tidy(self) -> None:
        """Forget answers that nobody asked for in an hour: they may show a learner's own picture."""
        while self._answers and self._clock() - next(iter(self._answers.values())).used > FORGET_AFTER:
            self._answers.popitem(last=False)

    def moved(self, old: Link, new: Link) -> None:
        """A trainer was replaced: ask its successor, but for a question that it died of once too often."""
        for number, pending in list(self._pending.items()):
            if pending.link is not old:
                continue
            pending.deaths += pending.in_hand
            pending.in_hand = False
            if pending.deaths >= ATTEMPTS:
                self._answer(number, None, TOOK_DOWN)
                continue
            pending.pieces.clear()
            pending.link = new
            new.send(pending.message)

    def lost(self, link: Link, error: str) -> None:
        """A trainer is gone for good: its questions have no answer."""
        for number, pending in list(self._pending.items()):
            if pending.link is link:
                self._answer(number, None, error)

    def _cancel(self, number: int) -> None:
        """Nobody asks this question any more; called in whichever thread let go of it last."""
        if (pending := self._pending.pop(number, None)) is not None:
            pending.link.send(("cancel", number))
