"""Calls: questions that a trainer answers once, between two turns.

A call is asked for, waits its turn in the trainer, and is answered.  Nobody
needs an answer that came too late: a newer call in the same slot replaces the
older one, and a call that was thrown away is taken out of the queue.
"""

from __future__ import annotations

import itertools
import pickle
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dnnlab.live.links import Link, Message
from dnnlab.live.wire import digest

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


class Call:
    """An answer on its way."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._value: Any = None
        self._error = ""

    @property
    def done(self) -> bool:
        """Whether :meth:`result` returns at once."""
        return self._done.is_set()

    def result(self, timeout: float | None = None) -> Any:
        """The answer; equal questions share it, so change a copy of it only.

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


@dataclass(slots=True)
class _Pending:
    call: weakref.ref[Call]
    link: Link
    message: Message
    key: str | None
    slot: str
    deaths: int = 0
    """How many trainers died when it was their oldest question."""


@dataclass(slots=True)
class _Answer:
    value: Any
    size: int
    """Bytes."""
    used: float


class CallDesk:
    """Sends calls to the trainers and hands out the answers; used under the pool's lock.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._pending: dict[int, _Pending] = {}
        self._slots: dict[str, int] = {}
        self._answers: OrderedDict[str, _Answer] = OrderedDict()  # the longest unused first

    def ask(self, link: Link, question: Message, slot: str) -> Call:
        """Send ``(kind, *rest)`` as ``(kind, number, *rest)``, or answer from the cache.

        Only what depends on its arguments alone is cached: a question that ends
        in ``None`` (no run).
        """
        kind, *rest = question
        call = Call()
        key = digest(question) if rest[-1] is None else None
        if slot:
            self._replace(self._slots.get(slot, 0))
        if key is not None and key in self._answers:
            self._answers.move_to_end(key)
            self._answers[key].used = self._clock()
            call._settle(self._answers[key].value, "")
            return call
        number = next(self._numbers)
        message = (kind, number, *rest)
        self._pending[number] = _Pending(weakref.ref(call), link, message, key, slot)
        weakref.finalize(call, self._cancel, number).atexit = False
        if slot:
            self._slots[slot] = number
        link.send(message)
        return call

    def answered(self, number: int, value: Any, error: str) -> None:
        """An answer came in."""
        pending = self._take(number)
        if pending is None:
            return
        if pending.key is not None and not error:
            self._keep(pending.key, value)
        if (call := pending.call()) is not None:
            call._settle(value, error)

    def _keep(self, key: str, value: Any) -> None:
        """Remember an answer; the ones longest unused go."""
        self._answers[key] = _Answer(value, len(pickle.dumps(value)), self._clock())
        while len(self._answers) > CACHED or sum(answer.size for answer in self._answers.values()) > CACHED_BYTES:
            self._answers.popitem(last=False)

    def tidy(self) -> None:
        """Forget answers that nobody asked for in an hour: they may show a learner's own picture."""
        while self._answers and self._clock() - next(iter(self._answers.values())).used > FORGET_AFTER:
            self._answers.popitem(last=False)

    def moved(self, old: Link, new: Link) -> None:
        """A trainer was replaced: ask its successor, unless the question itself is to blame.

        Questions are answered in order, so only the oldest one can be.
        """
        moving = [(number, pending) for number, pending in list(self._pending.items()) if pending.link is old]
        if moving:
            suspect = moving[0][1]
            suspect.deaths += 1
            if suspect.deaths >= ATTEMPTS:
                self.answered(moving.pop(0)[0], None, TOOK_DOWN)
        for _, pending in moving:
            pending.link = new
            new.send(pending.message)

    def lost(self, link: Link, error: str) -> None:
        """A trainer is gone for good: its questions have no answer."""
        for number, pending in list(self._pending.items()):
            if pending.link is link:
                self.answered(number, None, error)

    def _replace(self, number: int) -> None:
        pending = self._pending.get(number)
        self._cancel(number)
        if pending is not None and (call := pending.call()) is not None:
            call._settle(None, REPLACED)

    def _cancel(self, number: int) -> None:
        pending = self._take(number)
        if pending is not None:
            pending.link.send(("cancel", number))

    def _take(self, number: int) -> _Pending | None:
        pending = self._pending.pop(number, None)
        if pending is not None and self._slots.get(pending.slot) == number:
            del self._slots[pending.slot]
        return pending
