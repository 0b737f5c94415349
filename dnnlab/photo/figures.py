"""The figures of the photo lesson: arrays in, plotly figures and pictures out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.photo.views import INPUT_GRADIENT, Classification, Explanation
from dnnlab.plots.figures import blend, figure, shortened
from dnnlab.plots.palette import Palette, rgb
from dnnlab.plots.written import written

LONG = 22
"""Letters of a class's name that fit beside its bar."""


def best_bars(found: Classification, palette: Palette, *, marked: int | None = None, height: int = 190) -> go.Figure:
    """The likeliest classes, the likeliest on top, with their probabilities.

    Args:
        marked: the place (from 0) of the class that is explained; it has the full colour.
            ``NOWHERE``: it is none of these.
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
        text=[written(value, percent=True) for value in found.probabilities],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
        customdata=list(found.names),
        hovertemplate="%{customdata}: %{text}<extra></extra>",
    )
    names = [shortened(name, LONG) for name in found.names]
    return figure(
        [bars],
        palette,
        height=height,
        margin={"l": 130, "r": 52, "t": 4, "b": 4},
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
    heat = found.spread()
    if (
        found.method == INPUT_GRADIENT
    ):  # a few pixels stand far above all others: the upper hundredth has the full colour
        heat = np.minimum(heat / max(float(np.quantile(heat, 0.99)), 1e-12), 1)
    return tinted(found.cut, heat, palette)


def tinted(cut: NDArray[np.uint8], heat: NDArray[np.float32], palette: Palette) -> NDArray[np.uint8]:
    """A photo in grey, with colour over it: (S, S, 3).

    Args:
        cut: (S, S, 3)
        heat: (S, S): from -1, the full colour of "takes away", over 0, the bare photo, to 1, that of "adds".
    """
    grey = cut.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)  # (S, S)
    ink = np.where(heat[..., np.newaxis] < 0, rgb(palette.negative), rgb(palette.positive))  # (S, S, 3)
    share = 0.65 * np.abs(heat)[..., np.newaxis]  # (S, S, 1)
    mixed = grey[..., np.newaxis] * (1 - share) + ink * share
    picture: NDArray[np.uint8] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    return picture
