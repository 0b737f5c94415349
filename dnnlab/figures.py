"""Plotly pieces that know no topic."""

from __future__ import annotations

import plotly.graph_objects as go

GAP = 34
"""Pixels between two stacked plots."""


def stack(top: go.Figure, bottom: go.Figure) -> go.Figure:
    """Two figures over the same steps as one: one x axis, zoomed together, one refresh.

    The plots keep their heights; titles and labels keep their places.  The
    margins are those of ``top`` above and ``bottom`` below.
    """
    margin = bottom.layout.margin
    above, below = (figure.layout.height - figure.layout.margin.t - figure.layout.margin.b for figure in (top, bottom))
    whole = above + GAP + below
    figure = go.Figure(top)
    for trace in bottom.data:
        figure.add_trace(trace)
        figure.data[-1].update(yaxis="y2")
    for note in bottom.layout.annotations:
        figure.add_annotation(note.to_plotly_json() | {"yref": "y2"})
    axis = bottom.layout.yaxis.to_plotly_json()
    figure.update_layout(
        height=whole + top.layout.margin.t + margin.b,
        yaxis={"domain": [(below + GAP) / whole, 1]},
        yaxis2=axis | {"domain": [0, below / whole], "anchor": "x"},
        xaxis={"anchor": "y2"},
    )
    figure.update_layout(margin={"b": margin.b})
    return figure


def axis_end(step: int, total: int | None, shortest: int = 100) -> int:
    """Where an axis of steps ends: 1, 2 or 5 times a power of ten, so that it moves seldom; at most ``total``."""
    end = shortest
    while end < step * 1.02:
        end = end * 5 // 2 if str(end)[0] == "2" else end * 2
    return end if total is None else min(end, max(total, step))
