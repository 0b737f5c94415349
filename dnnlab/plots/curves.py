"""Curves over steps: metrics of a run in rows above one another, and a pinned run behind; no torch.

A history maps a metric's name to its steps and values.  Curves carry their name
and their last value at their end, in their own colour; there is no legend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.figures import blend, figure
from dnnlab.plots.labels import Label, end_labels, flat, label_room
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Row, axis_span, colour_of, value_axis
from dnnlab.plots.series import smoothed, thinned
from dnnlab.plots.written import PERCENT, hover_format

History = Mapping[str, tuple[NDArray[np.int64], NDArray[np.float64]]]


class OfTwin(dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]):
    """The history of a run's twin: in the place of a pinned run, its curves are called so."""


MARGIN = {"l": 48, "t": 12, "b": 36}
"""Pixels around the curves: ticks on the left, steps below; on the right as much as the names need."""

TITLE_ROOM = 18
"""Pixels more on the left for the title of an axis."""

GAP = 34
"""Pixels between two rows."""

SHORTEST = 10
"""Steps that the axis shows at least."""

BEYOND = 1e30
"""A value farther from 0 counts as infinite: float32, in which curves travel, ends soon after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curve:
    """A line of a row with its values, times the row's scale."""

    name: str
    steps: NDArray[np.int64]
    values: NDArray[np.float64]
    colour: str
    """Of the label; that of a thin line is fainter."""
    thin: bool
    """Smoothed where others are not."""
    pinned: bool


def curves(
    history: History,
    rows: Sequence[Row],
    palette: Palette,
    *,
    height: int,
    end: int | None = None,
    pinned: History | None = None,
    across: str = "step",
) -> go.Figure:
    """Draw rows of curves over one axis of steps, zoomed together.

    A row has its axis before it has values.  A value that is not a number
    leaves a gap, an infinite one is drawn at the end of the axis; the label
    says what it is.

    Args:
        history: a run's metrics, as far as known.
        rows: from top to bottom.
        height: of the whole figure, in pixels.
        end: the step at which the axis ends; default: the last one known.
        pinned: a second run, or a twin (:class:`OfTwin`): its :attr:`Row.steady` curves are drawn behind, dashed.
        across: what the steps are.
    """
    drawn = [_curves_of(row, history, pinned, palette) for row in rows]
    end = end or max([SHORTEST, *(int(curve.steps[-1]) for shown in drawn for curve in shown)])
    inside = height - MARGIN["t"] - MARGIN["b"]
    plots = [(inside - GAP * (len(rows) - 1)) * row.share / sum(each.share for each in rows) for row in rows]
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    axes: dict[str, dict[str, Any]] = {}
    top = float(inside)
    room = 0
    for i, (row, shown, plot) in enumerate(zip(rows, drawn, plots, strict=True)):
        number = str(i + 1) if i else ""
        names = _names(row, pinned)
        latest = [float(curve.values[-1]) for curve in shown if not curve.thin]
        values = np.concatenate([*(curve.values for curve in shown), np.zeros(0)])
        span = axis_span(row, values[np.abs(values) <= BEYOND], latest)
        labels = end_labels(_labels(row, shown, span, end, palette), span, plot, end=end, in_one_line=flat(names, plot))
        room = max(room, label_room(names, plot, row.unit))
        traces += [trace | {"yaxis": f"y{number}"} for trace in _traces(row, shown, span, palette)]
        notes += [label | {"yref": f"y{number}"} for label in labels]
        shapes += [mark | {"yref": f"y{number}"} for mark in _marks(row, end, palette)]
        domain = [max(0.0, (top - plot) / inside), top / inside]
        axes[f"yaxis{number}"] = value_axis(row, span, palette, known=bool(shown), plot=plot) | {
            "anchor": "x", "domain": domain,
        }  # fmt: skip
        top -= plot + GAP
    return figure(
        traces,
        palette,
        height=height,
        margin={**MARGIN, "l": MARGIN["l"] + TITLE_ROOM * any(row.title for row in rows), "r": room},
        hovermode="x unified",
        annotations=notes,
        shapes=shapes,
        xaxis={
            "title": {"text": across}, "range": [0, end], "nticks": 6, "tickformat": ",d",
            "anchor": list(axes)[-1].replace("axis", ""),
        },
        **axes,
    )  # fmt: skip


def _names(row: Row, pinned: History | None) -> list[str]:
    """What may stand at the ends of a row's curves, beside those of a pinned run."""
    marks = [mark.name for mark in row.marks if mark.name]
    return (
        [line.name for line in row.lines]
        + marks
        + [_pinned(row, line.name, pinned) for line in row.steady if pinned is not None]
    )


def _pinned(row: Row, name: str, pinned: History | None) -> str:
    """What a pinned run's curve is called, or a twin's."""
    whose = "twin" if isinstance(pinned, OfTwin) else "pinned"
    return f"{whose} {name}" if len(row.steady) > 1 else whose


def _curves_of(row: Row, history: History, pinned: History | None, palette: Palette) -> list[_Curve]:
    """The curves of a row that have a value already, the pinned run's first."""
    wanted = [(pinned or {}, line, True) for line in row.steady] + [(history, line, False) for line in row.lines]
    return [
        _Curve(
            name=_pinned(row, line.name, pinned) if behind else line.name,
            steps=run[line.metric][0],
            values=row.scale * (smoothed(*run[line.metric])[1] if line.smooth else run[line.metric][1]),
            colour=palette.pinned if behind else colour_of(line.role, palette),
            thin=line not in row.steady,
            pinned=behind,
        )
        for run, line, behind in wanted
        if line.metric in run and len(run[line.metric][0])
    ]


def _traces(row: Row, shown: list[_Curve], span: tuple[float, float], palette: Palette) -> list[dict[str, Any]]:
    """A row's curves; an empty one where there is none, or the axis would not be drawn."""
    low, high = (10.0**end if row.log else end for end in span)
    behind = PERCENT if row.percent else f"\N{NO-BREAK SPACE}{row.unit}" if row.unit else ""
    traces: list[dict[str, Any]] = []
    for curve in shown:
        steps, values = thinned(curve.steps, curve.values)
        if row.log and row.low is not None:
            values = np.maximum(values, row.scale * row.low)
        values = np.where(values > BEYOND, high, np.where(values < -BEYOND, low, values))
        line = {"width": 1.3 if curve.thin else 2.4, "color": curve.colour}
        if curve.thin:
            line["color"] = blend(palette.background, curve.colour, 0.75)
        if curve.pinned:
            line |= {"width": 2, "dash": "dash"}
        form = hover_format(values, percent=row.percent)
        traces.append(
            dict(
                type="scatter",
                x=steps.astype(np.int32),  # arrays travel as bytes, lists as text
                y=values.astype(np.float32),
                mode="lines" if len(steps) > 1 else "markers",
                line=line,
                marker={"color": line["color"]},
                hovertemplate=f"{curve.name} %{{y:{form}}}{behind}<extra></extra>",
            )
        )
    return traces or [dict(type="scatter", x=[], y=[])]


def _labels(row: Row, shown: list[_Curve], span: tuple[float, float], end: int, palette: Palette) -> list[Label]:
    """Name and last value of each curve, and of each mark that has a name; those of one run below one another."""
    here = max((int(curve.steps[-1]) for curve in shown if not curve.pinned), default=0)
    labels = []
    for curve in shown:
        finite = curve.values[~np.isnan(curve.values)]
        labels.append(
            Label(
                height=_height(row, float(finite[-1]) if len(finite) else -np.inf, span),
                step=int(curve.steps[-1]) if curve.pinned else here,
                name=curve.name,
                value=row.told(float(curve.values[-1]) / row.scale),
                colour=curve.colour,
            )
        )
    for mark in row.marks:
        if mark.name:
            height, colour = _height(row, row.scale * mark.value, span), colour_of(mark.role, palette)
            labels.append(Label(height=height, step=end, name=mark.name, value=row.told(mark.value), colour=colour))
    return labels


def _height(row: Row, value: float, span: tuple[float, float]) -> float:
    """Where a value stands on the axis, at its nearer end where it is beyond."""
    if row.log:
        value = float(np.log10(value)) if value > 0 else -np.inf
    return min(max(value, span[0]), span[1])


def _marks(row: Row, end: int, palette: Palette) -> list[dict[str, Any]]:
    """The lines of a row's marks."""
    return [
        dict(
            type="line", x0=0, x1=end, y0=row.scale * mark.value, y1=row.scale * mark.value, layer="below",
            line={"color": colour_of(mark.role, palette), "width": 1, "dash": mark.dash},
        )
        for mark in row.marks
    ]  # fmt: skip
