"""The trainer's heart: many runs take turns, questions are answered in between.

An engine is driven from outside (:meth:`Engine.turn`) and speaks through one
function that it is given, so it works the same in a worker process, in a
notebook and in a test with a made-up clock.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from dnnlab.live.config import Config
from dnnlab.live.experiment import Experiment
from dnnlab.live.feed import Feed
from dnnlab.live.questions import NoPlaceError, Question, Questions
from dnnlab.live.registry import Registry
from dnnlab.live.run import Run
from dnnlab.live.wire import ACTIVE, LEASE, Change, Frame, PausedBy, State

log = logging.getLogger(__name__)

TURN = 0.020
"""Seconds that one run trains before the next one does."""
NOTICE = 20.0
"""Seconds that a sentence about a restart, or about what could not be done by hand, stays."""

Emit = Callable[[tuple[Any, ...]], None]


@dataclass(slots=True)
class _Seat:
    """A run, and what the page knows of it."""

    run: Run
    touched: float
    wanted: bool = False
    sent_version: int = -1
    sent_state: tuple[Any, ...] = ()
    sent_changes: tuple[Change, ...] | None = None
    feed: Feed = field(default_factory=Feed)
    notice: str = ""
    notice_until: float = 0.0


class Engine:
    """Serves messages, calls and turns.

    Messages in (the first item names the method that takes it):

    * ``("start", run_id, name, config, given, attempt, owed, paused_by, note)``: begin, or go on from the
      newest checkpoint of this attempt; take the commands that are ``owed``, each ``(ticket, verb, argument)``,
      unless the checkpoint says that it was taken; ``paused_by`` None: and play
    * ``("touch", run_id)``: somebody looks; answer with a frame
    * ``("do", run_id, verb, argument, ticket)``: play, pause, step, reset (its argument ends with the
      number of the attempt that it begins), tune, apply, rewind, park, drop
    * ``("call", call_id, name, args, run_id, owner)`` and ``("cancel", call_id)``
    * ``("take", call_id, run_id, owner)``: the weights as safetensors bytes

    Messages out: ``("frame", run_id, frame)``, ``("done", run_id, ticket)`` when a command was
    taken (one for a run that is no longer here is not), ``("parked", run_id)``, and those of
    :class:`~dnnlab.live.questions.Questions`.

    Args:
        registry: the table of experiments and calls.
        folder: where the runs' checkpoints are, one folder each.
        emit: takes the messages out.
        clock: seconds, monotonic.
        lease: seconds until an unwatched run pauses; None: never (no page involved).
    """

    def __init__(
        self,
        registry: Registry,
        folder: Path,
        emit: Emit,
        clock: Callable[[], float] = time.monotonic,
        lease: float | None = LEASE,
    ) -> None:
        self._registry = registry
        self._folder = folder
        self._emit = emit
        self._clock = clock
        self._lease = lease
        self._seats: dict[str, _Seat] = {}
        self._order: deque[str] = deque()
        self._questions = Questions(emit, clock)

    @property
    def busy(self) -> bool:
        """Whether :meth:`turn` has work to do."""
        return bool(self._questions) or any(seat.wanted or seat.run.state in ACTIVE for seat in self._seats.values())

    def handle(self, message: tuple[Any, ...]) -> None:
        """Take one message in; cheap, but for start, reset and rewind."""
        kind, *rest = message
        getattr(self, f"_on_{kind}")(*rest)

    def turn(self) -> None:
        """A turn for a question and one for a run, then whatever is to be published."""
        self._questions.turn()
        self._train_next()
        now = self._clock()
        for run_id, seat in self._seats.items():
            self._keep_lease(seat, now)
            self._publish(run_id, seat)

    # Messages

    def _on_start(
        self, run_id: str, name: str, config: Config, given: Any, attempt: int,
        owed: list[tuple[int, str, Any]], paused_by: PausedBy | None, note: str,
    ) -> None:  # fmt: skip
        run = Run(self._registry, name, config, self._folder / run_id, self._clock, given, attempt)
        now = self._clock()
        seat = _Seat(run=run, touched=now, wanted=True)
        self._seats[run_id] = seat
        self._order.append(run_id)
        resumed = run.open()
        for ticket, verb, argument in owed:
            if ticket > run.taken:
                self._obey(run_id, seat, verb, argument, ticket)
            self._emit(("done", run_id, ticket))
        if paused_by is None:
            run.play()
        elif run.state is State.PAUSED:
            run.paused_by = paused_by
        if note and resumed and run.state is not State.FAILED:
            run.message = note.format(step=f"{run.step:,}")
            self._pass_by(seat)

    def _on_touch(self, run_id: str) -> None:
        seat = self._seats.get(run_id)
        if seat is None:
            return
        seat.touched = self._clock()
        seat.wanted = True
        if seat.run.state is State.PAUSED and seat.run.paused_by is PausedBy.LEASE:
            seat.run.play()

    def _on_do(self, run_id: str, verb: str, argument: Any, ticket: int) -> None:
        seat = self._seats.get(run_id)
        if seat is None:
            return
        seat.wanted = True
        seat.touched = self._clock()
        self._obey(run_id, seat, verb, argument, ticket)
        if run_id in self._seats:
            self._publish(run_id, seat)
        self._emit(("done", run_id, ticket))

    def _obey(self, run_id: str, seat: _Seat, verb: str, argument: Any, ticket: int) -> None:
        run = seat.run
        run.taken = max(run.taken, ticket)
        match verb:
            case "play":
                run.play()
            case "pause":
                run.pause(*argument)
            case "step":
                run.step_once()
            case "reset":
                config, play, given, run.attempt = argument
                run.reset(config, play, given)
            case "tune":
                run.tune(argument)
            case "apply":
                self._apply(seat, argument)
            case "rewind":
                run.rewind(argument)
            case "park" | "drop":
                self._leave(run_id, seat, verb)
            case _:
                raise ValueError(f"no such command: {verb}")

    def _apply(self, seat: _Seat, event: Any) -> None:
        """What was done by hand; that it could not be done is told for a while, or until something can."""
        if seat.run.apply(event):
            self._unsay(seat)
        elif seat.run.state not in (State.DIVERGED, State.FAILED):
            self._pass_by(seat)

    def _leave(self, run_id: str, seat: _Seat, verb: str) -> None:
        if verb == "park":
            seat.run.park()
            self._publish(run_id, seat)
        del self._seats[run_id]
        self._order.remove(run_id)
        if verb == "park":
            self._emit(("parked", run_id))
        else:
            shutil.rmtree(self._folder / run_id, ignore_errors=True)

    def _on_call(self, call_id: int, name: str, args: tuple[Any, ...], run_id: str | None, owner: str) -> None:
        def begin(experiment: Experiment[Any, Any] | None) -> Any:
            function = self._registry.call(name)
            return function(*args) if run_id is None else function(*args, experiment=experiment)

        self._questions.add(owner, Question(id=call_id, about=partial(self._experiment, run_id), begin=begin))

    def _on_cancel(self, call_id: int) -> None:
        self._questions.cancel(call_id)

    def _on_take(self, call_id: int, run_id: str, owner: str) -> None:
        def begin(experiment: Experiment[Any, Any]) -> bytes:
            return self._seats[run_id].run.weights()

        self._questions.add(owner, Question(id=call_id, about=partial(self._experiment, run_id), begin=begin))

    # Work

    def _experiment(self, run_id: str | None) -> Experiment[Any, Any] | None:
        """What a question is about: the experiment of a run, which is another one after a reset or a rewind."""
        if run_id is None:
            return None
        if run_id not in self._seats:
            raise NoPlaceError("This run has no place in a trainer at the moment.")
        return self._seats[run_id].run.experiment

    def _train_next(self) -> None:
        """Give the next active run its turn of about 20 ms, at least one step."""
        for _ in range(len(self._order)):
            self._order.rotate(-1)
            run = self._seats[self._order[-1]].run
            if run.state in ACTIVE:
                until = self._clock() + TURN
                run.advance()
                while run.state in ACTIVE and self._clock() < until:
                    run.advance()
                return

    def _keep_lease(self, seat: _Seat, now: float) -> None:
        if self._lease is not None and now - seat.touched > self._lease:
            seat.run.pause(PausedBy.LEASE)
        if seat.notice and now > seat.notice_until:
            self._unsay(seat)

    def _pass_by(self, seat: _Seat) -> None:
        """The run's message is one that does not stay."""
        seat.notice = seat.run.message
        seat.notice_until = self._clock() + NOTICE

    def _unsay(self, seat: _Seat) -> None:
        if seat.run.message == seat.notice:
            seat.run.message = ""
        seat.notice = ""

    def _publish(self, run_id: str, seat: _Seat) -> None:
        """A frame when somebody asked for it, or the state changed; in parts where it is long."""
        run = seat.run
        state = (run.state, run.paused_by, run.message)
        if not seat.wanted and state == seat.sent_state:
            return
        picture = run.version != seat.sent_version
        view = run.view() if picture else None  # first: what cannot be drawn fails, and the status says so
        status = run.status()
        parts: list[Frame] = []
        if status.changes != seat.sent_changes:
            parts.append(Frame(changes=status.changes))
            seat.sent_changes = status.changes
        if picture:
            parts += [Frame(curves=growth) for growth in seat.feed.growth(run.history)]
        *before, last = parts or [Frame()]
        for part in before:
            self._emit(("frame", run_id, replace(part, attempt=run.attempt)))
        whole = replace(last, attempt=run.attempt, status=replace(status, changes=()), view=view)
        self._emit(("frame", run_id, whole))
        seat.sent_state = state
        if picture:
            seat.sent_version = run.version
        seat.wanted = False
