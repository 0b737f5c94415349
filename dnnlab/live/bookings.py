"""A run as the pool books it: who owns it, where it sits, what it last showed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from dnnlab.live.config import Config, InvalidConfig
from dnnlab.live.crew import Worker
from dnnlab.live.feed import Mirror
from dnnlab.live.twins import Change as Knobs
from dnnlab.live.wire import Change, Curves, Frame, PausedBy, Snapshot, State, Status

ACTS = ("step", "rewind", "apply")
"""Commands that are carried out once, in their order. The others say what holds from then on: the booking notes
that, and a trainer that begins with the run takes the knobs first, then these, and plays if it is to."""


@dataclass(slots=True, eq=False, kw_only=True)
class Shown:
    """What a page has of one run."""

    status: Status
    mirror: Mirror = field(default_factory=Mirror)
    changes: tuple[Change, ...] = ()
    """What its trainer has sent of its curves and its log; shown with the next status."""
    curves: Curves = field(default_factory=dict)
    view: Any = None
    version: int = 0

    def show(self, frame: Frame) -> None:
        """Add what its trainer has published."""
        if frame.curves is not None:
            self.mirror.take(frame.curves)
        if frame.changes is not None:
            self.changes = frame.changes
        if frame.status is None:
            return
        self.status = replace(frame.status, changes=self.changes)
        if frame.curves is not None:
            self.curves = self.mirror.curves()
            self.version += 1
        if frame.view is not None:
            self.view = frame.view


@dataclass(slots=True, eq=False, kw_only=True)
class Booking(Shown):
    """A run, whether a trainer holds it, it waits for one, or it lies on disk."""

    name: str
    owner: str
    slot: str
    memory: int
    """Megabytes of one run."""
    polled: float
    """When somebody last looked."""
    given: Any = None
    """What its learner has handed over, kept for a trainer that begins it again."""
    change: Knobs = field(default_factory=dict)
    """In what its twin differs; empty: it has none."""
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    twin: Shown | None = None
    """The run's twin; the booking's own status tells how both stand."""
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
    asked: bool = False
    """Whether its trainer owes it a frame: looks do not pile up."""
    deaths: int = 0
    """How many trainers have died in its turn, in a row;"""
    died: tuple[float, int] = (float("-inf"), 0)
    """and when the last one did, and at which step."""
    recalled: bool = False
    """Whether its learner played or reset it meanwhile: it takes a place again as soon as it has made room."""
    seated: float = 0.0
    """When it got its present place."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest that was published."""
        shown = Snapshot(status=self.status, curves=self.curves, view=self.view, version=self.version)
        return shown if self.twin is None else replace(shown, twin=self._twin_snapshot(self.twin))

    def _twin_snapshot(self, twin: Shown) -> Snapshot:
        """The twin's; where the pool says how the run stands, because no trainer does, so does the twin."""
        status = twin.status
        ours = self.worker is None or self.status.state is State.STARTING
        if ours and status.state not in (State.FINISHED, State.DIVERGED, State.FAILED):
            status = replace(status, state=self.status.state, paused_by=self.status.paused_by, rate=0.0)
        return Snapshot(status=status, curves=twin.curves, view=twin.view, version=twin.version)

    @property
    def takes(self) -> int:
        """Megabytes that it takes in a trainer: twice as many with a twin."""
        return self.memory * (2 if self.change else 1)

    @property
    def waits_for_a_look(self) -> bool:
        """Whether a look sets it going: it paused unwatched, or made room while its final figures were measured."""
        unwatched = self.status.state is State.PAUSED and self.status.paused_by is PausedBy.LEASE
        return unwatched or (self.status.state is State.FINISHING and self.worker is None)

    def take(self, frame: Frame) -> None:
        """Show what its trainer has published, unless the run was reset since."""
        if frame.attempt != self.attempt:
            return
        self.show(frame)
        if self.twin is not None and frame.twin is not None:
            self.twin.show(frame.twin)

    def note(self, verb: str, argument: Any) -> None:
        """Remember what a command wants before a trainer has taken it: should that die, its successor gets this."""
        if verb == "reset":
            self._begin_again(*argument)
        elif verb == "tune":
            self._note_knobs(argument)
        elif verb == "part":
            self.change, self.twin = {}, None
        elif verb != "apply":
            self.play = verb == "play"

    def _note_knobs(self, config: Config) -> None:
        """The knobs that hold from now on, unless the run, or its twin, has to refuse them."""
        if not self.status.config.tunable_to(config):
            return
        if self.twin is not None:
            try:
                followed = config.replace(**self.change)
            except InvalidConfig:
                return
            self.twin.status = replace(self.twin.status, config=followed)
        self.status = replace(self.status, config=config)

    def with_twin(self, change: Knobs) -> None:
        """From its beginning on the run has a twin with this change; empty: it goes alone.

        Raises:
            InvalidConfig: the change gives no config.
        """
        config = self.status.config.replace(**change)
        self.change = change
        self.twin = Shown(status=replace(self.status, config=config, begun=config)) if change else None

    def _begin_again(self, config: Config, play: bool, given: Any, change: Knobs) -> None:
        """Nothing is left of what the run showed, before its trainer has heard of the reset."""
        self.attempt += 1
        self.play, self.given = play, given
        state, paused_by = (State.STARTING, None) if play else (State.PAUSED, PausedBy.LEARNER)
        self.status = Status(config=config, begun=config, state=state, paused_by=paused_by)
        self.mirror, self.changes, self.curves, self.view = Mirror(), (), {}, None
        self.version += 1
        self.with_twin(change)
        self.owed.clear()
        self.deaths = 0

    def touch(self) -> None:
        """Tell its trainer that somebody looks, unless it has yet to answer the last look."""
        if self.worker is not None and not self.asked:
            self.asked = True
            self.send("touch")

    def send(self, kind: str, *rest: Any) -> None:
        """A message about this run to the trainer that holds it, if one does."""
        if self.worker is not None:
            self.worker.link.send((kind, self.id, *rest))

    def belongs_to(self, owner: str) -> bool:
        """Whether ``owner`` is the secret of the learner who started it."""
        return secrets.compare_digest(self.owner.encode(), owner.encode())
