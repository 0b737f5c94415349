"""Who goes first in the page process: a learner who acts, before the pages that only refresh.

All sessions share one interpreter, in which one thread computes at a time.  A
click or a slider runs a page's whole script; a look refreshes the live stage.
Eight looks a second are enough to be in the way of every slider, so a look
waits for the actions under way, and looks take turns.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 0.2
"""Seconds that a look waits at most, so that pictures move on in a crowd that never stops clicking."""
SPAN = 10.0
"""Seconds over which it is remembered how much learners act."""


class Precedence:
    """Actions before looks.

    Args:
        patience: seconds that a look waits at most, for actions and for other looks.
        clock: seconds.
    """

    def __init__(self, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience, self._clock = patience, clock
        self._free = threading.Condition()
        self._acting = 0
        self._looking = 0
        self._share, self._at = 0.0, clock()

    @contextmanager
    def action(self) -> Iterator[None]:
        """A learner did something: begin at once, and hold back the looks until it is answered."""
        with self._free:
            self._remember()
            self._acting += 1
        try:
            yield
        finally:
            with self._free:
                self._remember()
                self._acting -= 1
                self._free.notify_all()

    @property
    def busy(self) -> float:
        """The share of the last seconds in which somebody acted, in [0, 1]; what is longer ago counts less."""
        with self._free:
            self._remember()
            return self._share

    def _remember(self) -> None:
        """Bring the share up to now: an exponential mean over :data:`SPAN`."""
        now = self._clock()
        weight = math.exp((self._at - now) / SPAN)
        self._share = weight * self._share + (1 - weight) * (self._acting > 0)
        self._at = now

    @contextmanager
    def look(self) -> Iterator[None]:
        """A page refreshes by itself: after the actions under way, one look at a time."""
        with self._free:
            self._free.wait_for(lambda: not self._acting and not self._looking, self._patience)
            self._looking += 1
        try:
            yield
        finally:
            with self._free:
                self._looking -= 1
                self._free.notify_all()


precedence = Precedence()
"""The one of this process."""
