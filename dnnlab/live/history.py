"""Metrics over the steps, decimated so that a long run costs no more than a short one."""

from __future__ import annotations

from typing import Any

import numpy as np

from dnnlab.live.wire import Curves

LIMIT = 2_000
"""Points kept a metric."""


class Series:
    """One metric: every ``stride``-th point that it was given, and always the newest."""

    def __init__(self) -> None:
        self.steps: list[int] = []
        self.values: list[float] = []
        self.stride = 1
        self.count = 0
        self.newest = (0, 0.0)

    def add(self, step: int, value: float, limit: int) -> None:
        """Note a value; ``limit``: so many points are thinned."""
        if self.count % self.stride == 0:
            self.steps.append(step)
            self.values.append(value)
            if len(self.steps) >= limit:  # thin to every second point, and go on so
                del self.steps[1::2]
                del self.values[1::2]
                self.stride *= 2
        self.count += 1
        self.newest = (step, value)


class History:
    """The curves of one run.

    Each metric keeps at most ``limit`` points, evenly spread over the points it
    was given: when it is full, every second one goes and the stride doubles.
    Which points are kept depends on the points alone, so a run that was saved
    and taken up again has the same history.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.series: dict[str, Series] = {}

    def add(self, step: int, metrics: dict[str, float]) -> None:
        """Note the metrics that are known at ``step``."""
        for name, value in metrics.items():
            series = self.series.get(name)
            if series is None:
                series = self.series[name] = Series()
            series.add(step, value, self.limit - 1)

    @property
    def latest(self) -> dict[str, float]:
        """The last known value of each metric."""
        return {name: series.newest[1] for name, series in self.series.items()}

    def curves(self) -> Curves:
        """Name -> (steps, values), ascending, the newest point included."""
        made = {}
        for name, series in self.series.items():
            steps, values = series.steps, series.values
            if not steps or steps[-1] != series.newest[0]:
                steps, values = [*steps, series.newest[0]], [*values, series.newest[1]]
            made[name] = (np.array(steps, dtype=np.int64), np.array(values, dtype=np.float64))
        return made

    def state_dict(self) -> dict[str, Any]:
        """Everything, as builtins, for a checkpoint."""
        return {name: dict(vars(series), newest=list(series.newest)) for name, series in self.series.items()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` gave."""
        self.series = {}
        for name, saved in state.items():
            series = self.series[name] = Series()
            series.steps, series.values = list(saved["steps"]), list(saved["values"])
            series.stride, series.count = saved["stride"], saved["count"]
            series.newest = (saved["newest"][0], saved["newest"][1])
