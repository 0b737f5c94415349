"""What stands on the stage before the learner's first run: real pictures, no trainer needed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.config import Config
from dnnlab.live.recorded import Recorded, load
from dnnlab.live.wire import Curves, PausedBy, Snapshot, State, Status
from dnnlab.once import once_each
from dnnlab.ui.words import TRAINING, Words, final_figures, in_words


class Prelude(Protocol):
    """What a stage shows until there is a run of the learner's own."""

    shared: ClassVar[bool]
    """Whether all visitors see the same."""

    def at(self, elapsed: float) -> Snapshot:
        """The moment ``elapsed`` seconds after this visitor saw it first."""

    @property
    def steps(self) -> Sequence[int]:
        """Those that the learner can go to, ascending."""

    def when(self, step: int) -> float:
        """Seconds after which :meth:`at` shows that step, or the last one before it that can be shown."""

    def told(self, status: Status, config: Config, words: Words = TRAINING) -> str:
        """What the bar says when the snapshot stands there, beside these knobs of the learner's."""


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

    def when(self, step: int) -> float:
        """A moment in the middle of that picture's time."""
        index = max(bisect_right(self.steps, step) - 1, 0)
        return self.seconds * (index + 0.5) / max(len(self.steps) - 1, 1)

    def told(self, status: Status, config: Config, words: Words = TRAINING) -> str:
        """That this is no run of the learner's, and with which knobs it was made; its figures only beside the same."""
        same = config == self.config
        now = final_figures(status, words) if same and status.final else in_words(replace(status, final={}), words)
        return f"A recorded run, {self.made_with}: {now}. Play starts your own."

    @property
    def made_with(self) -> str:
        """Its knobs that are not as by default, in words."""
        knobs = self.config.knobs()
        own = [f"{knobs[name].label.lower()} {text}" for name, text in self.config.to_text().items()]
        return ", ".join(own) or "default knobs"


@once_each
def _stored(named: tuple[str, Path | None]) -> Recorded:
    name, file = named
    return load(CATALOGUE, name, file)


def recorded(name: str, seconds: float = 15.0, file: Path | None = None) -> Recording:
    """The run of an experiment that ships (``python -m tools.record NAME``), played in so many seconds.

    The file is read once a process.

    Args:
        name: of the experiment.
        seconds: how long it plays.
        file: another recording than the experiment's own: one with other knobs, say.

    Raises:
        OSError: none ships.
    """
    stored = _stored((name, file))
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

    @property
    def steps(self) -> Sequence[int]:
        """Where it begins."""
        return (0,)

    def when(self, step: int) -> float:
        """Always the same."""
        return 0.0

    def told(self, status: Status, config: Config, words: Words = TRAINING) -> str:
        """What Play will do."""
        return self.invitation
