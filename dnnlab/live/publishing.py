"""What a trainer publishes of a run or a pair: frames with what is new since the last ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dnnlab.live.feed import Feed
from dnnlab.live.pair import Pair, halves
from dnnlab.live.run import Run
from dnnlab.live.wire import Change, Frame, PausedBy, State, Status


class Publisher:
    """What the page knows of a run, or of both of a pair.

    Args:
        run: what is told of; another object, such as the run that is left of a pair, needs another publisher.
    """

    def __init__(self, run: Run | Pair) -> None:
        self._run = run
        self._tellers = [_Teller(each) for each in halves(run)]
        self._sent: list[tuple[State, PausedBy | None, str]] | None = None

    def news(self) -> bool:
        """Whether the state is another one than was told last."""
        return self._state() != self._sent

    def frames(self) -> list[Frame]:
        """All that is new, in parts where it is long; the last one shows them, the twin at the step of its run."""
        state = self._state()
        for teller in self._tellers:
            teller.look()  # first: what cannot be drawn fails, and the status says so
        statuses = self._run.statuses() if isinstance(self._run, Pair) else (self._run.status(),)
        told, *twins = [teller.frames(status) for teller, status in zip(self._tellers, statuses, strict=True)]
        for *before, last in twins:
            told = [*told[:-1], *(Frame(twin=part) for part in before), replace(told[-1], twin=last)]
        self._sent = state
        return [replace(part, attempt=self._run.attempt) for part in told]

    def _state(self) -> list[tuple[State, PausedBy | None, str]]:
        return [(each.state, each.paused_by, each.message) for each in halves(self._run)]


class _Teller:
    """What the page knows of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._version = -1
        self._changes: tuple[Change, ...] | None = None
        self._feed = Feed()
        self._picture = False
        self._view: Any = None

    def look(self) -> None:
        """Draw the run, if there is something new."""
        self._picture = self._run.version != self._version
        self._view = self._run.view() if self._picture else None

    def frames(self, status: Status) -> list[Frame]:
        """What is new since the last time; the last of them has the status and the view."""
        parts: list[Frame] = []
        if status.changes != self._changes:
            parts.append(Frame(changes=status.changes))
            self._changes = status.changes
        if self._picture:
            parts += [Frame(curves=growth) for growth in self._feed.growth(self._run.history)]
            self._version = self._run.version
        *before, last = parts or [Frame()]
        return [*before, replace(last, status=replace(status, changes=()), view=self._view)]
