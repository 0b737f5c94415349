"""The figures of "Linear = PCA": arrays in, plotly figures out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.autoencoders.linear.results import HINTON, PCA_LIKE, results
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written

CLOSE, NEAR = 2.0, 0.01
"""The largest angle in degrees, and the share of PCA's error above it, below which the two count as equal."""

ROWS = (
    Row(
        lines=(
            Line(metric="largest_angle", name="largest angle", role="validation"),
            Line(metric="mean_angle", name="mean angle", role="train"),
        ),
        marks=(Mark(value=CLOSE),), log=True, low=0.01, unit="°",
    ),
    Row(
        lines=(Line(metric="excess", name="error above PCA’s", role="accent"),),
        marks=(Mark(value=NEAR),), log=True, low=1e-5, percent=True,
    ),
)  # fmt: skip
"""The curves: the angles, dotted at 2 degrees; the error beyond PCA's, dotted at 1 %."""


def angle_bars(angles: NDArray[np.float32], palette: Palette, *, height: int) -> go.Figure:
    """The principal angles, ascending, as bars from 0 to 90 degrees; nan is drawn as none."""
    known = np.isfinite(angles)
    shown = np.where(known, angles, 0.0).tolist()
    colours = [
        palette.right if good and value < CLOSE else palette.accent for good, value in zip(known, shown, strict=True)
    ]
    bars = dict(
        type="bar", x=list(range(1, len(shown) + 1)), y=shown, marker={"color": colours},
        customdata=[written(value, unit="°") for value in shown],
        hovertemplate="angle %{x}: %{customdata}<extra></extra>",
    )  # fmt: skip
    limit = dict(
        type="scatter", mode="lines", x=[0.4, len(shown) + 0.6], y=[CLOSE, CLOSE], hoverinfo="skip",
        line={"color": palette.muted, "width": 1, "dash": "dot"},
    )  # fmt: skip
    return figure(
        [bars, limit], palette, height=height, margin={"l": 34, "r": 4, "t": 6, "b": 34}, bargap=0.25,
        xaxis={"title": {"text": "principal angle"}, "fixedrange": True, "range": [0.4, len(shown) + 0.6]},
        yaxis={"range": [0, 90], "tickvals": [0, 30, 60, 90], "ticksuffix": "°", "fixedrange": True},
    )  # fmt: skip


def error_curve(code: int, palette: Palette, *, height: int) -> go.Figure:
    """Test error against code size: PCA as a line, trained nets as points, the chosen size across.

    Marked are the numbers of components that PCA needs for 4.5 and for Hinton's 3.00.
    """
    found = results()
    line = found["pca"][2:]
    sizes = list(range(2, 2 + len(line)))
    nets = found["sizes"]
    said = dict(
        mode="markers+text", type="scatter", cliponaxis=False, hovertemplate="%{x} numbers: %{y:.2f}<extra></extra>"
    )
    traces: list[dict[str, Any]] = [
        dict(
            type="scatter", mode="lines", x=sizes, y=line, line={"color": palette.real, "width": 2},
            hovertemplate="PCA, %{x} components: %{y:.2f}<extra></extra>",
        ),
        {
            **said, "x": nets["sizes"], "y": nets["test"], "textposition": "top left", "text": [""] * len(nets["test"]),
            "marker": {"color": palette.generated, "size": 7, "symbol": "circle-open", "line": {"width": 2}},
        },
        {
            **said, "x": [30, 30], "y": [found["deep"]["test"], found["shallow"]["test"]], "mode": "markers",
            "marker": {"color": [palette.generated, palette.accent], "size": 9},
        },
        {
            **said, "x": list(PCA_LIKE.values()), "y": [line[size - 2] for size in PCA_LIKE.values()],
            "text": [f"{size} for {written(error)}" for error, size in PCA_LIKE.items()], "textposition": "top center",
            "marker": {"color": palette.real, "size": 8}, "textfont": {"color": palette.text, "size": 11},
        },
    ]  # fmt: skip
    across = dict(
        type="line",
        x0=code,
        x1=code,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": palette.muted, "width": 1, "dash": "dot"},
    )
    names = [
        dict(x=60, y=np.log10(line[58]), text="PCA", font={"color": palette.real}, xanchor="left", yanchor="bottom"),
        dict(x=36, y=np.log10(HINTON * 0.8), text="deep nets", font={"color": palette.generated}, xanchor="left"),
        dict(
            x=32, y=np.log10(found["shallow"]["test"]), text="one hidden layer", font={"color": palette.accent},
            xanchor="left", yanchor="bottom",
        ),
    ]  # fmt: skip
    ticks = [2, 5, 10, 20, 50]
    return figure(
        traces, palette, height=height, margin={"l": 34, "r": 10, "t": 8, "b": 36}, shapes=[across],
        annotations=[{"showarrow": False, **name} for name in names],
        xaxis={"title": {"text": "numbers in the code"}, "range": [0, 163], "fixedrange": True},
        yaxis={
            "type": "log", "tickvals": ticks, "ticktext": list(map(str, ticks)), "range": [0.3, 1.75],
            "fixedrange": True,
        },
    )  # fmt: skip
