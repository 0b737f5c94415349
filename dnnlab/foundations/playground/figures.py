"""The figures beside the network: the warped plane, histograms by layer, who is taken for whom; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.foundations.playground.views import BINS, LARGEST, SMALLEST, PlaygroundView
from dnnlab.plots.figures import blend, figure, shortened
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Row

LOSS = Row(
    lines=(
        Line(metric="training_loss", name="training", role="train"),
        Line(metric="validation_loss", name="validation", role="validation"),
    ),
    log=True, title="loss",
)  # fmt: skip
ERROR = Row(
    lines=(
        Line(metric="training_error", name="training", role="train"),
        Line(metric="validation_error", name="validation", role="validation"),
    ),
    percent=True, low=0.0, title="error",
)  # fmt: skip
"""Of classes the share of wrong answers, of a value the share of its variance that is left."""
FAR = 1e6
"""Farther out nothing is drawn."""


def label_colours(labels: NDArray[Any], classes: int, palette: Palette) -> list[str]:
    """The colour of each point: that of its class, or by its value."""
    if classes:
        return [palette.classes[int(each) % len(palette.classes)] for each in labels]
    shares = np.clip(labels, -1, 1)
    return [
        blend(palette.background, palette.negative if each < 0 else palette.positive, 0.15 + 0.85 * abs(float(each)))
        for each in shares
    ]


def warped(view: PlaygroundView, palette: Palette, *, height: int) -> go.Figure:
    """The points as the last hidden layer has them, with what became of a grid over the plane.

    Of one output the dashed line is where the answers change; a last layer can draw no other.
    """
    xs, ys = [], []
    for lines in (view.lines, view.lines.swapaxes(0, 1)):
        for line in lines:
            xs += [*line[:, 0].tolist(), None]
            ys += [*line[:, 1].tolist(), None]
    traces: list[dict[str, Any]] = [
        dict(type="scatter", mode="lines", x=xs, y=ys, line={"color": palette.grid, "width": 1}, hoverinfo="skip")
    ]
    near = np.isfinite(view.warped).all(1) & (np.abs(view.warped) < FAR).all(1)
    shown = near & ~view.held_out
    colours = label_colours(view.labels[shown], view.classes, palette)
    traces.append(
        dict(
            type="scatter", mode="markers", x=view.warped[shown, 0], y=view.warped[shown, 1], hoverinfo="skip",
            marker={"color": colours, "size": 5, "line": {"width": 0.5, "color": palette.background}},
        )
    )  # fmt: skip
    low, high = _span(np.concatenate([view.lines.reshape(-1, 2), view.warped[near]]))
    shapes = []
    if np.isfinite(view.border) and view.classes == 2 and abs(view.border) < FAR:
        shapes.append(
            dict(
                type="line", x0=view.border, x1=view.border, y0=0, y1=1, yref="paper",
                line={"color": palette.text, "width": 1.5, "dash": "dash"},
            )
        )  # fmt: skip
        low[0], high[0] = min(low[0], view.border), max(high[0], view.border)
    room = 0.05 * (high - low)
    bare = {"showticklabels": False, "zeroline": False}
    return figure(
        traces, palette, height=height, margin={"l": 4, "r": 4, "t": 2, "b": 4}, shapes=shapes,
        xaxis=bare | {"range": [low[0] - room[0], high[0] + room[0]]},
        yaxis=bare | {"range": [low[1] - room[1], high[1] + room[1]], "showgrid": False},
    )  # fmt: skip


def _span(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    known = rows[np.isfinite(rows).all(1) & (np.abs(rows) < FAR).all(1)]
    if not len(known):
        return np.array([-1.0, -1.0]), np.array([1.0, 1.0])
    low, high = known.min(0).astype(float), known.max(0).astype(float)
    flat = high - low < 1e-6
    return np.where(flat, low - 1, low), np.where(flat, high + 1, high)


def confusion(view: PlaygroundView, palette: Palette, *, height: int) -> go.Figure:
    """True classes by answers, each row as shares of its class."""
    counts = view.confusion
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    places = list(range(len(counts)))
    ticks = {"tickvals": places, "ticktext": [shortened(name, 8) for name in view.names], "fixedrange": True}
    right = np.eye(len(counts), dtype=bool)
    signed = np.where(right, shares, -shares)
    scale = [[0.0, palette.wrong], [0.5, palette.background], [1.0, palette.right]]
    notes = [
        dict(
            x=column, y=row, text=f"{counts[row, column]:,}", showarrow=False,
            font={"color": palette.text, "size": 12},
        )
        for row in places
        for column in places
    ]  # fmt: skip
    heat = dict(
        type="heatmap", x=places, y=places, z=signed, zmin=-1, zmax=1, colorscale=scale, showscale=False, xgap=2,
        ygap=2, hoverinfo="skip", opacity=0.75,
    )  # fmt: skip
    return figure(
        [heat], palette, height=height, margin={"l": 44, "r": 4, "t": 4, "b": 36}, annotations=notes,
        xaxis=ticks | {"title": {"text": "answer", "standoff": 4}},
        yaxis=ticks | {"title": {"text": "class"}, "autorange": "reversed", "showgrid": False},
    )  # fmt: skip


def values_by_layer(view: PlaygroundView, palette: Palette, *, height: int) -> go.Figure:
    """How the values of each hidden layer's units are spread over the training points."""
    rows = [
        (f"layer {number + 1}", np.linspace(view.ranges[number, 0], view.ranges[number, 1], BINS), view.values[number])
        for number in range(len(view.values))
    ]
    return _ridges(rows, palette, palette.train, height, "value of a unit")


def slopes_by_layer(view: PlaygroundView, palette: Palette, *, height: int) -> go.Figure:
    """How large the gradients of each layer's weights are, on a log scale."""
    powers = np.linspace(SMALLEST, LARGEST, BINS)
    last = len(view.sizes_of_slopes) - 1
    rows = [
        ("output" if number == last else f"layer {number + 1}", powers, each)
        for number, each in enumerate(view.sizes_of_slopes)
    ]
    ticks = list(range(int(SMALLEST), int(LARGEST) + 1, 2))
    made = _ridges(rows, palette, palette.accent, height, "size of a weight's gradient")
    made.layout.xaxis.update(tickvals=ticks, ticktext=[f"10<sup>{each}</sup>".replace("-", "−") for each in ticks])
    return made


def _ridges(rows: list[tuple[str, Any, Any]], palette: Palette, colour: str, height: int, title: str) -> go.Figure:
    """Filled curves above each other, the first on top, each as high as its row."""
    traces: list[dict[str, Any]] = []
    faint = blend(palette.background, colour, 0.35)
    for place, (_, at, shares) in enumerate(rows):
        floor = float(len(rows) - 1 - place)
        top = floor + 0.86 * np.asarray(shares, float) / max(float(np.max(shares, initial=0.0)), 1e-9)
        common = dict(type="scatter", mode="lines", x=at, hoverinfo="skip")
        traces.append(common | {"y": np.full(len(at), floor), "line": {"width": 0}})
        traces.append(
            common | {"y": top, "fill": "tonexty", "fillcolor": faint, "line": {"color": colour, "width": 1.2}}
        )
    return figure(
        traces, palette, height=height, margin={"l": 56, "r": 6, "t": 2, "b": 36},
        xaxis={"title": {"text": title, "standoff": 4}, "nticks": 6},
        yaxis={
            "tickvals": [len(rows) - 1 - place for place in range(len(rows))],
            "ticktext": [name for name, _, _ in rows],
            "range": [-0.05, max(len(rows), 1)], "fixedrange": True,
        },
    )  # fmt: skip
