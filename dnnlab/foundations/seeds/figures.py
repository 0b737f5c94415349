"""The figures of the sixteen seeds; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.foundations.seeds.views import SeedsView
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Row

SPREAD = Row(
    lines=(
        Line(metric="worst_error", name="worst", role="wrong"),
        Line(metric="median_error", name="median", role="accent"),
        Line(metric="best_error", name="best", role="right"),
    ),
    percent=True, low=0.0, title="error",
)  # fmt: skip


def strip(view: SeedsView, palette: Palette, *, height: int) -> go.Figure:
    """The errors of all networks, a point each; their spread is what luck is worth."""
    traces: list[dict[str, Any]] = []
    lines = [("training", view.training, palette.train), ("validation", view.validation, palette.validation)]
    for row, (_, errors, colour) in enumerate(lines):
        known = np.isfinite(errors)
        jitter = 0.16 * np.sin(2.4 * np.arange(len(errors)))  # so that equal ones are seen
        traces.append(
            dict(
                type="scatter", mode="markers", x=100 * errors[known], y=(row + jitter)[known],
                marker={"color": colour, "size": 8, "opacity": 0.75},
                customdata=view.seeds[known], hovertemplate="seed %{customdata}: %{x:.3~g} %<extra></extra>",
            )
        )  # fmt: skip
    values = np.concatenate([view.training, view.validation])
    most = 100 * float(np.nanmax(values)) if np.isfinite(values).any() else 50.0
    return figure(
        traces, palette, height=height, margin={"l": 66, "r": 12, "t": 4, "b": 38},
        xaxis={"range": [-0.02 * most - 0.3, 1.08 * most + 0.5], "ticksuffix": " %", "nticks": 6,
               "title": {"text": "error", "standoff": 4}, "showgrid": True, "gridcolor": palette.grid},
        yaxis={"tickvals": [0, 1], "ticktext": [name for name, _, _ in lines], "range": [1.5, -0.5], "showgrid": False,
               "fixedrange": True},
    )  # fmt: skip
