"""The figures about shifted and permuted digits: stored measures in, plotly figures out; no torch.

As everywhere, no figure has a title or a legend: what is drawn carries its name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.cnn.shift.measures import PERMUTED, STAGES, ShiftMeasures
from dnnlab.cnn.shift.pixels import ROOM
from dnnlab.cnn.shift.views import NETS
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.labels import apart
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import PERCENT, hover_format, written

MARGIN = {"l": 44, "r": 104, "t": 24, "b": 40}
"""Pixels around the curves: ticks on the left, the networks' names on the right, room for a share above."""

LINE_HEIGHT = 15
"""Pixels that a line of a label takes."""

ABOVE = 11
"""Pixels from a dot to the middle of the share that is written beside it: its curve falls away below."""

SPAN = (0.0, 102.0)
"""Percentages that the curves' axis shows."""

HARDLY = 1e-3
"""A relative distance that is not told more exactly than by being below this."""

UNRELATED = 2**0.5
"""The relative distance of two pictures of one length that have nothing in common."""

GUESSING = 10.0
"""The accuracy of who guesses one of ten digits, in percent."""

BAR = 0.3
"""Thickness of a bar in a row of 1, which begins with a name."""

NARROW = 0.45
"""Bars up to this long have no room for their words."""

LABELS = {"mlp": "MLP", "lenet": "LeNet-5", "lenet_global": "LeNet-5,<br>global pooling"}
"""``NETS``, short enough to stand at the end of a curve."""

WAYS = ("as they are", "permuted")
"""The two orders of the pixels."""


def how_far(distance: float) -> str:
    """A relative distance as it is written: 0.625, <0.001."""
    return f"<{written(HARDLY)}" if 0 < distance < HARDLY else written(distance)


def colours(palette: Palette) -> dict[str, str]:
    """One colour for each of ``NETS``, wherever they are drawn."""
    return {"mlp": palette.validation, "lenet": palette.accent, "lenet_global": palette.right}


def accuracy_against_shift_figure(
    measures: ShiftMeasures, palette: Palette, shift: int | None = None, *, height: int = 300
) -> go.Figure:
    """Accuracy of the three networks over the pixels by which the digits were moved.

    Args:
        shift: the learner's own, in pixels, its sign does not matter: marked by
            a line, and beside its dots stands what each network reaches there.
    """
    accuracy = measures.accuracy()
    last = int(measures.distances[-1])
    at = None if shift is None else min(abs(shift), last)
    drawn = colours(palette)
    traces: list[dict[str, Any]] = []
    names: list[tuple[float, str, str]] = []
    shares: list[tuple[float, str, str]] = []
    for name, values in zip(NETS, 100 * accuracy, strict=True):
        form = hover_format(values, percent=True)
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
                hovertemplate=f"{NETS[name]} %{{y:{form}}}{PERCENT}<extra></extra>",
            )
        )
        names.append((float(values[-1]), LABELS[name], drawn[name]))
        if at is not None:
            shares.append((float(values[at]), f"<b>{written(values[at] / 100, percent=True)}</b>", drawn[name]))
    outside = dict(type="rect", x0=ROOM, x1=last, y0=0, y1=1, fillcolor=palette.grid, opacity=0.45, line={"width": 0})
    shapes: list[dict[str, Any]] = [
        {**outside, "layer": "below", "yref": "paper"},
        _line(0, last, GUESSING, GUESSING, palette, dash="dot"),
    ]
    notes = _labels(names, height, x=last)
    if at is not None:
        shapes.append({**_line(at, at, 0, 1, palette), "yref": "paper"})
        side = {"xanchor": "right", "xshift": -8} if at > ROOM - 1 else {}
        notes += _labels(shares, height, above=ABOVE, x=at, bgcolor=palette.background, opacity=0.9, **side)
    notes += [
        _note("ink leaves<br>the picture", palette, x=(ROOM + last) / 2, y=72),
        _note("guessing", palette, x=0.1, y=GUESSING, xanchor="left", yanchor="top"),
    ]
    return figure(
        traces,
        palette,
        height=height,
        margin=MARGIN,
        hovermode="x unified",
        shapes=shapes,
        annotations=notes,
        xaxis={"title": {"text": "pixels moved"}, "range": [-0.15, last + 0.15], "dtick": 1, "fixedrange": True},
        yaxis={"range": [*SPAN], "ticksuffix": PERCENT, "fixedrange": True},
    )


def distance_figure(measures: ShiftMeasures, palette: Palette, shift: int = 1, *, height: int = 260) -> go.Figure:
    """How far a digit and the same one moved right are apart, from the picture to global pooling.

    The axis ends with a dotted line where pictures with nothing in common are.

    Args:
        shift: the learner's own, in pixels: a second, fainter bar at each stage when it is more than 1.
    """
    far = min(abs(shift), int(measures.distances[-1]))
    rows = np.arange(len(STAGES))
    tones = [palette.muted, palette.accent, palette.accent, palette.right]
    bars = []
    for row, at in enumerate([1, far] if far > 1 else [1]):
        said = f"{at} pixel{'s' * (at != 1)}"
        values = measures.feature_distances[:, at]
        bars.append(
            dict(
                type="bar",
                orientation="h",
                x=values.astype(np.float32),
                y=rows + (row + 1) * BAR,
                width=BAR,
                marker={
                    "color": [blend(palette.background, tone, 0.35 if row else 1.0) for tone in tones],
                    "line": {"color": palette.background, "width": 1},
                },
                text=[f"{said}: {how_far(value)}" for value in values],
                textposition=["inside" if value > NARROW else "outside" for value in values],
                insidetextanchor="end",
                insidetextfont={"color": palette.text if row else palette.background},
                outsidetextfont={"color": palette.text},
                textangle=0,
                constraintext="none",
                cliponaxis=False,
                hovertemplate="%{text}<extra></extra>",
            )
        )
    apart = _line(UNRELATED, UNRELATED, 0, 1, palette, dash="dot")
    names = [
        _note(name, palette, x=0, y=row, xanchor="left", xshift=-2, font={"color": palette.text, "size": 12})
        for row, name in enumerate(STAGES)
    ]
    below = dict(y=0, yref="paper", yanchor="top")
    return figure(
        bars,
        palette,
        height=height,
        margin={"l": 4, "r": 50, "t": 4, "b": 34},
        barmode="overlay",
        shapes=[{**apart, "yref": "paper"}],
        annotations=[
            *names,
            _note("no change", palette, x=0, xanchor="left", xshift=-2, **below),
            _note("√2: nothing<br>in common", palette, x=UNRELATED, **below),
        ],
        xaxis={"visible": False, "range": [0, UNRELATED], "fixedrange": True},
        yaxis={"visible": False, "range": [len(STAGES) - 0.2, -0.25], "fixedrange": True},
    )


def permutation_figure(measures: ShiftMeasures, palette: Palette, *, height: int = 240) -> go.Figure:
    """Wrong answers of MLP and LeNet-5, with the pixels as they are and permuted: mean bars, a dot for each run."""
    wrong = 100 * (1 - measures.permuted_accuracy)  # (2, 2, seeds), in percent
    told = f"%{{y:{hover_format(wrong, percent=True)}}}{PERCENT} wrong<extra></extra>"
    places = np.array([[0.0, 1.0], [2.5, 3.5]])  # a row for each network, a column for each way
    means, tops = wrong.mean(2), wrong.max(2)
    drawn = colours(palette)
    bars = dict(
        type="bar",
        x=places.ravel(),
        y=means.ravel().astype(np.float32),
        width=0.8,
        marker={"color": [blend(palette.background, drawn[name], share) for name in PERMUTED for share in (1.0, 0.55)]},
        hovertemplate=told,
    )
    runs = dict(
        type="scatter",
        x=np.broadcast_to(places[:, :, None], wrong.shape).ravel(),
        y=wrong.ravel().astype(np.float32),
        mode="markers",
        marker={"color": palette.text, "size": 5},
        hovertemplate=f"one run: {told}",
    )
    above = dict(yanchor="bottom", yshift=3, font={"color": palette.text, "size": 12})
    below = dict(y=0, yref="paper", yanchor="top", yshift=-24)
    notes = [
        _note(f"<b>{written(mean / 100, percent=True)}</b>", palette, x=x, y=top, **above)
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
            "ticksuffix": PERCENT,
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


def _labels(
    labels: list[tuple[float, str, str]], height: int, *, above: float = 0, **place: Any
) -> list[dict[str, Any]]:
    """Words beside points and so many pixels above, none upon another: (value, text, colour) -> annotations."""
    plot = height - MARGIN["t"] - MARGIN["b"]
    labels = sorted(labels)
    pixels = [(value - SPAN[0]) / (SPAN[1] - SPAN[0]) * plot for value, *_ in labels]
    sizes = [(text.count("<br>") + 1) * LINE_HEIGHT for _, text, _ in labels]
    top = plot + MARGIN["t"]
    places = apart([pixel + above for pixel in pixels], sizes, sizes[0] / 2, top - sizes[-1] / 2)
    return [
        dict(
            y=value, text=text, font={"color": colour, "size": 12}, align="left", showarrow=False,
            xanchor="left", xshift=8, yanchor="middle", yshift=to - pixel,
        ) | place
        for (value, text, colour), pixel, to in zip(labels, pixels, places, strict=True)
    ]  # fmt: skip
