"""What the pool does unasked: hung trainers are ended, runs without a look lie on disk, the disk has a limit.

A learner who comes back from a break finds the run as it was: after ten minutes it gives its place away, and for
hours it is kept.  All runs of a pool share one budget of disk.  When it is used up, the oldest rewind points go
first, of whichever run, then the runs that were looked at longest ago.
"""

from __future__ import annotations

import itertools
import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from dnnlab.live.bookings import Booking
from dnnlab.live.crew import Crew, Worker
from dnnlab.live.disk import checkpoints, disk_budget, rewind_points
from dnnlab.live.inhand import in_whose_turn
from dnnlab.live.places import Places
from dnnlab.live.wire import State

log = logging.getLogger(__name__)

PARK_AFTER = 600.0
"""Seconds without a look after which a run gives its place away."""
FORGET_AFTER = 4 * 3_600.0
"""Seconds without a look after which a run is dropped."""
HUNG = 30.0
"""Seconds that a trainer may owe an answer, those in which it waited for a processor left out."""
LOADING = 180.0
"""Seconds that it may take to load torch, before it answers anybody; on a crowded machine that takes long."""
HELD_UP = 1.0
"""Seconds between two rounds that count towards that, at most: this process may have been held up itself."""
ROUND = 10.0
"""Seconds between two looks at the disk."""
MANY = 200
"""Runs without a look for :data:`PARK_AFTER` that are kept: what they showed takes memory here."""
DEATHS, ANYWHERE = 2, 4
"""Trainers that end in one run's turn, in a row, before it is to blame: at the same step, and at different ones."""
IN_A_ROW = 75.0
"""In a row: with less than so many seconds between, those in which the next one loaded torch left out."""
TO_BLAME = (
    "The trainer ended again and again in this run's turn, perhaps for want of memory: the run was stopped, so that "
    "others can go on. Change a knob, or reset it to try again."
)


def starved(pid: int) -> float:
    """Seconds that a process has waited for a processor, as Linux counts them; elsewhere 0."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


class Upkeep:
    """Housekeeping of one pool; used under its lock.

    Args:
        folder: the pool's, with a folder for each run.
        bookings: its runs, by id.
        crew, places: its trainers, and who sits there.
        clock: seconds, monotonic.
        owes: whether a trainer owes anybody an answer to a question.
        forget: drops a run.
        free: bytes free on the disk of a folder.
    """

    def __init__(
        self, folder: Path, bookings: dict[str, Booking], crew: Crew, places: Places, clock: Callable[[], float],
        owes: Callable[[Worker], bool], forget: Callable[[Booking], None],
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._bookings = bookings
        self._crew = crew
        self._places = places
        self._clock = clock
        self._owes = owes
        self._forget = forget
        self._free = free
        self._last = clock()
        self._looked = clock()

    def tick(self) -> None:
        """One round."""
        now = self._clock()
        passed, self._last = min(now - self._last, HELD_UP), now
        self._end_the_hung(passed)
        unseen = [each for each in self._bookings.values() if now - each.polled > PARK_AFTER]
        unseen.sort(key=lambda each: each.polled, reverse=True)
        for number, booking in enumerate(unseen, start=1):
            if number > MANY or now - booking.polled > FORGET_AFTER:
                self._forget(booking)
            else:
                self._places.set_aside(booking)
        if now - self._looked >= ROUND:
            self._looked = now
            self.keep_to_the_budget()

    def _end_the_hung(self, passed: float) -> None:
        """End a trainer that says nothing though it owes an answer, or the word that it is ready."""
        for worker in list(self._crew.workers):
            owes = not worker.ready or self._owes(worker) or any(each.asked for each in self._places.held_by(worker))
            before, worker.starved = worker.starved, starved(worker.link.pid)
            could_run = max(0.0, passed - (worker.starved - before))
            worker.silent = worker.silent + could_run if owes and not worker.resting else 0.0
            if worker.silent > (HUNG if worker.ready else LOADING):
                log.warning("trainer %d has said nothing for %.0f s: it is ended", worker.link.pid, worker.silent)
                worker.silent = 0.0
                worker.link.kill()

    def blame(self, worker: Worker) -> bool:
        """Whether a run is to blame for the end of a trainer: it fails, and its neighbours go on.

        What ends a trainer once may be chance; what ends the next one at the same step would end them all.
        """
        run_id, step = in_whose_turn(self._folder, worker.link.pid)
        booking = self._bookings.get(run_id)
        if booking is None or booking.worker is not worker:
            return False
        now = self._clock()
        when, where = booking.died
        booking.deaths = booking.deaths + 1 if now - when - worker.loading < IN_A_ROW else 1
        booking.died = now, step
        if booking.deaths < (DEATHS if step == where else ANYWHERE):
            return False
        booking.owed.clear()
        booking.status = replace(booking.status, state=State.FAILED, paused_by=None, rate=0.0, message=TO_BLAME)
        return True

    def sweep(self) -> None:
        """Remove what a dead trainer was about to remove."""
        with suppress(OSError):
            for folder in self._folder.iterdir():
                if folder.is_dir() and folder.name not in self._bookings:
                    shutil.rmtree(folder, ignore_errors=True)

    def keep_to_the_budget(self) -> None:
        """Drop rewind points, the oldest first, until the budget holds; then runs that nobody has looked at."""
        kept = {run: list(checkpoints(self._folder / run)) for run in self._bookings}
        used = sum(file.size for files in kept.values() for file in files)
        try:
            budget = disk_budget(self._free(self._folder), used)
        except OSError:  # the folder is gone
            return
        for file in sorted(itertools.chain(*(rewind_points(files) for files in kept.values()))):
            if used <= budget:
                return
            with suppress(OSError):
                file.path.unlink()
                used -= file.size
        for booking in sorted(self._bookings.values(), key=lambda each: each.polled):
            if used <= budget or self._clock() - booking.polled <= PARK_AFTER:
                return
            log.warning("the checkpoints of all runs take more than %d MB: one is dropped", budget >> 20)
            used -= sum(file.size for file in checkpoints(self._folder / booking.id))
            self._forget(booking)
