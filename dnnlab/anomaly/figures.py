"""The figures by which detectors are judged: scores as a histogram, ROC and precision-recall; no torch.

Normal is blue, an anomaly red, the threshold a line in the colour of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.anomaly.scores import Confusion
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import colour_of
from dnnlab.plots.written import written

BINS = 44
NAME = 0.13
"""Of the histogram's height, above the bars, for the name of a threshold."""
TICKS = 5
"""Of the log axis, at most."""
LOWEST = 1e-9
"""A score on the log axis is at least this share of the largest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A detector's curve in a plot of several."""

    name: str
    x: NDArray[np.floating]
    y: NDArray[np.floating]
    area: float
    """The area under it, which stands behind its name."""
    role: str | int = "accent"
    """Its colour, as in :mod:`dnnlab.plots.rows`."""
    leads: bool = False
    """Whether it is the one that the plot is about: drawn thick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A threshold in a histogram."""

    value: float
    name: str
    dash: str = "solid"


def histogram(
    normal: NDArray[np.floating],
    anomalies: NDArray[np.floating],
    limits: Sequence[Limit],
    palette: Palette,
    *,
    height: int,
    log: bool = True,
    title: str = "score",
) -> go.Figure:
    """Scores of normal ones and of anomalies, each as shares of their own, over one axis.

    Args:
        normal, anomalies: (n,) and (a,) scores; either may be empty.
        limits: thresholds to draw; infinite ones are not.
        log: whether the axis is logarithmic, for scores that are above 0 and span decades.
    """
    scores = [each[np.isfinite(each)].astype(np.float64) for each in (normal, anomalies)]
    both = np.concatenate([*scores, np.array([each.value for each in limits if np.isfinite(each.value)], np.float64)])
    low, high, place = _axis(both, log)
    edges = np.linspace(low, high, BINS + 1)
    traces, top = [], 0.0
    for name, values, colour in (
        ("normal", scores[0], palette.train),
        ("anomalies", scores[1], palette.wrong),
    ):
        if not len(values):
            continue
        counts, _ = np.histogram(place(values).clip(low, high), edges)
        top = max(top, 100 * float(counts.max()) / len(values))
        traces.append(
            dict(
                type="bar",
                x=((edges[1:] + edges[:-1]) / 2).tolist(),
                y=(100 * counts / len(values)).tolist(),
                width=float(edges[1] - edges[0]),
                marker={"color": colour, "opacity": 0.62, "line": {"width": 0}},
                customdata=[f"{count:,} of {len(values):,}" for count in counts.tolist()],
                hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
            )
        )
    shown = [each for each in limits if np.isfinite(each.value)]
    at = [float(np.clip(place(np.array([each.value]))[0], low, high)) for each in shown]
    shapes = [
        {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper",
         "line": {"color": palette.text, "width": 2, "dash": each.dash}}
        for x, each in zip(at, shown, strict=True)
    ]  # fmt: skip
    notes = [
        {"x": x, "y": 1 - NAME * number, "yref": "paper", "text": each.name, "showarrow": False, "xanchor": "left",
         "xshift": 4, "yanchor": "top", "font": {"color": palette.text, "size": 11}}
        for number, (x, each) in enumerate(zip(at, shown, strict=True))
    ]  # fmt: skip
    for note, x in zip(notes, at, strict=True):
        if x > low + 0.62 * (high - low):
            note |= {"xanchor": "right", "xshift": -4}
    axis: dict[str, Any] = {"range": [low, high], "title": {"text": title}}
    if log:
        axis |= _log_ticks(low, high) | {"tickangle": 0}
    return figure(
        traces, palette, height=height, barmode="overlay", bargap=0, shapes=shapes, annotations=notes,
        margin={"l": 40, "r": 8, "t": 6, "b": 38}, xaxis=axis,
        yaxis={"ticksuffix": " %", "nticks": 4, "range": [0, (top or 1.0) / (1 - NAME * len(shown))]},
    )  # fmt: skip


def _log_ticks(low: float, high: float) -> dict[str, list[Any]]:
    """Ticks between two powers of ten: at the whole ones, and at 2 and 5 of each where those would be one or two."""
    first, last = int(np.ceil(low)), int(np.floor(high))
    if last - first > 1:
        values = [10.0**power for power in range(first, last + 1, max(1, -(-(last - first + 1) // TICKS)))]
    else:
        values = [digit * 10.0**power for power in range(first - 1, last + 1) for digit in (1, 2, 5)]
    places = [(float(np.log10(each)), written(each)) for each in values]
    inside = [each for each in places if low <= each[0] <= high]
    return {"tickvals": [place for place, _ in inside], "ticktext": [text for _, text in inside]}


def curves(
    ranked: Sequence[Ranked],
    palette: Palette,
    *,
    height: int,
    x: str,
    y: str,
    at: tuple[float, float] | None = None,
    guess: float | None = None,
) -> go.Figure:
    """ROC or precision-recall curves of several detectors, with the areas in the legend.

    Args:
        ranked: the first one on top.
        x, y: titles of the axes, both from 0 to 1.
        at: where the threshold stands on the leading curve.
        guess: the height of a level line for guessing (precision-recall); None: the diagonal (ROC).
    """
    line = {"color": palette.grid, "width": 1.5, "dash": "dot"}
    ends = [0, 1] if guess is None else [guess, guess]
    traces: list[dict[str, Any]] = [
        dict(type="scatter", mode="lines", x=[0, 1], y=ends, line=line, hoverinfo="skip", showlegend=False)
    ]
    for each in reversed(ranked):
        traces.append(
            dict(
                type="scatter",
                mode="lines",
                x=each.x,
                y=each.y,
                name=f"{each.name} {_area(each.area)}",
                line={"color": colour_of(each.role, palette), "width": 3 if each.leads else 1.6, "shape": "linear"},
                hovertemplate=f"{each.name}<br>{x} %{{x:.3~f}}, {y} %{{y:.3~f}}<extra></extra>",
            )
        )
    if at is not None:
        traces.append(
            dict(
                type="scatter",
                mode="markers",
                x=[at[0]],
                y=[at[1]],
                showlegend=False,
                cliponaxis=False,  # it may stand at an end of the axis
                marker={"color": palette.background, "size": 11, "line": {"color": palette.text, "width": 2.5}},
                hovertemplate=f"the threshold: {x} %{{x:.3~f}}, {y} %{{y:.3~f}}<extra></extra>",
            )
        )
    legend = {
        "x": 0.99, "y": 0.02, "xanchor": "right", "yanchor": "bottom", "orientation": "v", "traceorder": "reversed",
        "bgcolor": blend(palette.background, palette.surface, 0.5), "font": {"size": 11, "color": palette.text},
    }  # fmt: skip
    axis = {"range": [-0.02, 1.02], "nticks": 6}
    return figure(
        traces, palette, height=height, showlegend=True, legend=legend, margin={"l": 44, "r": 8, "t": 6, "b": 38},
        xaxis={"title": {"text": x}, **axis}, yaxis={"title": {"text": y}, **axis},
    )  # fmt: skip


def confusion_cells(counts: Confusion, palette: Palette, *, height: int) -> go.Figure:
    """Truth (rows) against alarm (columns), as four cells: the two right ones in one colour, the wrong in another."""
    right, wrong = blend(palette.background, palette.right, 0.25), blend(palette.background, palette.wrong, 0.3)
    cells = [[counts.missed, counts.found], [counts.quiet, counts.false_alarms]]
    words = [["missed", "found"], ["left alone", "false"]]
    text = [
        [f"<b>{count:,}</b><br>{word}" for count, word in zip(*pair, strict=True)]
        for pair in zip(cells, words, strict=True)
    ]
    cell = dict(
        type="heatmap", z=[[1, 0], [0, 1]], zmin=0, zmax=1, x=["no alarm", "alarm"], y=["anomaly", "normal"],
        colorscale=[[0, right], [1, wrong]], showscale=False, xgap=3, ygap=3, text=text, texttemplate="%{text}",
        textfont={"color": palette.text, "size": 13}, hoverinfo="skip",
    )  # fmt: skip
    axis = {"fixedrange": True, "showgrid": False, "ticks": "", "type": "category"}
    return figure(
        [cell], palette, height=height, margin={"l": 58, "r": 4, "t": 4, "b": 26}, xaxis=axis,
        yaxis={"autorange": "reversed", **axis},
    )  # fmt: skip


def _axis(values: NDArray[np.float64], log: bool) -> tuple[float, float, Any]:
    """Where the axis begins and ends, and what places a score on it."""
    if not log:
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
        room = 0.03 * (high - low) or 0.5
        return low - room, high + room, lambda each: np.asarray(each, np.float64)
    above = values[values > 0]
    top = float(above.max()) if len(above) else 1.0

    def place(each: NDArray[np.floating]) -> NDArray[np.float64]:
        return np.log10(np.maximum(np.asarray(each, np.float64), top * LOWEST))

    placed = place(values) if len(values) else np.array([-1.0, 0.0])
    low, high = float(placed.min()), float(placed.max())
    if high - low < 0.5:
        low, high = low - 0.25, high + 0.25
    return low - 0.03 * (high - low), high + 0.03 * (high - low), place


def _area(value: float) -> str:
    return written(value, digits=4)
