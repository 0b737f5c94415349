"""A stored run that plays on arrival: real pictures, no trainer needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dnnlab.live.config import Config
from dnnlab.live.wire import Curves, Snapshot, State, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A run as it was recorded: a view at some of its steps, and its whole curves."""

    config: Config
    steps: Sequence[int]
    """Steps of the views, ascending; the last one is the run's end."""
    views: Sequence[Any]
    curves: Curves
    final: dict[str, float] = field(default_factory=dict)
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
