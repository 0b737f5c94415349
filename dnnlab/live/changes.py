"""What a learner changed in a run on its way, in order: live knobs (tunes), and what was done by hand (events)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from dnnlab.live.wire import Change, Event, Tune

MAX_EVENT = 4_000
"""Characters of one event, as JSON."""
MAX_EVENTS = 30_000
"""Characters of all events of a run together: checkpoints and the command line hold them."""
AROUND = 40
"""Characters that each event counts beyond its own."""


class InvalidEvent(ValueError):
    """An event cannot be used; the message says why in one sentence."""


def event_text(event: Any) -> str:
    """An event as JSON on one line, keys sorted: equal events have equal texts.

    Raises:
        InvalidEvent: it is no plain data (dicts, lists, texts, finite numbers, true, false, None), or too much.
    """
    try:
        text = json.dumps(event, allow_nan=False, sort_keys=True, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidEvent(f"An event must be plain data, as JSON has it: {error}.") from None
    if len(text) > MAX_EVENT:
        raise InvalidEvent(f"An event may have at most {MAX_EVENT:,} characters as JSON; this one has {len(text):,}.")
    return text


def plain(event: Any) -> Any:
    """An event as it is after a journey through :func:`event_text`: keys are texts, tuples are lists."""
    return json.loads(event_text(event))


class Changes:
    """The log of one run, oldest first: replayed in this order, it gives the same run."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._log = list(changes)

    def __len__(self) -> int:
        return len(self._log)

    def all(self) -> tuple[Change, ...]:
        """All that was noted."""
        return tuple(self._log)

    def add(self, change: Change) -> None:
        """Note a change at or after the last one; tunes in a row at one step are one tune."""
        last = self._log[-1] if self._log else None
        if isinstance(change, Tune) and isinstance(last, Tune) and last.step == change.step:
            self._log[-1] = Tune(step=change.step, values={**last.values, **change.values})
        else:
            self._log.append(change)

    def take(self, event: Any, step: int, apply: Callable[[Any], None]) -> None:
        """Let ``apply`` do what was done by hand when ``step`` steps were done, and note it.

        Raises:
            ValueError: it was not done, and is not noted: ``apply`` refused, it is no
                event (:func:`event_text`), or there are too many already.
        """
        text = event_text(event)
        noted = sum(len(change.text) + AROUND for change in self._log if isinstance(change, Event))
        if noted + len(text) + AROUND > MAX_EVENTS:
            raise InvalidEvent("This run has taken as many changes by hand as it can keep: rewind it, or reset it.")
        apply(json.loads(text))
        self.add(Event(step=step, text=text))

    def state(self) -> list[list[Any]]:
        """The log as builtins, for a checkpoint."""
        return [[change.step, dict(change.values) if isinstance(change, Tune) else change.text] for change in self._log]

    @classmethod
    def of(cls, state: Iterable[list[Any]]) -> Changes:
        """The log that :meth:`state` gave."""
        return cls(
            Tune(step=step, values=what) if isinstance(what, dict) else Event(step=step, text=what)
            for step, what in state
        )
