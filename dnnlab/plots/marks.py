"""Marks on curves: a thin line through all plots of a figure at each step where a run was changed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import plotly.graph_objects as go

from dnnlab.plots.figures import Written, plain
from dnnlab.plots.palette import Palette

MARKS = 40
"""Marks at most: changes that lie closer than a 40th of the axis share one."""
LINES = 6
"""Lines of a mark's hover text at most."""
SIGN = "▾"
"""Stands on top of each line; the pointer rests on it to read what was changed."""


def marked(figure: go.Figure, moments: Mapping[int, str], palette: Palette) -> go.Figure:
    """A finished figure with a mark at each step, its words under the pointer.

    Args:
        figure: curves over steps, one plot or several on one x axis.
        moments: step -> what was changed there, in words.
    """
    if not moments:
        return figure
    drawn = plain(figure)
    layout = drawn["layout"]
    axes = [name.removeprefix("yaxis") for name in layout if name.startswith("yaxis")]  # "", "2", ...
    end = (layout["xaxis"].get("range") or (0, max(moments)))[1]
    marks = _gathered(moments, end)
    lines = [
        dict(
            type="line", xref="x", x0=step, x1=step, yref=f"y{axis} domain", y0=0, y1=1, layer="below",
            line={"color": palette.muted, "width": 1, "dash": "dot"},
        )
        for step in marks for axis in axes
    ]  # fmt: skip
    signs = [
        dict(
            x=step, xref="x", y=1, yref="paper", yanchor="middle", text=SIGN, hovertext=words, showarrow=False,
            font={"color": palette.muted, "size": 14},
            hoverlabel={
                "bgcolor": palette.surface, "bordercolor": palette.grid, "font": {"color": palette.text, "size": 12}
            },
        )
        for step, words in marks.items()
    ]  # fmt: skip
    shown = {
        "shapes": [*layout.get("shapes", ()), *lines],
        "annotations": [*layout.get("annotations", ()), *signs],
    }
    return Written(drawn["data"], {**layout, **shown})


def _gathered(moments: Mapping[int, str], end: float) -> dict[int, str]:
    """The first step of each mark -> its hover text."""
    marks: dict[int, list[str]] = {}
    at = -1
    for step in sorted(moments):
        if not marks or step - at >= end / MARKS:
            at = step
        marks.setdefault(at, []).append(f"step {step:,}: {escape(moments[step])}")
    return {
        step: "<br>".join([*lines[:LINES], *([f"and {len(lines) - LINES} more"] if len(lines) > LINES else [])])
        for step, lines in marks.items()
    }
