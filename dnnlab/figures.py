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
    first, second = top.to_plotly_json(), bottom.to_plotly_json()
    layout, below = first["layout"], second["layout"]
    heights = [each["height"] - each["margin"]["t"] - each["margin"]["b"] for each in (layout, below)]
    whole = sum(heights) + GAP
    merged = layout | {
        "height": whole + layout["margin"]["t"] + below["margin"]["b"],
        "margin": layout["margin"] | {"b": below["margin"]["b"]},
        "xaxis": layout["xaxis"] | {"anchor": "y2"},
        "yaxis": layout["yaxis"] | {"domain": [(heights[1] + GAP) / whole, 1]},
        "yaxis2": below["yaxis"] | {"domain": [0, heights[1] / whole], "anchor": "x"},
        "annotations": [
            *layout.get("annotations", ()),
            *({**note, "yref": "y2"} for note in below.get("annotations", ())),
        ],
    }
    return go.Figure(data=[*first["data"], *({**trace, "yaxis": "y2"} for trace in second["data"])], layout=merged)


def axis_end(step: int, total: int | None, shortest: int = 100) -> int:
    """Where an axis of steps ends: 1, 2 or 5 times a power of ten, so that it moves seldom; at most ``total``."""
    end = shortest
    while end < step * 1.02:
        end = end * 5 // 2 if str(end)[0] == "2" else end * 2
    return end if total is None else min(end, max(total, step))
