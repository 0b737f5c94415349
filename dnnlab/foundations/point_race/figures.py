"""The figures of the race on the playground's net; no torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dnnlab.foundations.optimizers.figures import FLEW
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.point_race.views import TARGET, PointRaceView
from dnnlab.plots.bars import Bar
from dnnlab.plots.curves import GAP, MARGIN
from dnnlab.plots.labels import FLAT
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written

LOWEST = 200
"""Pixels that the curves get at least."""


def rows(racers: Sequence[str]) -> tuple[Row, ...]:
    """Everybody's error and loss over the steps."""
    rules = [RULES[key] for key in racers]
    return (
        Row(
            lines=tuple(Line(metric=f"error_{each.key}", name=each.name, role=each.role) for each in rules),
            marks=(Mark(value=TARGET, name="target"),), percent=True, low=0.0, title="error",
        ),
        Row(
            lines=tuple(Line(metric=each.key, name=each.name, role=each.role, smooth=True) for each in rules),
            log=True, low=1e-6, title="loss",
        ),
    )  # fmt: skip


def height_for(racers: Sequence[str]) -> int:
    """Pixels for the curves, so that the name of each racer, and that of the target, has a line of its own."""
    return max(LOWEST, MARGIN["t"] + MARGIN["b"] + GAP + 2 * FLAT * (len(racers) + 1))


def standing(view: PointRaceView) -> list[Bar]:
    """Everybody's error at the last check, and since when it is below the target."""
    return [
        Bar(
            name=RULES[key].name, value=_told(view, k), marked=bool(view.reached[k] >= 0),
            share=float(np.clip(1 - view.errors[k], 0, 1)) if np.isfinite(view.errors[k]) else 0.0,
        )
        for k, key in enumerate(view.racers)
    ]  # fmt: skip


def _told(view: PointRaceView, k: int) -> str:
    if view.away[k]:
        return FLEW
    if not np.isfinite(view.errors[k]):
        return "no check yet"
    wrong = written(float(view.errors[k]), percent=True)
    return f"{wrong}, there at step {view.reached[k]:,}" if view.reached[k] >= 0 else wrong
