"""The figures of the lesson on generative adversarial networks of pictures; no torch."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from dnnlab.gan.images.views import Floats, ImagesView
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette


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
