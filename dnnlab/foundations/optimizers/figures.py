"""The figures of the race of optimizers; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.optimizers.surfaces import SURFACES, Floats
from dnnlab.foundations.optimizers.views import RaceView
from dnnlab.once import once_each
from dnnlab.plots.bars import Bar
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written

ACROSS, UP = 97, 73
"""Places at which a surface is measured."""
LEVELS = 18
SHALLOW = 1e-3
"""Heights are drawn as powers of ten, from about here on."""
FLEW = "flew off"


@once_each
def _heights(name: str) -> tuple[Floats, Floats, Floats]:
    """Where a surface is measured, and the powers of ten of its heights there: (w,), (h,), (h, w)."""
    surface = SURFACES[name]
    x0, x1, y0, y1 = surface.box
    x, y = np.linspace(x0, x1, ACROSS), np.linspace(y0, y1, UP)
    return x, y, np.log10(surface.height(*np.meshgrid(x, y)) + SHALLOW)


def race(view: RaceView, palette: Palette, *, height: int) -> go.Figure:
    """The surface from above, and where everybody has been."""
    surface = SURFACES[view.surface]
    x, y, z = _heights(view.surface)
    low, high = palette.background, blend(palette.background, palette.muted, 0.7)
    bottom, top = float(z.min()), float(z.max())
    traces: list[dict[str, Any]] = [
        dict(
            type="contour", x=x, y=y, z=np.round(z, 3), showscale=False, showlegend=False, autocontour=False,
            colorscale=[[0, low], [1, high]], line={"width": 0.5, "color": palette.background},
            contours={"coloring": "fill", "start": bottom, "end": top, "size": (top - bottom) / LEVELS},
            hovertemplate="Start here: %{x:.2f}, %{y:.2f}<extra></extra>",
        )
    ]  # fmt: skip
    traces.append(
        dict(
            type="scatter", mode="markers", x=[p[0] for p in surface.lowest], y=[p[1] for p in surface.lowest],
            marker={"symbol": "star", "size": 13, "color": palette.text}, hoverinfo="skip",
            showlegend=False,
        )
    )  # fmt: skip
    for k, key in enumerate(view.racers):
        rule = RULES[key]
        path = view.paths[:, k].astype(np.float64)
        colour = palette.classes[rule.role % len(palette.classes)]
        traces.append(
            dict(
                type="scatter", mode="lines", x=path[:, 0], y=path[:, 1], hoverinfo="skip", name=rule.name,
                line={"color": colour, "width": 2},
            )
        )  # fmt: skip
        traces.append(
            dict(
                type="scatter", mode="markers", x=[float(path[-1, 0])], y=[float(path[-1, 1])], hoverinfo="skip",
                showlegend=False,
                marker={"color": colour, "size": 10, "line": {"color": palette.background, "width": 1.5}},
            )
        )  # fmt: skip
    x0, x1, y0, y1 = surface.box
    legend = {
        "x": 0.995, "y": 0.01, "xanchor": "right", "yanchor": "bottom", "font": {"size": 11, "color": palette.text},
        "bgcolor": blend(palette.background, palette.surface, 0.5), "itemclick": False, "itemdoubleclick": False,
    }  # fmt: skip
    return figure(
        traces, palette, height=height, margin={"l": 36, "r": 6, "t": 4, "b": 32}, showlegend=True, legend=legend,
        xaxis={"range": [x0, x1], "title": {"text": surface.axes[0], "standoff": 4}, "nticks": 6},
        yaxis={"range": [y0, y1], "title": {"text": surface.axes[1], "standoff": 2}, "nticks": 6, "showgrid": False},
    )  # fmt: skip


def solid(view: RaceView, palette: Palette, *, height: int) -> go.Figure:
    """The same as a landscape to turn; heights as powers of ten."""
    x, y, z = _heights(view.surface)
    surface = SURFACES[view.surface]
    traces: list[dict[str, Any]] = [
        dict(
            type="surface", x=x[::2], y=y[::2], z=np.round(z[::2, ::2], 3), showscale=False, opacity=0.85,
            colorscale=[[0, palette.surface], [1, palette.muted]], hoverinfo="skip",
        )
    ]  # fmt: skip
    x0, x1, y0, y1 = surface.box
    for k, key in enumerate(view.racers):
        path = view.paths[:, k].astype(np.float64)
        path = path[(path[:, 0] >= x0) & (path[:, 0] <= x1) & (path[:, 1] >= y0) & (path[:, 1] <= y1)]
        if not len(path):
            continue
        over = np.log10(surface.height(path[:, 0], path[:, 1]) + SHALLOW) + 0.03
        traces.append(
            dict(
                type="scatter3d", mode="lines", x=path[:, 0], y=path[:, 1], z=over, hoverinfo="skip",
                line={"color": palette.classes[RULES[key].role % len(palette.classes)], "width": 5},
            )
        )  # fmt: skip
    axis = {"color": palette.muted, "gridcolor": palette.grid, "backgroundcolor": "rgba(0,0,0,0)", "nticks": 4}
    ticks = list(range(-3, 6))
    return figure(
        traces, palette, height=height, margin={"l": 0, "r": 0, "t": 0, "b": 0}, xaxis={}, yaxis={},
        scene={
            "xaxis": {**axis, "title": {"text": surface.axes[0]}},
            "yaxis": {**axis, "title": {"text": surface.axes[1]}},
            "zaxis": {
                **axis, "title": {"text": "height"}, "tickvals": ticks, "ticktext": [written(10.0**t) for t in ticks]
            },
            "uirevision": "kept", "camera": {"eye": {"x": -1.1, "y": -1.5, "z": 0.9}},
        },
    )  # fmt: skip


def standing(view: RaceView, start: float) -> list[Bar]:
    """How far down everybody is, in powers of ten on the way to the target, and when they arrived."""
    bars = []
    way = np.log10(start / view.target)
    for k, key in enumerate(view.racers):
        height = float(view.heights[k])
        reached = int(view.reached[k])
        told = FLEW if not np.isfinite(height) else f"at {written(height)}"
        if reached >= 0:
            told = f"there at step {reached:,}"
        gone = np.log10(start / height) / way if np.isfinite(height) and height > 0 else 0.0
        bars.append(Bar(name=RULES[key].name, value=told, share=float(np.clip(gone, 0, 1)), marked=reached >= 0))
    return bars


def height_rows(racers: Sequence[str], target: float) -> tuple[Row, ...]:
    """Everybody's height over the steps."""
    lines = tuple(Line(metric=key, name=RULES[key].name, role=RULES[key].role) for key in racers)
    return (Row(lines=lines, marks=(Mark(value=target, name="target"),), log=True, low=1e-6, title="height"),)
