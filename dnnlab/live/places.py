"""Who sits where: runs take places in the trainers, wait in a queue, or lie parked on disk.

A place costs memory.  When all are taken, the queue asks somebody to make
room: first runs that nobody looks at, then runs that stand still, last runs
that have had their place for ten minutes.  A learner with four runs that have a place is
not refused a fifth: the one that was looked at longest ago makes room for it.
A parked run keeps its checkpoint and takes a place again when its learner wants it.
A run and its twin have one place, since they come and go together; it costs the memory of two.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dnnlab.live.bookings import ACTS, Booking
from dnnlab.live.crew import Crew, Worker
from dnnlab.live.links import Link
from dnnlab.live.wire import LEASE, PausedBy, State

A_LEARNER = 4
"""Runs of one learner that hold a place or wait for one; the others lie on disk."""
LOADING = 8
"""As many waiting questions a trainer counts for that has yet to load torch: some seconds."""
LONG_TURN = 600.0
"""Seconds after which a run that has had its place for so long pauses when others wait."""

OTHERS_WAIT = "Paused after ten minutes, because others wait. Press Play to go on."
MADE_ROOM = f"Paused to make room: {A_LEARNER} of your runs have a place at a time. Press Play to go on here."
QUEUED = "All places for training are taken; your run starts as soon as one is free{before}."


class Places:
    """The places of one pool; used under its lock.

    Args:
        bookings: all runs of the pool, by id.
        crew: the trainers.
        clock: seconds, monotonic.
        memory: megabytes of runs that a trainer may hold.
    """

    def __init__(self, bookings: dict[str, Booking], crew: Crew, clock: Callable[[], float], memory: int) -> None:
        self._bookings = bookings
        self._crew = crew
        self._clock = clock
        self._memory = memory
        self._numbers = itertools.count(1)

    def load(self, worker: Worker) -> int:
        """Megabytes taken in a trainer."""
        return sum(booking.takes for booking in self.held_by(worker))

    def quietest(self, waiting: Callable[[Link], int]) -> Worker:
        """The trainer that will come to a question first, of several the one with the most room.

        It is the one with the fewest waiting, where one that has yet to load torch counts as having more.
        """
        return self._crew.pick(lambda worker: (waiting(worker.link) + (not worker.ready) * LOADING, self.load(worker)))

    def held_by(self, worker: Worker) -> list[Booking]:
        """The runs that a trainer holds."""
        return [booking for booking in self._bookings.values() if booking.worker is worker]

    def give(self, booking: Booking) -> None:
        """A place in the trainer with the most room, or the last one in the queue.

        Nobody is refused.  Should the learner have four already, the run that was looked at longest ago
        is parked: it stands paused at its step until its learner plays it.  That holds even for one that
        is looked at this very moment (more than four stages on one page), and it then says why.
        """
        self._keep_to_the_limit(booking)
        booking.queued = booking.queued or next(self._numbers)
        booking.status = replace(booking.status, state=State.WAITING, paused_by=None, message="")
        self.serve_queue()

    def _keep_to_the_limit(self, newcomer: Booking) -> None:
        """Let a learner's other runs make room for one that wants a place."""
        others = [
            each
            for each in self._bookings.values()
            if each is not newcomer and each.belongs_to(newcomer.owner) and (each.queued or each.worker)
        ]
        placed = sorted((each for each in others if not each.parking), key=lambda each: each.polled)
        for booking in placed[: max(0, len(placed) - A_LEARNER + 1)]:
            self._park(booking, PausedBy.ROOM, MADE_ROOM)

    def _park(self, booking: Booking, by: PausedBy, why: str) -> None:
        """Take a run's place, or that in the queue; it plays again when its learner says so."""
        booking.play = False
        if booking.worker is None:
            booking.queued = 0
            booking.status = replace(booking.status, state=State.PAUSED, paused_by=by, message=why)
            return
        booking.parking = True
        booking.send("do", "pause", (by, why), 0)
        booking.send("do", "park", None, 0)

    def _seat(self, booking: Booking) -> bool:
        """Put a run into the trainer with the most room, if that is enough."""
        worker = self._crew.pick(self.load)
        taken = self.load(worker)
        if taken and taken + booking.takes > self._memory:
            return False
        booking.worker, booking.queued, booking.parking, booking.recalled = worker, 0, False, False
        booking.seated = self._clock()
        booking.status = replace(booking.status, state=State.STARTING, paused_by=None, message="")
        self.send_start(booking)
        return True

    def send_start(self, booking: Booking, note: str = "") -> None:
        """Tell the run's trainer to begin it, or to go on from its checkpoint, and to take what is owed."""
        watched = self._clock() - booking.polled <= LEASE
        paused_by = PausedBy.LEARNER if not booking.play else None if watched else PausedBy.LEASE
        booking.asked = False
        owed = [(ticket, *act) for ticket, act in booking.owed.items()]
        booking.send(
            "start", booking.name, booking.status.config, booking.given, booking.attempt, owed, paused_by, note,
            booking.change,
        )  # fmt: skip

    def command(self, booking: Booking, verb: str, argument: Any, ticket: int) -> bool:
        """Take a command to a run that no trainer holds; whether one is about to carry it out."""
        if verb == "pause":
            booking.owed = {number: act for number, act in booking.owed.items() if act[0] != "step"}
            self.leave_queue(booking)
        elif needs_place(booking.status.state, verb):
            if verb in ACTS:
                booking.owed[ticket] = verb, argument
            self.give(booking)
        return verb in ACTS and booking.worker is not None

    def grown(self, booking: Booking) -> None:
        """A run got a twin: where its trainer has no room for that, the pair takes a place as a newcomer does."""
        others = self.load(booking.worker) - booking.takes if booking.worker else 0
        if others and others + booking.takes > self._memory:
            booking.parking = booking.recalled = True
            booking.send("do", "park", None, 0)

    def set_aside(self, booking: Booking) -> None:
        """Nobody has looked at a run for long: it lies on disk, and a look sets it going if it was to play."""
        if booking.queued:
            booking.queued = 0
            paused_by = PausedBy.LEASE if booking.play else PausedBy.LEARNER
            booking.status = replace(booking.status, state=State.PAUSED, paused_by=paused_by, message="")
        elif booking.worker and not booking.parking and booking.status.state not in (State.STARTING, State.FINISHING):
            booking.parking = True
            booking.send("do", "park", None, 0)

    def leave_queue(self, booking: Booking) -> None:
        """The learner does not want to wait."""
        if booking.queued or booking.waits_for_a_look:
            booking.queued = 0
            booking.status = replace(booking.status, state=State.PAUSED, paused_by=PausedBy.LEARNER, message="")

    def parked(self, booking: Booking) -> None:
        """A trainer has let a run go; what its learner did meanwhile brings it back."""
        booking.worker, booking.parking, booking.asked = None, False, False
        if booking.owed or booking.recalled:
            self.give(booking)
        else:
            self.serve_queue()

    def serve_queue(self) -> None:
        """Places for those who wait: first come, first served, and nobody overtakes."""
        waiting = sorted((r for r in self._bookings.values() if r.queued), key=lambda r: r.queued)
        while waiting and self._seat(waiting[0]):
            del waiting[0]
        for number, booking in enumerate(waiting):
            booking.status = replace(booking.status, message=QUEUED.format(before=_before(number)))
        if waiting:
            self._make_room()

    def _make_room(self) -> None:
        """Park one run, if one may be parked and none is on its way out."""
        if any(booking.parking for booking in self._bookings.values()):
            return
        now = self._clock()
        ranked = [
            (rank, booking.id) for booking in self._bookings.values() if (rank := _rank(booking, now)) is not None
        ]
        if not ranked:
            return
        booking = self._bookings[min(ranked)[1]]
        if booking.status.state is State.PLAYING:
            self._park(booking, PausedBy.TURN, OTHERS_WAIT)
        else:  # it stands still, and keeps its reason
            booking.parking = True
            booking.send("do", "park", None, 0)


def _before(number: int) -> str:
    """How many wait before one, in words."""
    if number == 0:
        return ", and you are the next"
    return f", and {number} other{'s wait' if number > 1 else ' waits'} before you"


def needs_place(state: State, verb: str) -> bool:
    """Whether a command to a run on disk needs a trainer (new knobs, or no twin any more, matter when it goes on)."""
    if verb == "part":
        return False
    if verb == "tune":
        return state is State.FINISHED  # more epochs make it unfinished
    if verb == "apply":
        return state not in (State.DIVERGED, State.FAILED)
    return verb == "rewind" or state is not State.DIVERGED  # there is only a way back


def _rank(booking: Booking, now: float) -> tuple[int, float] | None:
    """How readily a run makes room, smallest first; None: it need not."""
    if booking.worker is None or booking.status.state in (State.STARTING, State.FINISHING):
        return None
    if booking.status.state is not State.PLAYING:
        return (0 if now - booking.polled > LEASE else 1), booking.polled
    sat = now - booking.seated
    return (2, -sat) if sat >= LONG_TURN else None
