"""The figures of the overfit bench: what is learnt, who is off, the ensemble, the weights; no torch."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from PIL import Image

from dnnlab.foundations.playground.figures import ERROR, LOSS, label_colours
from dnnlab.foundations.playground.views import Quality
from dnnlab.foundations.points import SIDE
from dnnlab.foundations.regularisation.knobs import CURVE
from dnnlab.foundations.regularisation.material import curve
from dnnlab.foundations.regularisation.views import BINS, LINE, NEAR_ZERO, PLANE, WIDEST, OverfitView
from dnnlab.foundations.surfaces import coloured
from dnnlab.plots.bars import Bar
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Bytes
from dnnlab.plots.written import written

ROWS = (LOSS, ERROR)
LOW, HIGH = -2.4, 2.4
"""What is drawn of the curve's values."""
DRAWN = 16
"""Units of a layer that the picture of the network has room for."""
OFF, ON = "off", "on"
NO_SUMMARY = "no check yet"
MEMBER = "one with units off"
BEYOND = f"The outermost bars count all beyond ±{WIDEST:g}. "


def learnt(view: OverfitView, palette: Palette, *, height: int) -> go.Figure:
    """The learnt function with the points: of the curve a line, of the spiral a plane in two colours."""
    if view.task != CURVE:
        return _plane(view, palette, height=height)
    x = np.linspace(-SIDE, SIDE, LINE)
    lines: list[tuple[str, NDArray[Any], str, float, str]] = [("the true curve", curve(x), palette.muted, 1.5, "dot")]
    if view.best_step and view.best_step != view.step:
        lines.append((f"at step {view.best_step:,}", view.best, palette.validation, 1.5, "dash"))
    lines.append(("the network", view.answers, palette.accent, 3.0, "solid"))
    return _lines(view, palette, [_line(x, *each) for each in lines], height=height)


def ensemble(view: OverfitView, palette: Palette, *, height: int) -> go.Figure:
    """Thinned networks, their mean, and the whole network: of the curve."""
    x = np.linspace(-SIDE, SIDE, LINE)
    faint = blend(palette.background, palette.train, 0.45)
    traces = [
        _line(x, MEMBER, each, faint, 1.0, "solid") | {"showlegend": not n} for n, each in enumerate(view.members)
    ]
    if view.averaged:
        traces.append(_line(x, f"mean of {view.averaged}", view.mean, palette.validation, 3.0, "solid"))
    traces.append(_line(x, "the whole network", view.answers, palette.text, 2.0, "dash"))
    return _lines(view, palette, traces, height=height)


def _line(x: NDArray[Any], name: str, y: NDArray[Any], colour: str, width: float, dash: str) -> dict[str, Any]:
    return dict(
        type="scatter", mode="lines", x=x, y=np.clip(y, 3 * LOW, 3 * HIGH), name=name, hoverinfo="skip",
        line={"color": colour, "width": width, "dash": dash},
    )  # fmt: skip


def _lines(view: OverfitView, palette: Palette, lines: list[dict[str, Any]], *, height: int) -> go.Figure:
    """Lines over x with the training points, and the validation points behind."""
    faint = blend(palette.background, palette.validation, 0.35)
    behind = dict(
        type="scatter", mode="markers", x=view.held_out[:, 0], y=view.held_out[:, 1], hoverinfo="skip",
        name="held out", marker={"color": faint, "size": 3}, showlegend=False,
    )  # fmt: skip
    dots = dict(
        type="scatter", mode="markers", x=view.points[:, 0], y=view.points[:, 1], hoverinfo="skip", name="training",
        marker={"color": palette.train, "size": 8, "line": {"width": 1, "color": palette.background}},
        showlegend=False,
    )  # fmt: skip
    legend = {
        "x": 0.01, "y": 1.0, "xanchor": "left", "yanchor": "top", "orientation": "h", "font": {"color": palette.text},
        "itemclick": False, "itemdoubleclick": False, "bgcolor": "rgba(0,0,0,0)",
    }  # fmt: skip
    return figure(
        [behind, *lines, dots], palette, height=height, margin={"l": 30, "r": 6, "t": 4, "b": 24}, showlegend=True,
        legend=legend, xaxis={"range": [-SIDE, SIDE], "nticks": 7}, yaxis={"range": [LOW, HIGH], "nticks": 6},
    )  # fmt: skip


def pixels(answers: NDArray[Any], palette: Palette) -> Bytes:
    """What networks say over the plane, (..., 28 · 28), as colours, (..., 28, 28, 3)."""
    surface = (255 * np.nan_to_num(np.clip(answers, 0, 1), nan=0.5)).round().astype(np.uint8)
    square = surface.reshape(*surface.shape[:-1], PLANE, PLANE)  # (..., 784) -> (..., 28, 28)
    return coloured(square, np.zeros((0, 0), np.uint8), 2, palette)


def _plane(view: OverfitView, palette: Palette, *, height: int) -> go.Figure:
    picture = BytesIO()
    Image.fromarray(pixels(view.answers, palette)).resize((128, 128), Image.Resampling.BICUBIC).save(picture, "png")
    image = dict(
        source=f"data:image/png;base64,{b64encode(picture.getvalue()).decode()}", xref="x", yref="y", x=-SIDE, y=SIDE,
        sizex=2 * SIDE, sizey=2 * SIDE, sizing="stretch", layer="below",
    )  # fmt: skip
    dots = dict(
        type="scatter", mode="markers", x=view.points[:, 0], y=view.points[:, 1], hoverinfo="skip",
        marker={
            "color": label_colours(view.labels, 2, palette), "size": 6,
            "line": {"width": 0.7, "color": palette.background},
        },
    )  # fmt: skip
    bare = {"showticklabels": False, "range": [-SIDE, SIDE], "fixedrange": True, "showgrid": False}
    return figure(
        [dots], palette, height=height, margin={"l": 1, "r": 1, "t": 1, "b": 1}, images=[image],
        xaxis=bare | {"constrain": "domain"}, yaxis=bare | {"scaleanchor": "x"},
    )  # fmt: skip


def layers_on(view: OverfitView) -> list[NDArray[np.bool_]]:
    """Of inputs and each hidden layer, which units took part in the last step."""
    ends = np.cumsum(view.sizes[:-1])[:-1]
    return [np.asarray(each) for each in np.split(view.mask, ends)]


def network(view: OverfitView, palette: Palette, *, height: int) -> go.Figure:
    """The network as the last step left it: units that are off as crosses, and the connections of the others."""
    rows = [each[:DRAWN] for each in (*layers_on(view), np.ones(1, bool))]
    xs: list[float | None] = []
    ys: list[float | None] = []
    for place, (of, to) in enumerate(pairwise(rows)):
        for a in np.flatnonzero(of):
            for b in np.flatnonzero(to):
                xs += [place, place + 1, None]
                ys += [_height(int(a), len(of)), _height(int(b), len(to)), None]
    traces: list[dict[str, Any]] = [
        dict(type="scatter", mode="lines", x=xs, y=ys, hoverinfo="skip", line={"color": palette.grid, "width": 0.8})
    ]
    for name, wanted in ((ON, True), (OFF, False)):
        places = [
            (
                place,
                _height(int(unit), len(row)),
                f"layer {place}, unit {int(unit) + 1}" if place else f"input {unit + 1}",
            )
            for place, row in enumerate(rows)
            for unit in np.flatnonzero(row == wanted)
        ]
        marker = {"color": palette.accent, "size": 11, "symbol": "circle"}
        if not wanted:
            marker = {
                "color": palette.wrong,
                "size": 9,
                "symbol": "x-thin",
                "line": {"width": 2, "color": palette.wrong},
            }
        traces.append(
            dict(
                type="scatter", mode="markers", name=name, x=[x for x, _, _ in places], y=[y for _, y, _ in places],
                text=[f"{told}: {name}" for _, _, told in places], hovertemplate="%{text}<extra></extra>",
                marker=marker,
            )
        )  # fmt: skip
    ticks = ["inputs", *(f"layer {n + 1}" for n in range(len(rows) - 2)), "output"]
    return figure(
        traces, palette, height=height, margin={"l": 4, "r": 4, "t": 4, "b": 24},
        xaxis={
            "tickvals": list(range(len(rows))), "ticktext": ticks, "range": [-0.4, len(rows) - 0.6],
            "fixedrange": True,
        },
        yaxis={"showticklabels": False, "showgrid": False, "range": [-0.04, 1.04], "fixedrange": True},
    )  # fmt: skip


def _height(unit: int, count: int) -> float:
    """Where a unit stands in its column, from the top."""
    return 1 - (unit + 0.5) / count


def weights(view: OverfitView, palette: Palette, *, height: int) -> go.Figure:
    """How large the weights are; the bar of 0 stands out."""
    edges = np.linspace(-WIDEST, WIDEST, BINS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    colours = [palette.negative if each < -1e-9 else palette.positive for each in middle]
    colours[BINS // 2] = palette.muted
    bars = dict(
        type="bar", x=middle, y=view.counts, marker={"color": colours}, hovertemplate="%{y} weights<extra></extra>"
    )
    return figure(
        [bars], palette, height=height, margin={"l": 40, "r": 6, "t": 4, "b": 36}, bargap=0.1,
        xaxis={"title": {"text": "weight", "standoff": 4}, "nticks": 5},
        yaxis={"title": {"text": "how many"}, "nticks": 5},
    )  # fmt: skip


def gauge(quality: Quality, best: Quality, best_step: int) -> list[Bar]:
    """Errors on what was learnt and on what was not, and the gap between them."""
    known = np.isfinite([quality.training_error, quality.validation_error]).all()
    if not known:
        return [Bar(name=name, value=NO_SUMMARY, share=0.0) for name in ("training points", "validation points")]
    gap = quality.validation_error - quality.training_error
    return [
        Bar(name="on training points", value=written(quality.training_error, percent=True),
            share=_share(quality.training_error)),
        Bar(name="on validation points", value=written(quality.validation_error, percent=True),
            share=_share(quality.validation_error)),
        Bar(name="the gap", value=f"{written(100 * gap)} points", share=_share(gap), marked=True),
        Bar(name=f"validation, step {best_step:,}", value=written(best.validation_error, percent=True),
            share=_share(best.validation_error)),
    ]  # fmt: skip


def _share(value: float) -> float:
    return float(np.clip(np.nan_to_num(value, nan=0.0, posinf=1.0, neginf=0.0), 0, 1))


def off_in_words(view: OverfitView) -> str:
    """Which units were off in the last step."""
    names = ["inputs", *(f"layer {n + 1}" for n in range(len(view.sizes) - 2))]
    said = []
    for name, row in zip(names, layers_on(view), strict=True):
        off = (np.flatnonzero(~row) + 1).tolist()
        if off:
            said.append(f"{name}: {', '.join(map(str, off))}")
    return f"Off in step {view.step:,}: {'; '.join(said)}." if said else f"No unit was off in step {view.step:,}."


def zeros_in_words(view: OverfitView) -> str:
    """How many weights are as good as 0, and whether they are needed."""
    share = written(view.near_zero / view.total, percent=True)
    before, after = (written(each, percent=True) for each in (view.quality.validation_error, view.pruned_error))
    told = f"{view.near_zero:,} of {view.total:,} weights ({share}) are below {NEAR_ZERO} in size."
    if view.near_zero and np.isfinite(view.quality.validation_error):
        told += f" All of them set to exactly 0: validation error {after}, before {before}."
    return told


def apart(view: OverfitView) -> tuple[float, float]:
    """How far, on average over the places, one thinned network and their mean are from the whole one."""
    if not view.averaged:
        return 0.0, 0.0
    return float(np.abs(view.members - view.answers).mean()), float(np.abs(view.mean - view.answers).mean())
