"""The figures of the unfolded net: arrays in, plotly figures out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Row
from dnnlab.plots.written import written
from dnnlab.rnn.unfolded.views import UnfoldedView

LOSS = Row(lines=(Line(metric="loss", name="loss", role="train", smooth=True),), log=True, title="loss")
MOST = 12
"""Rows of the table of shares."""


def shares_table(view: UnfoldedView, palette: Palette, *, height: int) -> go.Figure:
    """Each copy's share of the gradient, weight by weight, their sum, and what autograd says."""
    names, rows = view.names, view.shares
    chosen = strongest(view)
    table = np.concatenate([rows, rows.sum(0, keepdims=True), view.autograd[None]])[:, chosen].T
    scale = max(float(np.nanmax(np.abs(table))), 1e-30)
    columns = [f"copy {t}" for t in range(1, len(rows) + 1)] + ["<b>sum</b>", "<b>autograd</b>"]
    trace: dict[str, Any] = dict(
        type="heatmap", z=table / scale, x=list(range(len(columns))), y=list(range(len(chosen))), zmin=-1, zmax=1,
        colorscale=[
            [0, blend(palette.background, palette.negative, 0.75)], [0.5, palette.background],
            [1, blend(palette.background, palette.positive, 0.75)],
        ],
        text=[[written(each, digits=2) for each in row] for row in table.tolist()], texttemplate="%{text}",
        textfont={"color": palette.text, "size": 11}, xgap=2, ygap=2, showscale=False, hoverinfo="skip",
    )  # fmt: skip
    return figure(
        [trace], palette, height=height, margin={"l": 74, "r": 4, "t": 24, "b": 4},
        xaxis={"tickvals": list(range(len(columns))), "ticktext": columns, "side": "top", "fixedrange": True},
        yaxis={
            "tickvals": list(range(len(chosen))), "ticktext": [names[i] for i in chosen], "autorange": "reversed",
            "showgrid": False, "fixedrange": True,
        },
        shapes=[dict(type="line", xref="x", yref="paper", x0=len(rows) - 0.5, x1=len(rows) - 0.5, y0=0, y1=1,
                     line={"color": palette.muted, "width": 1})],
    )  # fmt: skip


def strongest(view: UnfoldedView) -> list[int]:
    """The weights that are shown: all, or those with the largest shares, in their order."""
    size = np.nan_to_num(np.abs(view.shares)).sum(0)
    if len(size) <= MOST:
        return list(range(len(size)))
    return sorted(np.argsort(-size, kind="stable")[:MOST].tolist())


def share_bars(view: UnfoldedView, palette: Palette, *, height: int) -> go.Figure:
    """How large each copy's share of the gradient is."""
    sizes = view.sizes
    copies = list(range(1, len(sizes) + 1))
    reached = len(sizes) - view.reached
    trace: dict[str, Any] = dict(
        type="bar", x=copies, y=sizes, marker={"color": palette.accent}, width=0.6,
        text=[written(each, digits=2) if t >= reached else "cut off" for t, each in enumerate(sizes.tolist())],
        textposition="outside", textfont={"color": palette.text, "size": 11}, cliponaxis=False,
        hoverinfo="skip",
    )  # fmt: skip
    top = max(float(np.nan_to_num(sizes).max()), 1e-12)
    return figure(
        [trace], palette, height=height, margin={"l": 8, "r": 8, "t": 18, "b": 36},
        xaxis={"tickvals": copies, "title": {"text": "copy", "standoff": 4}, "fixedrange": True},
        yaxis={"range": [0, 1.1 * top], "showticklabels": False, "showgrid": False, "fixedrange": True},
    )  # fmt: skip
