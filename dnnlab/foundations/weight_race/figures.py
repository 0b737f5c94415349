"""The figures of the race on the weights of a network; no torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.weight_race.views import NetRaceView
from dnnlab.plots.bars import Bar
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Row
from dnnlab.plots.written import written


def loss_rows(racers: Sequence[str]) -> tuple[Row, ...]:
    """Everybody's loss and accuracy over the steps."""
    rules = [RULES[key] for key in racers]
    return (
        Row(
            lines=tuple(Line(metric=f"accuracy_{each.key}", name=each.name, role=each.role) for each in rules),
            percent=True, low=0.0, high=1.0, closer=(0.85, 0.8), title="accuracy",
        ),
        Row(
            lines=tuple(Line(metric=each.key, name=each.name, role=each.role, smooth=True) for each in rules),
            log=True, title="loss",
        ),
    )  # fmt: skip


def step_sizes(view: NetRaceView, palette: Palette, *, height: int) -> go.Figure:
    """How far the single weights moved in the last step: one line a racer over powers of ten."""
    edges = view.edges.astype(np.float64)
    middle = np.sqrt(edges[1:] * edges[:-1])
    traces = [
        dict(
            type="scatter", mode="lines", x=np.log10(middle), y=100 * view.step_sizes[k].astype(np.float64),
            line={"color": palette.classes[RULES[key].role % len(palette.classes)], "width": 2, "shape": "hvh"},
            name=RULES[key].name, hovertemplate=f"{RULES[key].name}: %{{y:.2~f}} %<extra></extra>",
        )
        for k, key in enumerate(view.racers)
    ]  # fmt: skip
    ticks = list(range(-8, 1, 2))
    return figure(
        traces, palette, height=height, margin={"l": 44, "r": 8, "t": 6, "b": 38},
        xaxis={
            "title": {"text": "size of the step of one weight"}, "tickvals": ticks, "range": [-8, 0],
            "ticktext": [written(10.0**each) for each in ticks],
        },
        yaxis={"ticksuffix": " %", "rangemode": "tozero", "nticks": 4},
    )  # fmt: skip


def accuracies(view: NetRaceView) -> list[Bar]:
    """Everybody's share of right answers at the last check."""
    return [
        Bar(
            name=RULES[key].name,
            value="no check yet" if np.isnan(value) else written(float(value), percent=True),
            share=0.0 if np.isnan(value) else float(value),
            marked=bool(value == np.nanmax(view.accuracies)) if not np.isnan(view.accuracies).all() else False,
        )
        for key, value in zip(view.racers, view.accuracies, strict=True)
    ]
