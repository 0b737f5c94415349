"""Looks between two runs of a page's script: who shows what, which tabs have a socket for them, how often they look.

A run of the page leaves its :class:`~dnnlab.ui.sight.Showing` here.  It is held by the session alone, so it goes
with it.  What sends the looks to the browser is :mod:`dnnlab.ui.looks_route`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from weakref import WeakValueDictionary

from dnnlab.ui.sight import Frame, Showing

PACES = ((2, 0.1), (4, 0.2), (8, 0.4), (16, 0.7))
"""So many runs that train, and the seconds between two looks at each while there are not more."""
CROWDED = 1.0
"""The same where there are more."""
SHARE, LEAST = 0.3, 0.1
"""Of a core, that the looks at all runs that train may take together: while nobody clicks or moves a slider, and while
somebody always does."""
ALIVE = 20.0
"""Seconds for which a socket that was heard counts as there: half-open ones end without a word."""


class Looks:
    """The stages of all sessions, and the tabs that have a socket; safe to use from several threads.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._showing: WeakValueDictionary[tuple[str, str], Showing] = WeakValueDictionary()
        self._sockets: dict[str, dict[object, float]] = {}

    def show(self, owner: str, page: str, showing: Showing) -> None:
        """A session of this tab shows that stage; a later session of the tab takes its place."""
        with self._lock:
            self._showing[owner, page] = showing

    def find(self, owner: str, page: str) -> Showing | None:
        """What a tab shows on the stage of a page; None: nothing, or its session has ended."""
        with self._lock:
            return self._showing.get((owner, page))

    def heard(self, owner: str, socket: object) -> None:
        """The browser said something over this socket of its tab."""
        with self._lock:
            self._sockets.setdefault(owner, {})[socket] = self._clock()

    def closed(self, owner: str, socket: object) -> None:
        """That socket has ended."""
        with self._lock:
            sockets = self._sockets.get(owner, {})
            sockets.pop(socket, None)
            if not sockets:
                self._sockets.pop(owner, None)

    def alive(self, owner: str) -> bool:
        """Whether the tab has a socket that was heard lately."""
        with self._lock:
            now = self._clock()
            return any(now - heard < ALIVE for heard in self._sockets.get(owner, {}).values())


def rest(frame: Frame, playing: int, took: float, busy: float) -> float:
    """Seconds from the beginning of a look until the next one.

    Args:
        frame: what it found.
        playing: how many runs train on this machine.
        took: seconds of processor time.
        busy: the share of the time in which learners act (:attr:`dnnlab.ui.precedence.Precedence.busy`).
    """
    rests = frame.sight.rests(frame.snapshot)
    if rests is None:
        rests = next((pace for most, pace in PACES if playing <= most), CROWDED)
    return max(rests, took * max(playing, 1) / (SHARE + busy * (LEAST - SHARE)))


looks = Looks()
"""Those of this process."""
