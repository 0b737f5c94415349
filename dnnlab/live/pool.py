"""The pool: the page process's side of the engine.

It owns the trainers, knows which run belongs to whom, keeps the limits, starts
a dead trainer again, and answers :meth:`Handle.poll` from what was last
published, without waiting.  It imports no torch.
"""

from __future__ import annotations

import atexit
import itertools
import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from dnnlab.live.bookings import ACTS, Booking
from dnnlab.live.calls import Call, CallDesk
from dnnlab.live.config import Config
from dnnlab.live.crew import RESTARTS, Crew, Worker
from dnnlab.live.handle import Handle
from dnnlab.live.limits import default_count, memory_a_trainer
from dnnlab.live.links import Link, Message, ProcessLink, Receive
from dnnlab.live.places import Places
from dnnlab.live.registry import Registry, resolve
from dnnlab.live.shelf import Shelf
from dnnlab.live.twins import Change, twin_config
from dnnlab.live.upkeep import Upkeep
from dnnlab.live.wire import Snapshot, State, Status

MakeLink = Callable[[str, Path, Receive, Callable[[], None]], Link]
log = logging.getLogger(__name__)

HOUSEKEEPING = 0.5
"""Seconds between two rounds of :meth:`Pool.tick`."""
ACK = 0.25
"""Seconds that a command waits to be taken, so that the page shows its effect at once."""

RESTARTED = "The trainer was restarted; the run goes on from step {step}."
RESTARTING = "The trainer is being restarted."
GAVE_UP = f"The trainer stopped {RESTARTS} times in a row. Reset the run to try again, or change a knob."


class Pool:
    """Trainers, runs and calls for one server.

    Args:
        registry: ``"module:NAME"`` of the table of experiments.
        workers: how many trainer processes; default from ``DNNLAB_WORKERS``, else cores - 1.
        link: makes the way to an engine; default :class:`~dnnlab.live.links.ProcessLink`.
        clock: seconds, monotonic.
        memory: megabytes of runs a trainer may hold; default :func:`~dnnlab.live.limits.memory_a_trainer`.
        housekeeping: look after leases and the queue from a thread; else call :meth:`tick`.
    """

    def __init__(
        self,
        registry: str,
        *,
        workers: int | None = None,
        link: MakeLink | None = None,
        clock: Callable[[], float] = time.monotonic,
        memory: int | None = None,
        housekeeping: bool = True,
    ) -> None:
        self.registry: Registry = resolve(registry)
        self.folder = Path(tempfile.mkdtemp(prefix="dnnlab-"))
        self.shelf = Shelf()
        self._clock = clock
        self._lock = threading.RLock()
        self._bookings: dict[str, Booking] = {}
        self._tickets: dict[int, threading.Event] = {}
        self._numbers = itertools.count(1)
        self._closed = threading.Event()
        self._desk = CallDesk(clock)
        make_link = partial(link or ProcessLink, registry, self.folder)
        count = workers or default_count()
        self._crew = Crew(self, make_link, count, clock, self._lock)
        self._places = Places(self._bookings, self._crew, clock, memory or memory_a_trainer(count))
        self._upkeep = Upkeep(
            self.folder, self._bookings, self._crew, self._places, clock,
            owes=lambda worker: self._desk.waiting(worker.link) > 0, forget=self._forget,
        )  # fmt: skip
        atexit.register(self.close)
        if housekeeping:
            threading.Thread(target=self._keep_house, daemon=True, name="housekeeping").start()

    # Runs

    def start(
        self, name: str, config: Config, owner: str, *, slot: str = "", play: bool = True, given: Any = None,
        change: Change | None = None,
    ) -> Handle:  # fmt: skip
        """Begin a run for a learner, who is never refused one: see :meth:`~dnnlab.live.places.Places.give`.

        Args:
            name: the experiment.
            config: its knobs.
            owner: the secret of the learner's browser tab.
            slot: what the page finds it by again (default: the experiment's name).
            play: begin to train at once.
            given: what the learner hands over (a photo, a text), plain data, for an experiment that takes it.
            change: begin it with a twin that differs in this.

        Raises:
            InvalidConfig: the change cannot be made, or is none.
        """
        if change:
            twin_config(config, change)
        memory = self.registry.entry(name).memory
        with self._lock:
            booking = Booking(
                name=name, owner=owner, slot=slot or name, memory=memory, polled=self._clock(), given=given, play=play,
                status=Status(config=config, begun=config),
            )  # fmt: skip
            booking.with_twin(dict(change or {}))
            self._bookings[booking.id] = booking
            self._places.give(booking)
        return Handle(self, booking)

    def find(self, run_id: str, owner: str) -> Handle | None:
        """The run of that id if it belongs to ``owner``; a guessed id finds nothing."""
        with self._lock:
            booking = self._bookings.get(run_id)
            return Handle(self, booking) if booking is not None and booking.belongs_to(owner) else None

    def runs(self, owner: str) -> list[Handle]:
        """The runs of a learner, oldest first."""
        with self._lock:
            return [Handle(self, booking) for booking in self._bookings.values() if booking.belongs_to(owner)]

    def in_slot(self, owner: str, slot: str) -> Handle | None:
        """The learner's run in that slot (one lesson's stage), if there is one."""
        return next((handle for handle in self.runs(owner) if handle.slot == slot), None)

    def call(self, name: str, *args: Any, run: Handle | None = None, owner: str | None = None, slot: str = "") -> Call:
        """Ask a registered function once; see :class:`~dnnlab.live.calls.Call`.

        Args:
            name: the call.
            args: plain data; equal arguments get the cached answer, or the one that is on its way.
            run: let the run's experiment answer (its network as it is now).
            owner: the learner's tab; learners take turns. None: whoever has none yet, together.
            slot: a place on the owner's page, where a newer call replaces an older one; None's do not count.
        """
        with self._lock:
            link = self._places.quietest(self._desk.waiting).link if run is None else self._link_to(run.booking)
            return self._desk.ask(link, ("call", name, args, run and run.id), owner or "", slot)

    def take_weights(self, booking: Booking) -> Call:
        """The run's weights, as the bytes of a safetensors file."""
        with self._lock:
            return self._desk.ask(self._link_to(booking), ("take", booking.id), booking.owner)

    def _link_to(self, booking: Booking) -> Link:
        """The way to a run's trainer; a parked run is given a place first.

        A run that has none, because it must wait or has ended, is unknown to
        any trainer: the answer says so.
        """
        booking.polled = self._clock()
        if booking.worker is None and booking.status.state is not State.GONE:
            self._places.give(booking)
        return (booking.worker or self._crew.pick(self._places.load)).link

    @property
    def playing(self) -> int:
        """How many runs train at this moment."""
        with self._lock:
            return sum(booking.status.state is State.PLAYING for booking in self._bookings.values())

    @property
    def ready(self) -> bool:
        """Whether a trainer has loaded torch and can answer at once."""
        return any(worker.ready for worker in self._crew.workers)

    @property
    def pids(self) -> list[int]:
        """Process ids of the trainers."""
        return self._crew.pids

    def close(self) -> None:
        """End the trainers and remove their folder; safe to call twice."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._crew.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.close)

    # For the handles

    def poll(self, booking: Booking) -> Snapshot:
        """What was last published; also says that somebody looks."""
        with self._lock:
            booking.polled = self._clock()
            if booking.worker is None and booking.waits_for_a_look:
                self._places.give(booking)
            booking.touch()
            return booking.snapshot

    def do(self, booking: Booking, verb: str, argument: Any = None, *, wait: bool = True) -> None:
        """Send a command and wait a moment until it is taken; a tune need not, its widget shows it already."""
        done = threading.Event()
        with self._lock:
            booking.polled = self._clock()
            if booking.status.state is State.GONE:
                return
            if verb == "reset":
                self.keep(booking)
            elif verb == "part":
                self._keep_twin(booking)
            booking.note(verb, argument)
            if verb == "reset":
                argument = (*argument, booking.attempt)
            ticket = next(self._numbers)
            self._tickets[ticket] = done
            if booking.worker is None:
                wait = self._places.command(booking, verb, argument, ticket)
            else:
                if verb in ACTS:
                    booking.owed[ticket] = verb, argument
                booking.recalled |= booking.parking and verb in ("play", "reset")
                booking.send("do", verb, argument, ticket)
                if verb == "reset":
                    self._places.grown(booking)
        done.wait(ACK if wait else 0)
        self._tickets.pop(ticket, None)  # a trainer that died does not answer

    def stop(self, booking: Booking) -> None:
        """End a run and free its place; what it showed stays on the learner's shelf."""
        with self._lock:
            if booking.status.state is not State.GONE:
                self.keep(booking)
                self._forget(booking)

    def keep(self, booking: Booking) -> None:
        """Put what the run showed on the learner's shelf, before it is reset or stopped."""
        with self._lock:
            self._keep_twin(booking)
            if booking.status.step:
                self.shelf.put(booking.owner, booking.slot, replace(booking.snapshot, twin=None))

    def _keep_twin(self, booking: Booking) -> None:
        """Put the twin on the shelf; before its run, which stays the last one."""
        if (twin := booking.snapshot.twin) is not None and twin.status.step:
            self.shelf.put(booking.owner, booking.slot, twin)

    def _forget(self, booking: Booking) -> None:
        """Drop a run, wherever it is."""
        self._bookings.pop(booking.id, None)
        booking.status = replace(booking.status, state=State.GONE)
        if booking.worker is None:
            shutil.rmtree(self.folder / booking.id, ignore_errors=True)
        booking.send("do", "drop", None, 0)  # its trainer removes the folder, when nothing is written any more
        booking.worker = None

    # Housekeeping

    def tick(self) -> None:
        """Look after runs that nobody looks at, trainers and the disk, and let the queue move on."""
        now = self._clock()
        with self._lock:
            self._upkeep.tick()
            self._places.serve_queue()
            self._desk.tidy()
            self.shelf.tidy({booking.owner for booking in self._bookings.values()}, now)

    def _keep_house(self) -> None:
        while not self._closed.wait(HOUSEKEEPING):
            try:
                self.tick()
            except Exception:
                log.exception("housekeeping failed")

    # Reports of the crew

    def take(self, worker: Worker, message: Message) -> None:
        """One message of a trainer."""
        kind, *rest = message
        match kind:
            case "frame":
                run_id, frame = rest
                if (booking := self._bookings.get(run_id)) is not None and booking.worker is worker:
                    booking.asked = False
                    booking.take(frame)
            case "done":
                self._taken(*rest)
            case "hand" | "piece" | "whole" | "answer":
                self._desk.take(kind, *rest)
            case "parked":
                if (booking := self._bookings.get(rest[0])) is not None and booking.worker is worker:
                    self._places.parked(booking)

    def _taken(self, run_id: str, ticket: int) -> None:
        if (booking := self._bookings.get(run_id)) is not None:
            booking.owed.pop(ticket, None)
        if (done := self._tickets.pop(ticket, None)) is not None:
            done.set()

    def moved(self, old: Worker, new: Worker) -> None:
        """A trainer was replaced: its runs go on from their checkpoints, but for one that has ended two."""
        if self._upkeep.blame(old):
            new.deaths = 0  # whoever it was, it comes no more
        for booking in self._places.held_by(old):
            booking.worker, booking.parking = new, False
            back = any(verb == "rewind" for verb, _ in booking.owed.values())
            if booking.status.state in (State.DIVERGED, State.FAILED) and not back:
                booking.worker = None  # nothing to go on with: it stays as it is, on disk
                booking.owed.clear()
                continue
            booking.status = replace(booking.status, state=State.STARTING, paused_by=None, rate=0.0, message=RESTARTING)
            self._places.send_start(booking, RESTARTED)
        self._desk.moved(old.link, new.link)
        self._upkeep.sweep()

    def lost(self, old: Worker) -> None:
        """A trainer cannot be kept alive: its runs end with a sentence."""
        for booking in self._places.held_by(old):
            booking.worker, booking.parking = None, False
            booking.owed.clear()
            booking.status = replace(booking.status, state=State.FAILED, paused_by=None, message=GAVE_UP)
        self._desk.lost(old.link, GAVE_UP)
        self._upkeep.sweep()
