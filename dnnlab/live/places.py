"""Who sits where: runs take places in the trainers, wait in a queue, or lie parked on disk.

A place costs memory.  When all are taken, the queue asks somebody to make
room: first runs that nobody looks at, then runs that stand still, last runs
that have trained for ten minutes.  A parked run keeps its checkpoint and takes
a place again when its learner wants it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

from dnnlab.live.crew import Crew, Worker
from dnnlab.live.records import Record
from dnnlab.live.wire import PausedBy, State

MEMORY_A_WORKER = 800
"""Megabytes of runs that a trainer holds: 16 of 50."""
UNWATCHED = 15.0
"""Seconds without a poll after which nobody is taken to look."""
LONG_TURN = 600.0
"""Seconds of training after which a run pauses when others wait."""

OTHERS_WAIT = "Paused after ten minutes of training, because others wait. Press Play to go on."
QUEUED = "All places for training are taken; your run starts as soon as one is free (number {number} in the queue)."


class Places:
    """The places of one pool; used under its lock.

    Args:
        records: all runs of the pool, by id.
        crew: the trainers.
        clock: seconds, monotonic.
        memory: megabytes of runs that a trainer may hold.
    """

    def __init__(self, records: dict[str, Record], crew: Crew, clock: Callable[[], float], memory: int) -> None:
        self._records = records
        self._crew = crew
        self._clock = clock
        self._memory = memory
        self._numbers = itertools.count(1)

    def load(self, worker: Worker) -> int:
        """Megabytes taken in a trainer."""
        return sum(record.memory for record in self.held_by(worker))

    def held_by(self, worker: Worker) -> list[Record]:
        """The runs that a trainer holds."""
        return [record for record in self._records.values() if record.worker is worker]

    def give(self, record: Record) -> None:
        """A place in the trainer with the most room, or the last one in the queue."""
        record.queued = record.queued or next(self._numbers)
        record.status = replace(record.status, state=State.WAITING, paused_by=None, message="")
        self.serve_queue()

    def _seat(self, record: Record) -> bool:
        """Put a run into the trainer with the most room, if that is enough."""
        worker = self._crew.pick(self.load)
        taken = self.load(worker)
        if taken and taken + record.memory > self._memory:
            return False
        record.worker, record.queued, record.parking = worker, 0, False
        record.trained_before = record.status.trained
        record.status = replace(record.status, state=State.STARTING, paused_by=None, message="")
        self.send_start(record)
        if record.owed:
            record.send("do", *record.owed, 0)
            record.owed = None
        return True

    def send_start(self, record: Record, note: str = "") -> None:
        """Tell the run's trainer to begin it, or to go on from its checkpoint."""
        watched = self._clock() - record.polled <= UNWATCHED
        paused_by = PausedBy.LEARNER if not record.play else None if watched else PausedBy.LEASE
        record.send("start", record.name, record.status.config, record.given, paused_by, note)

    def leave_queue(self, record: Record) -> None:
        """The learner does not want to wait."""
        if record.queued or record.rests_unwatched:
            record.queued = 0
            record.status = replace(record.status, state=State.PAUSED, paused_by=PausedBy.LEARNER, message="")

    def parked(self, record: Record) -> None:
        """A trainer has let a run go."""
        record.worker, record.parking = None, False
        self.serve_queue()

    def serve_queue(self) -> None:
        """Places for those who wait: first come, first served, and nobody overtakes."""
        waiting = sorted((r for r in self._records.values() if r.queued), key=lambda r: r.queued)
        while waiting and self._seat(waiting[0]):
            del waiting[0]
        for number, record in enumerate(waiting, start=1):
            record.status = replace(record.status, message=QUEUED.format(number=number))
        if waiting:
            self._make_room()

    def _make_room(self) -> None:
        """Park one run, if one may be parked and none is on its way out."""
        if any(record.parking for record in self._records.values()):
            return
        now = self._clock()
        ranked = [(rank, record.id) for record in self._records.values() if (rank := _rank(record, now)) is not None]
        if not ranked:
            return
        record = self._records[min(ranked)[1]]
        record.parking = True
        if record.status.state is State.PLAYING:
            record.play = False
            record.send("do", "pause", (PausedBy.TURN, OTHERS_WAIT), 0)
        record.send("do", "park", None, 0)


def needs_place(state: State, verb: str) -> bool:
    """Whether a command to a run on disk needs a trainer (new knobs do not: they matter when it goes on)."""
    if verb == "tune":
        return state is State.FINISHED  # more epochs make it unfinished
    return verb == "rewind" or state is not State.DIVERGED  # there is only a way back


def _rank(record: Record, now: float) -> tuple[int, float] | None:
    """How readily a run makes room, smallest first; None: it need not."""
    if record.worker is None or record.status.state in (State.STARTING, State.FINISHING):
        return None
    if record.status.state is not State.PLAYING:
        return (0 if now - record.polled > UNWATCHED else 1), record.polled
    trained = record.status.trained - record.trained_before
    return (2, -trained) if trained >= LONG_TURN else None
