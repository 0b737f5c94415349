"""The figures of the photo lesson: arrays in, plotly figures and pictures out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.figures import blend, figure
from dnnlab.palette import Palette
from dnnlab.photo.views import Classification, Explanation

LONG = 22
"""Letters of a class's name that fit beside its bar."""


def best_bars(found: Classification, palette: Palette, *, marked: int | None = None, height: int = 190) -> go.Figure:
    """The likeliest classes, the likeliest on top, with their probabilities.

    Args:
        marked: the place (from 0) of the class that is explained; it has the full colour.
    """
    faint = blend(palette.background, palette.accent, 0.4)
    bright = 0 if marked is None else marked
    places = list(range(len(found.names)))
    bars: dict[str, Any] = dict(
        type="bar",
        orientation="h",
        x=[float(value) for value in found.probabilities],
        y=places,
        marker={"color": [palette.accent if place == bright else faint for place in places]},
        text=[f"{value:.0%}" for value in found.probabilities],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
        customdata=list(found.names),
        hovertemplate="%{customdata}: %{x:.2%}<extra></extra>",
    )
    names = [name if len(name) <= LONG else f"{name[: LONG - 1]}…" for name in found.names]
    return figure(
        [bars],
        palette,
        height=height,
        margin={"l": 130, "r": 34, "t": 4, "b": 4},
        bargap=0.3,
        xaxis={"visible": False, "range": [0, 1], "fixedrange": True},
        yaxis={
            "tickvals": places,
            "ticktext": names,
            "autorange": "reversed",
            "fixedrange": True,
            "showgrid": False,
            "tickfont": {"size": 13, "color": palette.text},
        },
    )


def overlay(found: Explanation, palette: Palette) -> NDArray[np.uint8]:
    """The photo in grey, with the colour of "adds" where the network finds the class: (S, S, 3)."""
    grey = found.cut.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    heat = found.spread()[..., np.newaxis]
    ink = np.array([int(palette.positive[at : at + 2], 16) for at in (1, 3, 5)], np.float32)
    mixed = grey[..., np.newaxis] * (1 - 0.65 * heat) + ink * (0.65 * heat)
    picture: NDArray[np.uint8] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    return picture
