"""What stands on the stage before the learner's first run: real pictures, no trainer needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.config import Config
from dnnlab.live.recorded import Recorded, load
from dnnlab.live.wire import Curves, PausedBy, Snapshot, State, Status
from dnnlab.once import once_each
from dnnlab.ui.words import final_figures, in_words


class Prelude(Protocol):
    """What a stage shows until there is a run of the learner's own."""

    shared: ClassVar[bool]
    """Whether all visitors see the same."""

    def at(self, elapsed: float) -> Snapshot:
        """The moment ``elapsed`` seconds after this visitor saw it first."""

    def told(self, status: Status) -> str:
        """The line above the stage, when the snapshot stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A run as it was recorded: a view at some of its steps, and its whole curves."""

    shared: ClassVar[bool] = True
    config: Config
    steps: Sequence[int]
    """Steps of the views, ascending; the last one is the run's end."""
    views: Sequence[Any]
    curves: Curves
    final: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 15.0
    """How long it plays."""

    def at(self, elapsed: float) -> Snapshot:
        """The run ``elapsed`` seconds after it began to play; at its end it stays."""
        last = len(self.views) - 1
        index = min(int(elapsed / self.seconds * last), last)
        step, ended = self.steps[index], index == last
        curves = {
            name: (steps[: (count := int(np.searchsorted(steps, step, side="right")))], values[:count])
            for name, (steps, values) in self.curves.items()
        }
        status = Status(
            config=self.config,
            state=State.FINISHED if ended else State.PLAYING,
            step=step,
            total_steps=self.steps[-1],
            latest={name: float(values[-1]) for name, (_, values) in curves.items() if len(values)},
            final=self.final if ended else {},
        )
        return Snapshot(status=status, curves=curves, view=self.views[index], version=index + 1)

    def told(self, status: Status) -> str:
        """That this is no run of the learner's; no longer at its end than before, so that it wraps no further."""
        told = f": {final_figures(status)}" if status.final else f" with {self._knobs()}: {in_words(status)}"
        return f"A recorded run{told}. Press Play for your own."

    def _knobs(self) -> str:
        """Those that are not as by default, in words."""
        knobs = self.config.knobs()
        own = [f"{knobs[name].label.lower()} {text}" for name, text in self.config.to_text().items()]
        return ", ".join(own) or "the default knobs"


@once_each
def _stored(name: str) -> Recorded:
    return load(CATALOGUE, name)


def recorded(name: str, seconds: float = 15.0) -> Recording:
    """The run of an experiment that ships (``python -m tools.record NAME``), played in so many seconds.

    The file is read once a process.

    Raises:
        OSError: none ships.
    """
    stored = _stored(name)
    return Recording(
        config=stored.config, steps=stored.steps, views=stored.views, curves=stored.curves, final=stored.final,
        seconds=seconds,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A run that has not begun: for what depends on the learner's own picture, where a recording would mislead."""

    shared: ClassVar[bool] = False
    config: Config
    view: Any
    """At step 0."""
    total_steps: int
    invitation: str
    """What Play will do, in one sentence."""

    def at(self, elapsed: float) -> Snapshot:
        """Always step 0."""
        status = Status(
            config=self.config, state=State.PAUSED, paused_by=PausedBy.LEARNER, total_steps=self.total_steps
        )
        return Snapshot(status=status, view=self.view)

    def told(self, status: Status) -> str:
        """What Play will do."""
        return self.invitation
