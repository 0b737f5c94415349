"""The figures about shifted and permuted digits: stored measures in, plotly figures out; no torch.

As everywhere, no figure has a title or a legend: what is drawn carries its name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.cnn.shift_measures import PERMUTED, STAGES, ShiftMeasures
from dnnlab.cnn.shift_pixels import ROOM
from dnnlab.cnn.shift_views import NETS
from dnnlab.figures import blend, figure
from dnnlab.palette import Palette

MARGIN = {"l": 44, "r": 104, "t": 16, "b": 40}
"""Pixels around the curves: ticks on the left, the networks' names on the right."""

LINE_HEIGHT = 15
"""Pixels that a line of a label takes."""

GUESSING = 0.1
"""The accuracy of who guesses one of ten digits."""

LABELS = {"mlp": "MLP", "lenet": "LeNet-5", "lenet_global": "LeNet-5,<br>global pooling"}
"""``NETS``, short enough to stand at the end of a curve."""

WAYS = ("as they are", "permuted")
"""The two orders of the pixels."""


def colours(palette: Palette) -> dict[str, str]:
    """One colour for each of ``NETS``, wherever they are drawn."""
    return {"mlp": palette.validation, "lenet": palette.accent, "lenet_global": palette.right}


def accuracy_against_shift_figure(
    measures: ShiftMeasures, palette: Palette, shift: int | None = None, *, height: int = 300
) -> go.Figure:
    """Accuracy of the three networks over the pixels by which the digits were moved.

    Args:
        shift: the learner's own, in pixels, its sign does not matter: marked by
            a line, and the labels say what each network reaches there.
    """
    accuracy = measures.accuracy()
    last = int(measures.distances[-1])
    at = None if shift is None else min(abs(shift), last)
    drawn = colours(palette)
    traces: list[dict[str, Any]] = []
    labels: list[tuple[float, str, str]] = []
    for name, values in zip(NETS, accuracy, strict=True):
        traces.append(
            dict(
                type="scatter",
                x=measures.distances.astype(np.int32),
                y=values.astype(np.float32),
                mode="lines+markers",
                line={"color": drawn[name], "width": 2.6},
                marker={
                    "color": drawn[name],
                    "size": [11 if i == at else 5 for i in range(len(values))],
                    "opacity": 1,
                    "line": {"width": 0},
                },
                hovertemplate=f"{NETS[name]} %{{y:.1%}}<extra></extra>",
            )
        )
        said = "" if at is None else f"<br><b>{values[at]:.1%}</b>"
        labels.append((float(values[-1]), LABELS[name] + said, drawn[name]))
    outside = dict(type="rect", x0=ROOM, x1=last, y0=0, y1=1, fillcolor=palette.grid, opacity=0.45, line={"width": 0})
    shapes: list[dict[str, Any]] = [
        {**outside, "layer": "below", "yref": "paper"},
        _line(0, last, GUESSING, GUESSING, palette, dash="dot"),
    ]
    if at is not None:
        shapes.append({**_line(at, at, 0, 1, palette), "yref": "paper"})
    notes = [
        _note("ink leaves<br>the picture", palette, x=(ROOM + last) / 2, y=0.5),
        _note("guessing", palette, x=0.1, y=GUESSING, xanchor="left", yanchor="top"),
    ]
    return figure(
        traces,
        palette,
        height=height,
        margin=MARGIN,
        hovermode="x unified",
        shapes=shapes,
        annotations=notes + _names(labels, last, (0.0, 1.02), height),
        xaxis={"title": {"text": "pixels moved"}, "range": [-0.15, last + 0.15], "dtick": 1, "fixedrange": True},
        yaxis={"range": [0, 1.02], "tickformat": ".0%", "fixedrange": True},
    )


def distance_figure(measures: ShiftMeasures, palette: Palette, shift: int = 1, *, height: int = 170) -> go.Figure:
    """How far a digit and the same one moved right by ``shift`` pixels are apart, from the picture to global pooling.

    1 is as far as the digit from an empty picture.
    """
    at = min(abs(shift), int(measures.distances[-1]))
    values = measures.feature_distances[:, at]
    bars = dict(
        type="bar",
        orientation="h",
        x=values.astype(np.float32),
        y=[*STAGES],
        marker={"color": [palette.muted, palette.accent, palette.accent, palette.right]},
        text=[f"{value:.2f}" for value in values],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.3f}<extra></extra>",
    )
    return figure(
        [bars],
        palette,
        height=height,
        margin={"l": 158, "r": 30, "t": 4, "b": 8},
        bargap=0.35,
        xaxis={"visible": False, "range": [0, 1.05 * float(measures.feature_distances.max())], "fixedrange": True},
        yaxis={
            "type": "category",
            "autorange": "reversed",
            "showgrid": False,
            "ticksuffix": "  ",
            "tickfont": {"color": palette.text},
            "fixedrange": True,
        },
    )


def permutation_figure(measures: ShiftMeasures, palette: Palette, *, height: int = 240) -> go.Figure:
    """Wrong answers of MLP and LeNet-5, with the pixels as they are and permuted: mean bars, a dot for each run."""
    wrong = 1 - measures.permuted_accuracy  # (2, 2, seeds)
    places = np.array([[0.0, 1.0], [2.5, 3.5]])  # a row for each network, a column for each way
    means, tops = wrong.mean(2), wrong.max(2)
    drawn = colours(palette)
    bars = dict(
        type="bar",
        x=places.ravel(),
        y=means.ravel().astype(np.float32),
        width=0.8,
        marker={"color": [blend(palette.background, drawn[name], share) for name in PERMUTED for share in (1.0, 0.55)]},
        hovertemplate="%{y:.2%} wrong<extra></extra>",
    )
    runs = dict(
        type="scatter",
        x=np.broadcast_to(places[:, :, None], wrong.shape).ravel(),
        y=wrong.ravel().astype(np.float32),
        mode="markers",
        marker={"color": palette.text, "size": 5},
        hovertemplate="one run: %{y:.2%} wrong<extra></extra>",
    )
    above = dict(yanchor="bottom", yshift=3, font={"color": palette.text, "size": 12})
    below = dict(y=0, yref="paper", yanchor="top", yshift=-24)
    notes = [
        _note(f"<b>{mean:.1%}</b>", palette, x=x, y=top, **above)
        for x, mean, top in zip(*(each.ravel().tolist() for each in (places, means, tops)), strict=True)
    ]
    notes += [
        _note(title, palette, x=float(pair.mean()), font={"color": drawn[name], "size": 13}, **below)
        for (name, title), pair in zip(PERMUTED.items(), places, strict=True)
    ]
    names = {"tickmode": "array", "tickvals": places.ravel(), "ticktext": [*WAYS] * len(places)}
    return figure(
        [bars, runs],
        palette,
        height=height,
        margin={"l": 44, "r": 8, "t": 12, "b": 48},
        annotations=notes,
        xaxis={**names, "range": [-0.6, 4.1], "fixedrange": True},
        yaxis={
            "title": {"text": "wrong answers"},
            "range": [0, 1.15 * float(wrong.max())],
            "tickformat": ".0%",
            "fixedrange": True,
        },
    )


def _line(x0: float, x1: float, y0: float, y1: float, palette: Palette, **line: Any) -> dict[str, Any]:
    """A thin straight line behind the curves."""
    return dict(
        type="line", x0=x0, x1=x1, y0=y0, y1=y1, layer="below", line={"color": palette.muted, "width": 1.2, **line}
    )


def _note(text: str, palette: Palette, **place: Any) -> dict[str, Any]:
    """Words in a figure."""
    return dict(text=text, showarrow=False, font={"color": palette.muted, "size": 11}) | place


def _names(
    labels: list[tuple[float, str, str]], last: int, span: tuple[float, float], height: int
) -> list[dict[str, Any]]:
    """Each curve's name to the right of its end, none upon another: (value, text, colour) -> annotations."""
    plot = height - MARGIN["t"] - MARGIN["b"]
    labels = sorted(labels)
    pixels = [(value - span[0]) / (span[1] - span[0]) * plot for value, *_ in labels]
    sizes = [(text.count("<br>") + 1) * LINE_HEIGHT for _, text, _ in labels]
    return [
        dict(
            x=last, y=value, text=text, font={"color": colour, "size": 12}, align="left", showarrow=False,
            xanchor="left", xshift=8, yanchor="middle", yshift=place - pixel,
        )
        for (value, text, colour), pixel, place in zip(labels, pixels, _apart(pixels, sizes, plot), strict=True)
    ]  # fmt: skip


def _apart(centres: list[float], sizes: list[int], top: float) -> list[float]:
    """Move ascending label centres (pixels) upwards until none overlap, then down again below ``top``."""
    places: list[float] = []
    for centre, size in zip(centres, sizes, strict=True):
        lowest = places[-1] + (sizes[len(places) - 1] + size) / 2 if places else size / 2
        places.append(max(centre, lowest))
    ceiling = top + MARGIN["t"]
    for i in reversed(range(len(places))):
        places[i] = min(places[i], ceiling - sizes[i] / 2)
        ceiling = places[i] - sizes[i] / 2
    return places
