"""What the figures of the digit lesson share: their frame and the mixing of colours; no torch."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from dnnlab.palette import Palette


def figure(
    traces: list[dict[str, Any]], palette: Palette, *, xaxis: dict[str, Any], yaxis: dict[str, Any], **layout: Any
) -> go.Figure:
    """A figure with what all of them share: transparent, calm, in the theme's colours.

    Made in one go: plotly's ``update_...`` methods take several times as long,
    and a live page makes a figure at every refresh.
    """
    clear = "rgba(0,0,0,0)"
    common: dict[str, Any] = dict(
        template="none",
        paper_bgcolor=clear,
        plot_bgcolor=clear,
        showlegend=False,
        uirevision="kept",
        font={"color": palette.muted, "size": 12, "family": "Source Sans, Source Sans Pro, sans-serif"},
        hoverlabel={"bgcolor": palette.surface, "bordercolor": palette.grid, "font": {"color": palette.text}},
        xaxis={"showgrid": False, "zeroline": False, **xaxis},
        yaxis={"gridcolor": palette.grid, "zeroline": False, **yaxis},
    )
    return go.Figure(data=traces, layout={**common, **layout})


def blend(below: str, above: str, share: float) -> str:
    """Lay ``above`` over ``below`` with that opacity; both and the result are ``#rrggbb``."""
    parts = [(int(below[i : i + 2], 16), int(above[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in parts)
