"""The figures of the plane: scores as colours, the threshold as a line, what the decoder can write as a curve."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.anomaly.plane.points import REACH
from dnnlab.anomaly.plane.views import Floats, PlaneView
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Row

ROWS = (
    Row(
        lines=(
            Line(metric="loss", name="training", role="train", smooth=True),
            Line(metric="held_out_loss", name="held out", role="validation"),
        ),
        log=True, title="squared error",
    ),
    Row(lines=(Line(metric="missed", name="far away, no alarm", role="wrong"),), percent=True, low=0.0),
)  # fmt: skip
"""The curves: the loss; of the plane far from all points, the share without an alarm."""
DECADES = 2.0
"""The colours go from a hundredth of the threshold to a hundred times it."""


def error_map(view: PlaneView, palette: Palette, *, height: int) -> go.Figure:
    """The network's score everywhere, the curve of what its decoder can write, and the hole."""
    traces = _field(view.errors, view.threshold, palette)
    traces.append(_points(view, palette))
    if len(view.curve):
        traces.append(
            dict(
                type="scatter", mode="lines", x=view.curve[:, 0], y=view.curve[:, 1], hoverinfo="skip",
                line={"color": palette.text, "width": 2},
            )
        )  # fmt: skip
    if np.isfinite(view.threshold) and view.hole_score <= view.threshold:
        traces.append(
            dict(
                type="scatter", mode="markers+text", x=[view.hole[0]], y=[view.hole[1]], text=["hole"],
                textposition="top center", textfont={"color": palette.text, "size": 13},
                marker={"symbol": "circle-open", "size": 17, "color": palette.text, "line": {"width": 3}},
                hovertemplate="score %{customdata:.2~g}<extra></extra>", customdata=[view.hole_score],
            )
        )  # fmt: skip
    return _plane(traces, palette, height)


def distance_map(view: PlaneView, palette: Palette, *, height: int) -> go.Figure:
    """The mean distance to the five nearest points, everywhere."""
    return _plane(
        [*_field(view.distances, view.distance_limit, palette), _points(view, palette)], palette, height
    )  # fmt: skip


def _field(values: Floats, threshold: float, palette: Palette) -> list[dict[str, Any]]:
    """Scores in decades from the threshold: green below it, red above; and the line where they meet it."""
    finite = np.nan_to_num(values.astype(np.float64), nan=1e30, posinf=1e30)
    middle = threshold if np.isfinite(threshold) and threshold > 0 else float(np.median(finite))
    z = np.log10(np.maximum(finite, 1e-12) / max(middle, 1e-12)).clip(-DECADES, DECADES).round(3).astype(np.float32)
    at = np.linspace(-REACH, REACH, len(values)).round(3)
    common: dict[str, Any] = dict(x=at, y=at, z=z, showscale=False, hoverinfo="skip")
    scale = [[0, palette.right], [0.5, palette.background], [1, palette.wrong]]
    made = [dict(type="heatmap", zmin=-DECADES, zmax=DECADES, colorscale=scale, zsmooth="fast", opacity=0.75) | common]
    if np.isfinite(threshold):
        made.append(
            dict(
                type="contour", contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
                line={"color": palette.text, "width": 1.5, "dash": "dash"},
            )
            | common
        )  # fmt: skip
    return made


def _points(view: PlaneView, palette: Palette) -> dict[str, Any]:
    return dict(
        type="scatter", mode="markers", x=view.points[:, 0], y=view.points[:, 1], hoverinfo="skip",
        marker={"color": palette.train, "size": 3.5},
    )  # fmt: skip


def _plane(traces: list[dict[str, Any]], palette: Palette, height: int) -> go.Figure:
    axis = {"range": [-REACH, REACH], "nticks": 5}
    return figure(
        traces, palette, height=height, margin={"l": 26, "r": 4, "t": 4, "b": 22},
        xaxis={"constrain": "domain", **axis}, yaxis={"scaleanchor": "x", "showgrid": False, **axis},
    )  # fmt: skip
