"""A run as the pool books it: who owns it, where it sits, what it last showed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from dnnlab.live.config import Config
from dnnlab.live.crew import Worker
from dnnlab.live.feed import Mirror
from dnnlab.live.wire import Change, Curves, Frame, PausedBy, Snapshot, State, Status

ACTS = ("step", "rewind", "apply")
"""Commands that are carried out once, in their order. The others say what holds from then on: the booking notes
that, and a trainer that begins with the run takes the knobs first, then these, and plays if it is to."""


@dataclass(slots=True, eq=False, kw_only=True)
class Booking:
    """A run, whether a trainer holds it, it waits for one, or it lies on disk."""

    name: str
    owner: str
    slot: str
    memory: int
    status: Status
    polled: float
    """When somebody last looked."""
    given: Any = None
    """What its learner has handed over, kept for a trainer that begins it again."""
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    mirror: Mirror = field(default_factory=Mirror)
    changes: tuple[Change, ...] = ()
    """What its trainer has sent of its curves and its log; shown with the next status."""
    curves: Curves = field(default_factory=dict)
    view: Any = None
    version: int = 0
    worker: Worker | None = None
    """The trainer that holds it; None: in the queue, or parked on disk."""
    attempt: int = 0
    """How often it was reset: what its trainer publishes of an earlier attempt shows no more."""
    play: bool = False
    """Whether its learner wants it to play: what holds when it gets a place, or a new trainer."""
    queued: int = 0
    """Its number in the queue; 0: not in it."""
    owed: dict[int, tuple[str, Any]] = field(default_factory=dict)
    """Ticket -> verb and argument of the acts (:data:`ACTS`) that no trainer has taken yet, in order."""
    parking: bool = False
    """Whether it has been asked to make room."""
    recalled: bool = False
    """Whether its learner played or reset it meanwhile: it takes a place again as soon as it has made room."""
    trained_before: float = 0.0
    """Seconds trained before it got its present place."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest that was published."""
        return Snapshot(status=self.status, curves=self.curves, view=self.view, version=self.version)

    @property
    def waits_for_a_look(self) -> bool:
        """Whether a look sets it going: it paused unwatched, or made room while its final figures were measured."""
        unwatched = self.status.state is State.PAUSED and self.status.paused_by is PausedBy.LEASE
        return unwatched or (self.status.state is State.FINISHING and self.worker is None)

    def take(self, frame: Frame) -> None:
        """Show what its trainer has published, unless the run was reset since."""
        if frame.attempt != self.attempt:
            return
        if frame.curves is not None:
            self.mirror.take(frame.curves)
        if frame.changes is not None:
            self.changes = frame.changes
        if frame.status is None:
            return
        self.status = replace(frame.status, changes=self.changes)
        self.trained_before = min(self.trained_before, frame.status.trained)  # less after a rewind
        if frame.curves is not None:
            self.curves = self.mirror.curves()
            self.version += 1
        if frame.view is not None:
            self.view = frame.view

    def note(self, verb: str, argument: Any) -> None:
        """Remember what a command wants before a trainer has taken it: should that die, its successor gets this."""
        if verb == "reset":
            self._begin_again(*argument)
        elif verb == "tune":
            if self.status.config.tunable_to(argument):
                self.status = replace(self.status, config=argument)
        elif verb != "apply":
            self.play = verb == "play"

    def _begin_again(self, config: Config, play: bool, given: Any) -> None:
        """Nothing is left of what the run showed, before its trainer has heard of the reset."""
        self.attempt += 1
        self.play, self.given = play, given
        state, paused_by = (State.STARTING, None) if play else (State.PAUSED, PausedBy.LEARNER)
        self.status = Status(config=config, begun=config, state=state, paused_by=paused_by)
        self.mirror, self.changes, self.curves, self.view = Mirror(), (), {}, None
        self.version += 1
        self.trained_before = 0.0
        self.owed.clear()

    def send(self, kind: str, *rest: Any) -> None:
        """A message about this run to the trainer that holds it, if one does."""
        if self.worker is not None:
            self.worker.link.send((kind, self.id, *rest))

    def belongs_to(self, owner: str) -> bool:
        """Whether ``owner`` is the secret of the learner who started it."""
        return secrets.compare_digest(self.owner.encode(), owner.encode())
