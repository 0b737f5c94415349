"""The crew: the trainer processes, started again when they die, but not for ever."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from dnnlab.live.links import Link, Message

log = logging.getLogger(__name__)

RESTARTS = 5
"""Deaths of a trainer in a row after which it is left alone."""
HEALTHY = 30.0
"""Seconds of life after which earlier deaths of a trainer no longer count, if it was ever ready."""


@dataclass(slots=True, eq=False)
class Worker:
    """One trainer."""

    born: float
    deaths: int = 0
    """How many trainers died before it, in a row."""
    ready: bool = False
    """Whether it has loaded torch and answers at once."""
    loading: float = 0.0
    """Seconds that this took."""
    silent: float = 0.0
    """Seconds for which it has owed an answer and said nothing, though it could run."""
    starved: float = 0.0
    """Seconds of its life in which it waited for a processor."""
    resting: bool = False
    """It died once too often; the next learner who needs it starts it again."""
    link: Link = field(init=False)


class Boss(Protocol):
    """Whom the crew reports to, under the lock that it was given."""

    def take(self, worker: Worker, message: Message) -> None:
        """A trainer sent a message."""

    def moved(self, old: Worker, new: Worker) -> None:
        """A trainer died; ``new`` has taken its place and knows nothing yet."""

    def lost(self, old: Worker) -> None:
        """A trainer died :data:`RESTARTS` times in a row and is left alone."""


class Crew:
    """The trainers of one pool.

    Args:
        boss: takes the reports.
        link: makes the way to an engine from ``(receive, died)``.
        count: how many trainers.
        clock: seconds, monotonic.
        lock: held whenever the boss is called.
    """

    def __init__(
        self,
        boss: Boss,
        link: Callable[[Callable[[Message], None], Callable[[], None]], Link],
        count: int,
        clock: Callable[[], float],
        lock: threading.RLock,
    ) -> None:
        self._boss = boss
        self._link = link
        self._clock = clock
        self._lock = lock
        self._closed = False
        self.workers: list[Worker] = []
        with lock:
            for _ in range(count):
                self.workers.append(self._hire())

    def pick(self, load: Callable[[Worker], int | tuple[int, ...]]) -> Worker:
        """The least loaded trainer, started again if it rests."""
        worker = min(self.workers, key=load)
        return self._replace(worker, deaths=RESTARTS - 1) if worker.resting else worker

    @property
    def pids(self) -> list[int]:
        """Process ids of the living."""
        return [worker.link.pid for worker in self.workers if not worker.resting]

    def close(self) -> None:
        """End them all; none is started again."""
        with self._lock:
            self._closed = True
            workers = list(self.workers)
        for worker in workers:
            worker.link.ask_to_end()
        for worker in workers:
            worker.link.close()

    def _hire(self, deaths: int = 0) -> Worker:
        worker = Worker(born=self._clock(), deaths=deaths)
        worker.link = self._link(lambda message: self._receive(worker, message), lambda: self._died(worker))
        return worker

    def _replace(self, worker: Worker, deaths: int) -> Worker:
        successor = self._hire(deaths)
        self.workers[self.workers.index(worker)] = successor
        return successor

    def _receive(self, worker: Worker, message: Message) -> None:
        """On the trainer's reading thread."""
        with self._lock:
            worker.silent = 0.0
            if message[0] == "ready":
                worker.ready, worker.loading = True, self._clock() - worker.born
            else:
                self._boss.take(worker, message)

    def _died(self, worker: Worker) -> None:
        """On the trainer's reading thread: it ended, and nobody had asked it to."""
        with self._lock:
            if self._closed or worker not in self.workers:
                return
            healthy = worker.ready and self._clock() - worker.born > HEALTHY
            deaths = 1 if healthy else worker.deaths + 1
            log.warning("trainer %d ended (%d in a row)", worker.link.pid, deaths)
            if deaths < RESTARTS:
                self._boss.moved(worker, self._replace(worker, deaths))
            else:
                worker.resting, worker.ready = True, False
                self._boss.lost(worker)
