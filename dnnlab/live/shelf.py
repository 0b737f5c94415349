"""The runs that a learner has made in this tab, kept to compare and to list.

Only what was shown is kept (status, curves, the last view), no network: a past
run costs a trainer nothing.  A lesson may keep more of the one run that is pinned,
what a call answered about it at that moment (its weights, say).
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace

from dnnlab.live.calls import Call, CallFailed
from dnnlab.live.wire import Snapshot

KEPT = 12
"""Runs kept a learner and slot."""
SOON = 0.25
"""Seconds that pinning waits for what is kept."""
FORGET_AFTER = 3_600.0
"""Seconds without runs after which a learner's shelf is cleared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One run as it was when it was put away, or looked at beside those."""

    number: int
    """1 for the learner's first run in this slot."""
    snapshot: Snapshot
    answer: Call | None = field(default=None, compare=False)
    """What its lesson keeps of it, asked when it was pinned; None: nothing, or it was gone by then."""

    def keeping(self, answer: Call) -> PastRun:
        """The same with an answer, waited for a moment: a reset that followed at once would come before it."""
        with suppress(TimeoutError, CallFailed):
            answer.result(SOON)
        return replace(self, answer=answer)


class Shelf:
    """Past runs by owner and slot (one lesson's stage, whatever it runs); safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kept: dict[tuple[str, str], list[PastRun]] = {}
        self._pinned: dict[tuple[str, str], PastRun] = {}
        self._count: dict[tuple[str, str], int] = {}
        self._seen: dict[str, float] = {}

    def put(self, owner: str, slot: str, snapshot: Snapshot) -> PastRun:
        """Keep a run; the oldest goes when there are too many."""
        with self._lock:
            key = owner, slot
            kept = PastRun(number=self.number(owner, slot), snapshot=snapshot)
            self._count[key] = kept.number
            shelf = self._kept.setdefault(key, [])
            shelf.append(kept)
            del shelf[:-KEPT]
            return kept

    def number(self, owner: str, slot: str) -> int:
        """The number of the run that goes on now."""
        return self._count.get((owner, slot), 0) + 1

    def kept(self, owner: str, slot: str) -> list[PastRun]:
        """The kept runs, oldest first."""
        return list(self._kept.get((owner, slot), []))

    def pin(self, owner: str, slot: str, kept: PastRun | None) -> None:
        """Lay one run beside those that follow; None takes it away."""
        with self._lock:
            if kept is None:
                self._pinned.pop((owner, slot), None)
            else:
                self._pinned[owner, slot] = kept

    def pinned(self, owner: str, slot: str) -> PastRun | None:
        """The run that is laid beside."""
        return self._pinned.get((owner, slot))

    def tidy(self, owners: set[str], now: float) -> None:
        """Forget learners who have had no run for an hour."""
        with self._lock:
            for owner in {key[0] for key in (*self._kept, *self._pinned)}:
                if owner in owners:
                    self._seen[owner] = now
                elif now - self._seen.setdefault(owner, now) > FORGET_AFTER:
                    for table in (self._kept, self._pinned, self._count):
                        for key in [key for key in table if key[0] == owner]:
                            del table[key]
                    del self._seen[owner]
