"""What a trainer has been asked: learners take turns, and an answer may come in pieces.

A turn is one whole answer, or one piece of an answer that comes in pieces: then
the questions of others, the runs and new messages have theirs.
"""

from __future__ import annotations

import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import GeneratorType
from typing import Any

import torch

from dnnlab.live.faults import explain

log = logging.getLogger(__name__)

LIMIT = 30.0
"""Seconds of work that an answer in pieces may take."""
TOO_LONG = f"The answer was not complete after {LIMIT:g} seconds of work, which is the limit."
BEGUN_AGAIN = "The run was reset, rewound or moved before the answer was complete. Ask again."
END = object()


class NoPlaceError(LookupError):
    """The run that a question is about is not in this trainer, or not any more what it was."""


@dataclass(slots=True, eq=False, kw_only=True)
class Question:
    """A question, and how far its answer has come."""

    id: int
    about: Callable[[], Any]
    """Gives what it is about, a run's experiment; when that is another one between two pieces, the answer ends."""
    begin: Callable[[Any], Any]
    """Gives the answer, or the generator of its pieces, from what it is about."""
    subject: Any = None
    coming: Generator[Any, Any, Any] | None = None
    worked: float = 0.0
    gradients: bool = True
    inference: bool = False
    """Torch's modes inside its generator, which may pause in the middle of ``with torch.no_grad()``."""

    def go_on(self) -> tuple[Any, ...]:
        """All of the answer, or its next piece, as a message."""
        if self.coming is None:
            self.subject = self.about()
            answer = self.begin(self.subject)
            if not isinstance(answer, GeneratorType):
                return "answer", self.id, answer, ""
            self.coming = answer
        if self.about() is not self.subject:
            raise NoPlaceError(BEGUN_AGAIN)
        piece = next(self.coming, END)
        return ("whole", self.id) if piece is END else ("piece", self.id, piece)

    def close(self) -> None:
        """End its generator, wherever it is."""
        if self.coming is not None:
            try:
                with self.modes():
                    self.coming.close()
            except Exception:
                log.exception("a call did not end well")

    @contextmanager
    def modes(self) -> Iterator[None]:
        """Torch's modes as the generator left them; afterwards as the runs need them."""
        with torch.inference_mode(self.inference), torch.set_grad_enabled(self.gradients):
            yield
            self.gradients, self.inference = torch.is_grad_enabled(), torch.is_inference_mode_enabled()


class Questions:
    """The questions of one trainer.

    Messages out: ``("hand", call_id)`` as it begins to work on a question, then
    what this came to: ``("answer", call_id, value, error)``, ``("piece", call_id, piece)``,
    or ``("whole", call_id)`` after the last piece.

    Args:
        emit: takes the messages out.
        clock: seconds, monotonic.
    """

    def __init__(self, emit: Callable[[tuple[Any, ...]], None], clock: Callable[[], float]) -> None:
        self._emit = emit
        self._clock = clock
        self._waiting: OrderedDict[str, deque[Question]] = OrderedDict()  # of each learner; who is next comes first

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, owner: str, question: Question) -> None:
        """A learner asks."""
        self._waiting.setdefault(owner, deque()).append(question)

    def cancel(self, call_id: int) -> None:
        """Nobody wants this answer any more."""
        for owner, mine in list(self._waiting.items()):
            for question in [each for each in mine if each.id == call_id]:
                self._leave(owner, question)

    def turn(self) -> None:
        """Work on the next learner's next question."""
        if not self._waiting:
            return
        owner, mine = next(iter(self._waiting.items()))
        question = mine[0]
        self._waiting.move_to_end(owner)
        mine.rotate(-1)
        self._emit(("hand", question.id))
        message = self._tell(question, self._work_on(question))
        if message[0] == "piece" and question.worked <= LIMIT:
            return
        if message[0] == "piece":
            self._emit(("answer", question.id, None, TOO_LONG))
        self._leave(owner, question)

    def _work_on(self, question: Question) -> tuple[Any, ...]:
        began = self._clock()
        try:
            with question.modes():
                message = question.go_on()
        except NoPlaceError as refusal:  # expected while others wait: no traceback
            log.warning("a call was refused: %s", refusal)
            message = "answer", question.id, None, str(refusal)
        except Exception as raised:
            log.exception("a call failed")
            message = "answer", question.id, None, explain(raised)
        question.worked += self._clock() - began
        return message

    def _tell(self, question: Question, message: tuple[Any, ...]) -> tuple[Any, ...]:
        """Send what was found; what cannot travel is this call's error, not the trainer's end."""
        try:
            self._emit(message)
        except OSError:  # the line is down
            raise
        except Exception as raised:
            log.exception("an answer cannot travel")
            message = "answer", question.id, None, explain(raised)
            self._emit(message)
        return message

    def _leave(self, owner: str, question: Question) -> None:
        self._waiting[owner].remove(question)
        if not self._waiting[owner]:
            del self._waiting[owner]
        question.close()
