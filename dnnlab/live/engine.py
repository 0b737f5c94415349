"""The trainer's heart: many runs take turns, questions are answered in between.

An engine is driven from outside (:meth:`Engine.turn`) and speaks through one
function that it is given, so it works the same in a worker process, in a
notebook and in a test with a made-up clock.
"""

from __future__ import annotations

import logging
import math
import shutil
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from dnnlab.live.config import Config
from dnnlab.live.experiment import Experiment
from dnnlab.live.inhand import InHand
from dnnlab.live.pair import Pair, halves
from dnnlab.live.publishing import Publisher
from dnnlab.live.questions import NoPlaceError, Question, Questions
from dnnlab.live.registry import Registry
from dnnlab.live.run import Run
from dnnlab.live.twins import Change
from dnnlab.live.wire import ACTIVE, LEASE, PausedBy, State

log = logging.getLogger(__name__)

TURN = 0.020
"""Seconds that one run trains before the next one does."""
HELD_UP = 1.0
"""Seconds between two turns that count towards a lease, at most: looks wait while an engine is held up."""
IDLE = 0.5
"""Seconds after which an engine without work looks again whether a lease has ended."""
NOTICE = 20.0
"""Seconds that a sentence about a restart, or about what could not be done by hand, stays."""

Emit = Callable[[tuple[Any, ...]], None]


@dataclass(slots=True)
class _Seat:
    """A run or a pair, and what the page knows of it."""

    run: Run | Pair
    publisher: Publisher
    due: float = -math.inf
    """When its next step may be taken, by the clock: a run whose steps are to be looked at takes a breath."""
    unseen: float = 0.0
    """Seconds in which nobody looked, of those in which a look could have been heard."""
    wanted: bool = False
    notice: str = ""
    notice_until: float = 0.0


class Engine:
    """Serves messages, calls and turns.

    Messages in (the first item names the method that takes it):

    * ``("start", run_id, name, config, given, attempt, owed, paused_by, note, change)``: begin, or go on from
      the newest checkpoint of this attempt; take the commands that are ``owed``, each ``(ticket, verb, argument)``,
      unless the checkpoint says that it was taken; ``paused_by`` None: and play; with a ``change`` it has a twin
      (:mod:`dnnlab.live.pair`)
    * ``("touch", run_id)``: somebody looks; answer with a frame
    * ``("do", run_id, verb, argument, ticket)``: play, pause, step, reset (its argument ends with the change
      of a twin and the number of the attempt that it begins), tune, apply, rewind, part (the twin ends), park, drop
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
        in_hand: notes which run is served.
    """

    def __init__(
        self,
        registry: Registry,
        folder: Path,
        emit: Emit,
        clock: Callable[[], float] = time.monotonic,
        lease: float | None = LEASE,
        in_hand: InHand | None = None,
    ) -> None:
        self._registry = registry
        self._folder = folder
        self._emit = emit
        self._clock = clock
        self._lease = lease
        self._in_hand = in_hand or InHand(None, 0)
        self._turned = clock()
        self._seats: dict[str, _Seat] = {}
        self._order: deque[str] = deque()
        self._questions = Questions(emit, clock)

    @property
    def busy(self) -> bool:
        """Whether :meth:`turn` has work to do."""
        return bool(self._questions) or any(seat.wanted or seat.run.state in ACTIVE for seat in self._seats.values())

    @property
    def rest(self) -> float:
        """Seconds in which there is nothing to do unless a message comes; 0: there is work now."""
        if self._questions or any(seat.wanted for seat in self._seats.values()):
            return 0.0
        now = self._clock()
        return min([IDLE, *(max(0.0, seat.due - now) for seat in self._seats.values() if seat.run.state in ACTIVE)])

    def handle(self, message: tuple[Any, ...]) -> None:
        """Take one message in; cheap, but for start, reset and rewind."""
        kind, *rest = message
        take = getattr(self, f"_on_{kind}")
        if kind in ("start", "do"):
            seat = self._seats.get(rest[0])
            with self._in_hand.noted(rest[0], seat.run.step if seat else 0):
                take(*rest)
        else:
            take(*rest)

    def turn(self) -> None:
        """A turn for a question and one for a run, then whatever is to be published."""
        self._questions.turn()
        self._train_next()
        now = self._clock()
        passed, self._turned = min(now - self._turned, HELD_UP), now
        for run_id, seat in self._seats.items():
            self._keep_lease(seat, now, passed)
            self._publish(run_id, seat)

    # Messages

    def _on_start(
        self, run_id: str, name: str, config: Config, given: Any, attempt: int,
        owed: list[tuple[int, str, Any]], paused_by: PausedBy | None, note: str, change: Change,
    ) -> None:  # fmt: skip
        run = self._made(run_id, name, config, given, change, attempt)
        seat = _Seat(run=run, publisher=Publisher(run), wanted=True)
        self._seats[run_id] = seat
        self._order.append(run_id)
        resumed = run.open()
        for ticket, verb, argument in owed:  # acts: the seat's run stays the same object
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
        seat.unseen = 0.0
        seat.wanted = True
        if seat.run.state is State.PAUSED and seat.run.paused_by is PausedBy.LEASE:
            seat.run.play()

    def _on_do(self, run_id: str, verb: str, argument: Any, ticket: int) -> None:
        seat = self._seats.get(run_id)
        if seat is None:
            return
        seat.wanted = True
        seat.unseen = 0.0
        self._obey(run_id, seat, verb, argument, ticket)
        if run_id in self._seats:
            self._publish(run_id, seat)
        self._emit(("done", run_id, ticket))

    def _obey(self, run_id: str, seat: _Seat, verb: str, argument: Any, ticket: int) -> None:
        run = seat.run
        if isinstance(run, Pair):
            run.take(ticket)
        else:
            run.taken = max(run.taken, ticket)
        match verb:
            case "play":
                run.play()
            case "pause":
                run.pause(*argument)
            case "step":
                run.step_once()
            case "reset":
                self._begin_again(run_id, seat, *argument)
            case "tune":
                run.tune(argument)
            case "apply":
                self._apply(seat, argument)
            case "rewind":
                run.rewind(argument)
            case "part":
                if isinstance(run, Pair):
                    self._seat_another(seat, run.part())
            case "park" | "drop":
                self._leave(run_id, seat, verb)
            case _:
                raise ValueError(f"no such command: {verb}")

    def _made(
        self, run_id: str, name: str, config: Config, given: Any, change: Change, attempt: int
    ) -> Run | Pair:  # fmt: skip
        """A run, or with a change a run and its twin."""
        folder = self._folder / run_id
        if change:
            return Pair(self._registry, name, config, change, folder, self._clock, given, attempt)
        return Run(self._registry, name, config, folder, self._clock, given, attempt)

    def _begin_again(
        self, run_id: str, seat: _Seat, config: Config, play: bool, given: Any, change: Change, attempt: int
    ) -> None:
        """A new attempt; one with a twin, or after one with a twin, is another object."""
        before = seat.run
        if change or isinstance(before, Pair):
            self._seat_another(seat, self._made(run_id, before.name, config, given, change, attempt))
            for each in halves(seat.run):
                each.taken = before.taken
        else:
            before.attempt = attempt
        seat.run.reset(config, play, given)

    def _seat_another(self, seat: _Seat, run: Run | Pair) -> None:
        seat.run, seat.publisher = run, Publisher(run)

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
            seat = self._seats[self._order[-1]]
            run, now = seat.run, self._clock()
            if run.state in ACTIVE and now >= seat.due:
                with self._in_hand.noted(self._order[-1], run.step):
                    seat.due = now + self._train(run, until=now + TURN)
                return

    def _train(self, run: Run | Pair, until: float) -> float:
        """A turn of one run; seconds from its begin until the next may come."""
        run.advance()
        breath = run.experiment.breath if run.state is State.PLAYING else 0.0
        while run.state in ACTIVE and not breath and self._clock() < until:
            self._in_hand.at(run.step)
            run.advance()
        return breath

    def _keep_lease(self, seat: _Seat, now: float, passed: float) -> None:
        """A look that is late, as this process or the whole machine was held up, is no absence."""
        seat.unseen += passed
        if self._lease is not None and seat.unseen > self._lease:
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
        """Frames when somebody asked for them, or the state changed."""
        if seat.wanted or seat.publisher.news():
            with self._in_hand.noted(run_id, seat.run.step):
                frames = seat.publisher.frames()
            for frame in frames:
                self._emit(("frame", run_id, frame))
            seat.wanted = False
