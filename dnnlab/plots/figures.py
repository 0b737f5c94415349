"""Plotly pieces that know no topic."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import plotly.io

from dnnlab.plots.palette import Palette, rgb

plotly.io.templates.default = None  # the stage brings its own; plotly would copy its template into every figure


class Written(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure as it was written: Plotly's own objects are made, and checked, when somebody asks for one of them.

    The stage does not (:func:`plain`): to make them takes longer than all the rest of a figure, and a running lesson
    draws some for each learner every second.  The tests do.

    Args:
        traces, layout: as Plotly.js takes them.
    """

    def __init__(self, traces: Any = None, layout: Any = None, **options: Any) -> None:
        if isinstance(traces, list) and not options:
            self.__dict__["written"] = {"data": traces, "layout": layout}
        else:  # Plotly's own way to copy a figure
            super().__init__(traces, layout, **options)

    def __getattr__(self, name: str) -> Any:
        written = self.__dict__.pop("written", None)
        if written is None:
            raise AttributeError(name)
        super().__init__(**written)
        return getattr(self, name)


def plain(figure: go.Figure) -> dict[str, Any]:
    """``data`` and ``layout`` as Plotly.js takes them; to be read only."""
    written: dict[str, Any] | None = figure.__dict__.get("written")
    if written is not None:
        return written
    return {"data": [each.to_plotly_json() for each in figure.data], "layout": figure.layout.to_plotly_json()}


def figure(
    traces: list[dict[str, Any]], palette: Palette, *, xaxis: dict[str, Any], yaxis: dict[str, Any], **layout: Any
) -> go.Figure:
    """A figure with what all of them share: transparent, calm, in the theme's colours.

    Args:
        traces: as Plotly.js takes them, each with its type.
        xaxis, yaxis, layout: likewise.
    """
    clear = "rgba(0,0,0,0)"
    common: dict[str, Any] = dict(
        paper_bgcolor=clear,
        plot_bgcolor=clear,
        showlegend=False,
        uirevision="kept",
        font={"color": palette.muted, "size": 12, "family": "Source Sans, Source Sans Pro, sans-serif"},
        hoverlabel={"bgcolor": palette.surface, "bordercolor": palette.grid, "font": {"color": palette.text}},
        xaxis={"showgrid": False, "zeroline": False, **xaxis},
        yaxis={"gridcolor": palette.grid, "zeroline": False, **yaxis},
    )
    return Written(traces, {**common, **layout})


def blend(below: str, above: str, share: float) -> str:
    """Lay ``above`` over ``below`` with that opacity; both and the result are ``#rrggbb``."""
    pairs = zip(rgb(below), rgb(above), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


def axis_end(step: int, total: int | None, shortest: int = 100) -> int:
    """Where an axis of steps ends: 1, 2 or 5 times a power of ten, so that it moves seldom; at most ``total``."""
    end = shortest
    while end < step * 1.02:
        end = end * 5 // 2 if str(end)[0] == "2" else end * 2
    return end if total is None else min(end, max(total, step))


def shortened(name: str, letters: int) -> str:
    """A name that fits: at most so many letters, the last an ellipsis where it was longer."""
    return name if len(name) <= letters else f"{name[: letters - 1]}…"
