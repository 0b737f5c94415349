"""The figures of the signals lesson: windows and what comes back of them; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.anomaly.signals.views import Baseline, Examples
from dnnlab.plots.figures import blend, figure, shortened
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written

POINTS = 1_200
"""Of a column that is drawn."""
ACROSS = 3
"""Windows side by side."""
HEAD = 18
"""Pixels above each window for a line of words."""
BEYOND = 1e30
"""A value farther from 0 is none that can be drawn."""
LETTERS = 14

LOSS = Row(
    lines=(
        Line(metric="loss", name="training", role="train", smooth=True),
        Line(metric="held_out_loss", name="held out", role="validation"),
    ),
    log=True, title="squared error",
)  # fmt: skip
"""How much of a window does not come back, in variances of its channel."""


def auc_row(baselines: tuple[Baseline, ...]) -> Row:
    """The AUC of the network, and those of the baselines as lines across."""
    marks = tuple(
        Mark(value=each.auc, name=each.name.partition(",")[0], dash="dash")
        for each in baselines
        if np.isfinite(each.auc)
    )
    return Row(lines=(Line(metric="auc", name="network", role="accent"),), marks=marks, title="AUC", share=1.2)


def windows(
    examples: Examples, names: tuple[str, ...], channels: tuple[str, ...], threshold: float, palette: Palette,
    *, height: int, known: bool = True,
) -> go.Figure:  # fmt: skip
    """Some windows, what comes back of each, and the difference, filled; where there are several channels, the one
    with the largest error.  Rows of a table are drawn as the error of each column.

    Args:
        names: of the kinds.
        channels: their names.
        threshold: a score above it is said to be an alarm.
        known: whether the kinds are known.
    """
    count, length = examples.windows.shape[:2]
    across = min(ACROSS, count)
    lines = -(-count // across)
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for number in range(count):
        row, column = divmod(number, across)
        suffix = str(number + 1) if number else ""
        left, right = column / across + 0.008, (column + 1) / across - 0.008
        top, bottom = 1 - row / lines, 1 - (row + 0.97) / lines
        worst = int(np.nan_to_num((examples.errors[number].astype(np.float64) ** 2).mean(0)).argmax())  # (L, C) -> (C,)
        if length == 1:
            made, span = [_columns(examples.errors[number, 0], channels, palette)], (-0.6, len(channels) - 0.4)
            values = np.abs(examples.errors[number, 0])
        else:
            signal, back = (each[number, :, worst] for each in (examples.windows, examples.rebuilt))
            made, span = _window(signal, back, palette), (0.0, length - 1.0)
            values = np.concatenate([signal, back])
        traces += [each | {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"} for each in made]
        common: dict[str, Any] = {"visible": False, "fixedrange": True, "automargin": False}
        axes[f"xaxis{suffix}"] = common | {"domain": [left, right], "anchor": f"y{suffix}", "range": span}
        axes[f"yaxis{suffix}"] = common | {
            "domain": [bottom, top - HEAD / height * (2 if len(channels) > 1 else 1)], "anchor": f"x{suffix}",
            "range": _range(values, length == 1),
        }  # fmt: skip
        score = float(examples.scores[number])
        kind = names[examples.kinds[number]] if known else f"window {int(examples.rows[number]) + 1:,}"
        said = f"{shortened(kind, LETTERS)} · {written(score, digits=2)}"
        said = f"<b>{said}</b>" if score > threshold else said
        if len(channels) > 1:
            said += f"<br>most in {shortened(channels[worst], LETTERS)}"
        notes.append(
            {"x": left, "y": top, "xref": "paper", "yref": "paper", "text": said, "showarrow": False,
             "xanchor": "left", "yanchor": "top", "align": "left",
             "font": {"size": 11, "color": palette.wrong if score > threshold else palette.text}}
        )  # fmt: skip
    return figure(traces, palette, height=height, margin={"l": 2, "r": 2, "t": 0, "b": 2}, annotations=notes, **axes)


def _range(values: NDArray[np.float32], from_zero: bool) -> tuple[float, float]:
    """Of an axis that shows all of them; what has overflowed is not shown."""
    finite = values[np.abs(values) < BEYOND]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    low = 0.0 if from_zero else low
    room = 0.04 * (high - low) or 0.5
    return low - (0.0 if from_zero else room), high + room


def series(
    values: dict[str, NDArray[np.float64]], anomaly: NDArray[np.bool_] | None, palette: Palette, *, height: int
) -> go.Figure:
    """Columns of a table over its rows, each in a strip of its own; rows that are labelled as anomalies are red.

    Args:
        values: name -> (n,), at most a few columns.
        anomaly: (n,), or None where nobody knows.
    """
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for number, (name, column) in enumerate(values.items()):
        suffix = str(number + 1) if number else ""
        kept = np.linspace(0, len(column) - 1, min(len(column), POINTS)).round().astype(int)
        axes[f"yaxis{suffix}"] = {
            "domain": [1 - (number + 0.94) / len(values), 1 - number / len(values)], "nticks": 3,
            "title": {"text": shortened(name, 14)},
        }  # fmt: skip
        on: dict[str, Any] = dict(type="scatter", x=(kept + 1).tolist(), yaxis=f"y{suffix}", hoverinfo="skip")
        traces.append(on | {"mode": "lines", "y": column[kept].tolist(), "line": {"color": palette.train, "width": 1}})
        if anomaly is not None:
            marked = np.where(anomaly[kept], column[kept], np.nan)
            traces.append(on | {"mode": "lines", "y": marked.tolist(), "line": {"color": palette.wrong, "width": 2.5}})
    last = str(len(values)) if len(values) > 1 else ""
    return figure(
        traces, palette, height=height, margin={"l": 58, "r": 8, "t": 4, "b": 36},
        **{"xaxis": {"title": {"text": "row"}, "anchor": f"y{last}"}, "yaxis": {}, **axes},
    )  # fmt: skip


def _window(signal: NDArray[np.float32], back: NDArray[np.float32], palette: Palette) -> list[dict[str, Any]]:
    """The window, what comes back, and the room between them."""
    moments = list(range(len(signal)))
    common: dict[str, Any] = dict(type="scatter", mode="lines", x=moments, hoverinfo="skip")
    return [
        common | {"y": signal, "line": {"color": palette.muted, "width": 1.5}},
        common
        | {"y": back, "line": {"color": palette.accent, "width": 1.5}, "fill": "tonexty",
           "fillcolor": _clear(palette.wrong, 0.35)},
    ]  # fmt: skip


def _columns(errors: NDArray[np.float32], channels: tuple[str, ...], palette: Palette) -> dict[str, Any]:
    """A row of a table: how far each column is off."""
    sizes = np.abs(errors)
    faint = blend(palette.background, palette.wrong, 0.45)
    return dict(
        type="bar", x=list(range(len(errors))), y=sizes.tolist(),
        marker={"color": [palette.wrong if size == sizes.max() else faint for size in sizes]},
        customdata=list(channels), hovertemplate="%{customdata}: %{y:.3~g} standard deviations<extra></extra>",
    )  # fmt: skip


def _clear(colour: str, opacity: float) -> str:
    red, green, blue = bytes.fromhex(colour[1:])
    return f"rgba({red},{green},{blue},{opacity})"
