"""The figure of "inside a cell": the whole sequence of one unit, what is over and what is to come."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.rnn.inside.diagram import number
from dnnlab.rnn.inside.stages import gates, mark, quantities
from dnnlab.rnn.inside.views import InsideView
from dnnlab.rnn.kinds import GATE_NAMES

STRIP, GAP = 0.11, 0.06
"""Of the figure's height: a gate's row, and what lies between them and the curves."""


def through_time(view: InsideView, unit: int, palette: Palette, *, height: int) -> go.Figure:
    """Output and memory of a unit over the moments, and below them its gates, o where they are open.

    Solid: what is over; dashed, and behind a veil: what comes with the weights of now; dotted:
    the same had nothing been changed by hand, where something was.
    """
    names = quantities(view.kind)
    shown: list[str] = ["h", "C"] if "C" in names else ["h"]
    curves = [
        trace
        for name, colour in zip(shown, (palette.train, palette.validation), strict=False)
        for trace in _curve(view, name, unit, colour, palette)
    ]
    rows = gates(view.kind)
    low = len(rows) * STRIP
    ends = np.concatenate([view.values[:, [names.index(name) for name in shown], unit].ravel(), [-1.0, 1.0]])
    margin = 0.12 * float(np.nanmax(ends) - np.nanmin(ends))
    axis = dict(
        tickvals=list(range(1, len(view.tokens) + 1)), ticktext=list(view.tokens), range=[0.4, len(view.tokens) + 0.9],
        title={"text": "what it reads", "standoff": 4},
    )  # fmt: skip
    more: dict[str, Any] = {}
    if rows:
        curves.append(_strip(view, rows, unit, palette))
        axis["anchor"] = "y2"
        more["yaxis2"] = dict(
            domain=[0, low - GAP / 2], tickvals=list(range(len(rows))), ticktext=list(rows),
            range=[len(rows) - 0.5, -0.5], showgrid=False, zeroline=False, fixedrange=True,
        )  # fmt: skip
    return figure(
        curves, palette, height=height, margin={"l": 34, "r": 16, "t": 6, "b": 36},
        xaxis=axis,
        yaxis=dict(
            domain=[low + GAP / 2 if rows else 0, 1], range=[float(ends.min()) - margin, float(ends.max()) + margin]
        ),
        shapes=[_veil(view, palette)], annotations=_names(view, shown, unit, palette), **more,
    )  # fmt: skip


def _curve(view: InsideView, name: str, unit: int, colour: str, palette: Palette) -> list[dict[str, Any]]:
    """What is over, what is to come, and what would have been."""
    place = quantities(view.kind).index(name)
    values, untouched = (
        np.concatenate([[0.0], each[:, place, unit]]) for each in (view.values, view.untouched)
    )  # (1 + T,): before the first moment it is 0
    moments = np.arange(len(values))
    over = view.known
    found = [
        _line(moments[: over + 1], values[: over + 1], colour, GATE_NAMES[name], "solid"),
        _line(moments[over:], values[over:], colour, f"{GATE_NAMES[name]}, to come", "dash"),
    ]
    if view.edited:
        found.insert(0, _line(moments, untouched, palette.pinned, f"{GATE_NAMES[name]}, untouched", "dot"))
    return found


def _line(x: NDArray[Any], y: NDArray[Any], colour: str, name: str, dash: str) -> dict[str, Any]:
    return dict(
        type="scatter", mode="lines+markers" if dash != "dot" else "lines", x=x, y=y, name=name, cliponaxis=False,
        line={"color": colour, "width": 2 if dash != "dot" else 1.5, "dash": dash},
        marker={"size": 6, "color": colour, "symbol": "circle" if dash == "solid" else "circle-open"},
        hovertemplate="%{y:.3~g}", hoverinfo="y+name",
    )  # fmt: skip


def _strip(view: InsideView, rows: tuple[str, ...], unit: int, palette: Palette) -> dict[str, Any]:
    """A cell for each gate and moment: the fuller the colour, the wider it is open."""
    values = np.stack([view.values[:, quantities(view.kind).index(gate), unit] for gate in rows])  # (gates, T)
    return dict(
        type="heatmap", z=values, x=list(range(1, values.shape[1] + 1)), y=list(range(len(rows))), zmin=0, zmax=1,
        yaxis="y2", showscale=False, xgap=2, ygap=2,
        colorscale=[[0, blend(palette.background, palette.grid, 0.5)],
                    [1, blend(palette.background, palette.positive, 0.75)]],
        text=[[f"{mark(each)}  {number(each)}" for each in row] for row in values.tolist()],
        texttemplate="%{text}", textfont={"color": palette.text, "size": 11},
        customdata=[[GATE_NAMES[gate]] * values.shape[1] for gate in rows],
        hovertemplate="%{customdata}: %{z:.3~g}<extra></extra>",
    )  # fmt: skip


def _veil(view: InsideView, palette: Palette) -> dict[str, Any]:
    """Over what is to come."""
    begin = min(view.known + 0.5, len(view.tokens) + 0.5)
    return dict(
        type="rect", xref="x", yref="paper", x0=begin, x1=len(view.tokens) + 0.5, y0=0, y1=1, layer="above",
        fillcolor=palette.background, opacity=0.45, line={"width": 0},
    )  # fmt: skip


def _names(view: InsideView, shown: list[str], unit: int, palette: Palette) -> list[dict[str, Any]]:
    """The curves' names at their ends, one above the other where these are close."""
    at = {name: float(view.values[-1, quantities(view.kind).index(name), unit]) for name in shown}
    upper = max(at, key=lambda name: at[name])
    return [
        dict(
            x=len(view.tokens), y=value, xanchor="left", yanchor="bottom" if name == upper else "top", xshift=8,
            text=f"<b>{name}</b>", showarrow=False,
            font={"color": palette.train if name == "h" else palette.validation, "size": 13},
        )
        for name, value in at.items()
    ]  # fmt: skip
