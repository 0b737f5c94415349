"""The figures of the pictures lesson; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.anomaly.pictures.views import Rebuilt, Yardstick
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row, colour_of
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written

LOSS = Row(
    lines=(
        Line(metric="loss", name="training", role="train", smooth=True),
        Line(metric="held_out_loss", name="held out", role="validation"),
    ),
    log=True, title="squared error",
)  # fmt: skip
"""How much of a picture does not come back, in variances of its pixels."""
ROLES: tuple[str | int, ...] = (1, 3, 2)
"""The classes' colours for PCA, neighbours, forest."""


def short(name: str) -> str:
    """A detector's name where there is little room: PCA, neighbours, forest."""
    return name.partition(",")[0].rpartition(" ")[2]


def auc_row(yardsticks: Sequence[Yardstick]) -> Row:
    """The AUC of the network, and those of the detectors without one as lines across."""
    marks = tuple(
        Mark(value=each.auc, name=short(each.name), dash="dash") for each in yardsticks if np.isfinite(each.auc)
    )
    return Row(lines=(Line(metric="auc", name="network", role="accent"),), marks=marks, title="AUC", share=1.2)


def sheets(shown: Rebuilt, threshold: float, columns: int, hints: Sequence[str] = ()) -> list[tuple[str, Tiles]]:
    """Pictures above what comes back of them above the errors, with the scores; alarms are framed.

    Args:
        threshold: a score above it is an alarm.
        columns: tiles in a row.
        hints: what each picture is.
    """
    alarms = np.flatnonzero(shown.scores > threshold).tolist()
    labels = tuple(written(float(each), digits=2) for each in shown.scores)
    return [
        ("picture", Tiles(pixels=shown.pictures, columns=columns, hints=hints, marked=alarms)),
        ("rebuilt", Tiles(pixels=shown.rebuilt, columns=columns)),
        ("error", Tiles(pixels=shown.errors, paint="diverging", columns=columns, labels=labels)),
    ]


def measured_curves(
    x: Sequence[float],
    curves: dict[str, Sequence[Sequence[float]]],
    palette: Palette,
    *,
    height: int,
    title: str,
    log: bool,
    at: float | None = None,
) -> go.Figure:
    """Measured AUCs over a knob: the mean as a line, each seed as a dot.

    Args:
        x: values of the knob.
        curves: name -> for each value the AUC of each seed.
        title: of the x axis.
        log: whether its places are evenly spread, as doublings are.
        at: where the knob stands, a dotted line.
    """
    place = np.log2(np.asarray(x, np.float64)) if log else np.asarray(x, np.float64)
    traces: list[dict[str, Any]] = []
    for number, (name, values) in enumerate(curves.items()):
        colour = palette.accent if not number else colour_of(ROLES[number - 1], palette)
        common: dict[str, Any] = dict(type="scatter", legendgroup=name, name=name)
        traces.append(
            common | {"name": short(name)}
            | {"mode": "lines", "x": place.tolist(), "y": [float(np.mean(each)) for each in values],
               "line": {"color": colour, "width": 3 if not number else 1.8},
               "customdata": [f"{value:g}" for value in x],
               "hovertemplate": f"{name}, %{{customdata}}: %{{y:.3f}}<extra></extra>"}
        )  # fmt: skip
        dots = [(at_x, value) for at_x, each in zip(place.tolist(), values, strict=True) for value in each]
        traces.append(
            common
            | {"mode": "markers", "x": [each[0] for each in dots], "y": [each[1] for each in dots],
               "marker": {"color": colour, "size": 5, "opacity": 0.6}, "showlegend": False, "hoverinfo": "skip"}
        )  # fmt: skip
    where = None if at is None else float(np.log2(at)) if log else float(at)
    line = {"color": palette.muted, "width": 1.5, "dash": "dot"}
    shapes = (
        [] if where is None
        else [{"type": "line", "x0": where, "x1": where, "y0": 0, "y1": 1, "yref": "paper", "line": line}]
    )  # fmt: skip
    legend = {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"size": 11, "color": palette.text}}
    ticks = {"tickvals": place.tolist(), "ticktext": [f"{value:g}" for value in x]} if log else {"nticks": 5}
    return figure(
        traces, palette, height=height, showlegend=True, legend=legend, shapes=shapes,
        margin={"l": 44, "r": 8, "t": 30, "b": 38}, xaxis={"title": {"text": title}, "tickangle": 0, **ticks},
        yaxis={"title": {"text": "AUC"}, "nticks": 6},
    )  # fmt: skip


def damage_curves(
    strengths: Sequence[float],
    found: dict[str, NDArray[np.float32]],
    threshold: float,
    palette: Palette,
    *,
    height: int,
) -> go.Figure:
    """The score of one picture over the strength of each damage, with the threshold.

    Args:
        found: damage -> (k,) scores.
    """
    x = [100 * each for each in strengths]
    traces: list[dict[str, Any]] = [
        dict(
            type="scatter", mode="lines+markers", x=x, y=values.astype(float).tolist(), name=name,
            line={"color": palette.classes[number], "width": 2}, marker={"size": 4},
            hovertemplate=f"{name} %{{x:.0f}} %: %{{y:.3~g}}<extra></extra>",
        )
        for number, (name, values) in enumerate(found.items())
    ]  # fmt: skip
    shapes = (
        [{"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": threshold, "y1": threshold,
          "line": {"color": palette.text, "width": 2}}]
        if np.isfinite(threshold) else []
    )  # fmt: skip
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12, "color": palette.text}}
    return figure(
        traces, palette, height=height, showlegend=True, legend=legend, shapes=shapes,
        margin={"l": 44, "r": 8, "t": 28, "b": 38}, xaxis={"title": {"text": "damage"}, "ticksuffix": " %"},
        yaxis={"title": {"text": "score"}, "rangemode": "tozero", "nticks": 5},
    )  # fmt: skip


def auc_bars(found: dict[str, Sequence[float]], palette: Palette, *, height: int) -> go.Figure:
    """AUC of several detectors as bars from 0.5, red where it is worse than guessing.

    Args:
        found: name -> AUC of each seed.
    """
    values = [float(np.mean(each)) for each in found.values()]
    bars = dict(
        type="bar", orientation="h", y=list(found), x=[value - 0.5 for value in values], base=0.5,
        marker={"color": [palette.wrong if value < 0.5 else palette.right for value in values], "opacity": 0.8},
        text=[written(value) for value in values], textposition="outside", textfont={"color": palette.text},
        hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
    guess = {"type": "line", "x0": 0.5, "x1": 0.5, "y0": 0, "y1": 1, "yref": "paper",
             "line": {"color": palette.text, "width": 1.5, "dash": "dot"}}  # fmt: skip
    return figure(
        [bars], palette, height=height, shapes=[guess], margin={"l": 78, "r": 8, "t": 6, "b": 38},
        xaxis={"title": {"text": "AUC"}, "range": [-0.12, 1.05], "tickvals": [0, 0.5, 1], "tickangle": 0},
        yaxis={"type": "category", "autorange": "reversed", "showgrid": False},
    )  # fmt: skip
