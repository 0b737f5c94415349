"""The figures of the monitor: the last seconds of a signal, its level over the last minute, all of it; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.anomaly.signals.views import Watched
from dnnlab.anomaly.signals.watch import Alarms
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette

SECONDS, MINUTE = 10.0, 60.0
"""Of signal, and of levels, that are seen at a time."""
POINTS = 1_200
STEPS = 900
"""Places of the overview."""


def rolling(watched: Watched, made: Alarms, now: float, palette: Palette, *, height: int) -> go.Figure:
    """The last ten seconds: the signal, the beats that were found, those that raised an alarm."""
    begin = now - SECONDS
    first, last = max(0, int(begin * watched.rate)), max(1, int(now * watched.rate))
    kept = np.arange(first, last, max(1, (last - first) // POINTS))
    volts = watched.signal[kept] / 1000
    seen = (watched.times > begin) & (watched.times <= now)
    told = seen & made.alarm & (made.when <= now)
    low, high = float(np.percentile(watched.signal, 0.1)) / 1000 - 0.3, float(watched.signal.max()) / 1000 + 0.2
    traces: list[dict[str, Any]] = [
        dict(
            type="scatter", mode="lines", x=(kept / watched.rate).tolist(), y=volts.tolist(), hoverinfo="skip",
            line={"color": palette.train, "width": 1.6},
        ),
        *(
            dict(
                type="scatter", mode="markers", x=watched.times[which].tolist(), hoverinfo="skip",
                y=[high - 0.08] * int(which.sum()),
                marker={"color": colour, "size": size, "symbol": "triangle-down"},
            )
            for which, colour, size in ((seen & ~told, palette.muted, 8), (told, palette.wrong, 15))
        ),
    ]  # fmt: skip
    shapes = [
        {"type": "rect", "x0": max(b, begin), "x1": min(e, now), "y0": 0, "y1": 1, "yref": "paper",
         "line": {"width": 0}, "fillcolor": blend(palette.background, palette.wrong, 0.18), "layer": "below"}
        for b, e in zip(watched.begins, watched.ends, strict=True)
        if e > begin and b < now
    ]  # fmt: skip
    return figure(
        traces, palette, height=height, shapes=shapes, uirevision="rolls", margin={"l": 44, "r": 8, "t": 4, "b": 34},
        xaxis={"range": [begin, now], "title": {"text": "seconds"}, "fixedrange": True},
        yaxis={"range": [low, high], "title": {"text": "mV"}, "nticks": 4, "fixedrange": True},
    )  # fmt: skip


def levels(watched: Watched, made: Alarms, now: float, palette: Palette, *, height: int) -> go.Figure:
    """The score of each beat of the last minute, in thresholds, on a log axis: above 1 is an alarm."""
    begin = now - MINUTE
    seen = (made.when > begin) & (made.when <= now)
    level = np.maximum(made.level[seen], 1e-2)
    alarm = made.alarm[seen]
    bars = dict(
        type="bar", x=watched.times[seen].tolist(), y=level.tolist(), width=0.45, base=1e-2,
        marker={"color": [palette.wrong if each else palette.train for each in alarm.tolist()]}, hoverinfo="skip",
    )  # fmt: skip
    line = {"type": "line", "x0": begin, "x1": now, "y0": 1, "y1": 1, "line": {"color": palette.text, "width": 2}}
    top = max(1.0, float(np.log10(made.level.max(initial=1.0)))) + 0.1
    return figure(
        [bars], palette, height=height, shapes=[line], margin={"l": 44, "r": 8, "t": 4, "b": 34},
        xaxis={"range": [begin, now], "title": {"text": "seconds"}, "fixedrange": True},
        yaxis={
            "type": "log", "range": [-2, top], "tickvals": [0.01, 0.1, 1, 10, 100],
            "ticktext": ["0.01", "0.1", "threshold", "10", "100"], "fixedrange": True,
        },
    )  # fmt: skip


def overview(watched: Watched, made: Alarms, now: float, palette: Palette, *, height: int) -> go.Figure:
    """All of the signal: faults, found and missed, false alarms, and where the monitor is; a click goes there."""
    minutes = np.linspace(0, watched.seconds / 60, STEPS)
    traces: list[dict[str, Any]] = [
        dict(
            type="scatter", mode="lines", x=minutes.tolist(), y=[1.0] * STEPS,
            line={"color": palette.grid, "width": 14},
            hovertemplate="go to minute %{x:.2f}<extra></extra>",
        )
    ]  # fmt: skip
    lines = (
        ("found", watched.begins[made.found], palette.right, 1.0),
        ("missed", watched.begins[~made.found], palette.wrong, 1.0),
        ("false alarm", watched.times[made.false], palette.muted, 0.0),
    )
    for name, times, colour, y in lines:
        traces.append(
            dict(
                type="scatter",
                mode="markers",
                x=(times / 60).tolist(),
                y=[y] * len(times),
                marker={"color": colour, "symbol": "line-ns", "size": 14, "line": {"color": colour, "width": 2.5}},
                hovertemplate=f"{name}, minute %{{x:.2f}}<extra></extra>",
            )
        )
    shapes = [
        {"type": "rect", "x0": 0, "x1": watched.learnt / 60, "y0": -0.6, "y1": 1.6, "line": {"width": 0},
         "fillcolor": blend(palette.background, palette.muted, 0.2), "layer": "below"},
        {"type": "line", "x0": now / 60, "x1": now / 60, "y0": -0.6, "y1": 1.6,
         "line": {"color": palette.text, "width": 2}},
    ]  # fmt: skip
    return figure(
        traces, palette, height=height, shapes=shapes, margin={"l": 76, "r": 8, "t": 4, "b": 34},
        xaxis={"title": {"text": "minutes"}, "range": [0, watched.seconds / 60], "fixedrange": True},
        yaxis={
            "range": [-0.6, 1.6], "tickvals": [0, 1], "ticktext": ["false alarms", "faults"], "fixedrange": True,
            "showgrid": False,
        },
    )  # fmt: skip
