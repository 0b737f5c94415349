"""The figures of the lesson on generative adversarial networks of pictures; no torch."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from dnnlab.gan.images.views import Floats, ImagesView
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written

HALF = Mark(value=0.5, name="", role="muted")


def judge_rows(ceiling: dict[str, float]) -> tuple[Row, ...]:
    """The judge's scores under their ceiling.

    Args:
        ceiling: ``precision`` and ``coverage`` of real pictures.
    """
    judge = Row(
        lines=(
            Line(metric="precision", name="precision", role="generated"),
            Line(metric="coverage", name="coverage", role="accent"),
        ),
        marks=(Mark(value=max(ceiling["precision"], ceiling["coverage"]), name="real pictures", role="real"),),
        percent=True, low=0.0, high=1.0,
    )  # fmt: skip
    return (judge,)


def player_rows() -> tuple[Row, ...]:
    """What D says, and both losses."""
    said = Row(
        lines=(
            Line(metric="real_probability", name="real: D(x)", role="real", smooth=True),
            Line(metric="fake_probability", name="generated: D(G(z))", role="generated", smooth=True),
        ),
        marks=(HALF,), percent=True, low=0.0, high=1.0, title="D says",
    )  # fmt: skip
    losses = Row(
        lines=(
            Line(metric="discriminator_loss", name="D", role="real", smooth=True),
            Line(metric="generator_loss", name="G", role="generated", smooth=True),
        ),
        title="loss", low=0.0,
    )  # fmt: skip
    return said, losses


def opinions(view: ImagesView, palette: Palette, *, height: int) -> go.Figure:
    """Histograms of what D says of held-out and of generated pictures."""
    bins = len(view.of_real)
    centres = (np.arange(bins) + 0.5) / bins
    bars = [
        dict(
            type="bar", x=centres, y=100 * values, width=1 / bins, marker={"color": colour}, opacity=0.6, name=name,
            hovertemplate=f"%{{y:.0f}} % of {name}: D near %{{x:.2f}}<extra></extra>",
        )
        for name, values, colour in (
            ("real", view.of_real, palette.real), ("generated", view.of_generated, palette.generated),
        )
    ]  # fmt: skip
    words = [
        {"x": at, "y": 1.0, "xref": "paper", "yref": "paper", "yanchor": "bottom", "xanchor": side, "text": text,
         "showarrow": False, "font": {"color": colour}}
        for at, side, text, colour in (
            (0.0, "left", "generated", palette.generated), (1.0, "right", "real, held out", palette.real),
        )
    ]  # fmt: skip
    return figure(
        bars, palette, height=height, margin={"l": 40, "r": 8, "t": 20, "b": 36}, barmode="overlay", bargap=0,
        annotations=words,
        xaxis={"title": {"text": "D: how probably real"}, "range": [0, 1], "tickvals": [0, 0.5, 1]},
        yaxis={"rangemode": "tozero", "nticks": 4, "ticksuffix": " %"},
    )  # fmt: skip


def class_bars(shares: Floats, real: Floats, names: tuple[str, ...], palette: Palette, *, height: int) -> go.Figure:
    """The share of each class among generated pictures, and a tick where real ones have it."""
    drawn = np.nan_to_num(shares)
    bars = dict(
        type="bar", x=list(range(len(names))), y=100 * drawn, marker={"color": palette.generated}, customdata=names,
        hovertemplate="%{customdata}: %{y:.1f} %<extra></extra>",
    )  # fmt: skip
    ticks = dict(
        type="scatter", mode="markers", x=list(range(len(names))), y=100 * real, customdata=names,
        marker={"symbol": "line-ew", "size": 18, "line": {"width": 3, "color": palette.real}},
        hovertemplate="real pictures, %{customdata}: %{y:.1f} %<extra></extra>",
    )  # fmt: skip
    long = max(map(len, names)) > 2
    return figure(
        [bars, ticks], palette, height=height, margin={"l": 40, "r": 8, "t": 6, "b": 68 if long else 24}, bargap=0.25,
        xaxis={"tickvals": list(range(len(names))), "ticktext": list(names), "tickangle": -45 if long else 0},
        yaxis={"rangemode": "tozero", "nticks": 4, "ticksuffix": " %"},
    )  # fmt: skip


WORDS = {"real": "other real ones", "mean of two": "means of two", "noise": "noise", "black": "black"}
"""Probes of the judge -> what stands beside their bars."""


def judge_bars(view: ImagesView, known: dict[str, dict[str, float]], palette: Palette, *, height: int) -> go.Figure:
    """Precision and coverage of the run between the ceiling and the floors."""
    named = {"this run": (view.precision, view.coverage)}
    named |= {WORDS[name]: (each["precision"], each["coverage"]) for name, each in known.items()}
    y = list(named)
    bars, words = [], []
    for place, (name, colour) in enumerate((("precision", palette.generated), ("coverage", palette.accent))):
        values = [each[place] for each in named.values()]
        bars.append(
            dict(
                type="bar", orientation="h", y=y, x=[100 * float(np.nan_to_num(each)) for each in values], name=name,
                customdata=[name] * len(y),
                marker={"color": colour, "opacity": [1.0, *([0.45] * (len(y) - 1))]},
                text=[written(each, percent=True, digits=2) if np.isfinite(each) else "…" for each in values],
                textposition="outside",
                textfont={"color": palette.text, "size": 11}, cliponaxis=False,
                hovertemplate="%{y}: %{customdata} %{x:.1f} %<extra></extra>",
            )
        )  # fmt: skip
        words.append(
            {"x": 1.0, "y": 0.2 - 0.14 * place, "xref": "paper", "yref": "paper", "xanchor": "right", "text": name,
             "showarrow": False, "font": {"color": colour}}
        )  # fmt: skip
    return figure(
        bars, palette, height=height, margin={"l": 92, "r": 8, "t": 4, "b": 4}, barmode="group", bargap=0.18,
        bargroupgap=0.0, annotations=words, xaxis={"range": [0, 118], "visible": False},
        yaxis={"autorange": "reversed", "showgrid": False},
    )  # fmt: skip
