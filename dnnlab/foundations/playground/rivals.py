"""What the playground's points are given to beside the network, and what comes back; no torch."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from PIL import Image

from dnnlab.foundations.playground.figures import label_colours
from dnnlab.foundations.points import SIDE
from dnnlab.foundations.surfaces import coloured
from dnnlab.live.config import Config, knob
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalsConfig(Config):
    """The three methods' own knobs."""

    depth: int = knob(
        8, low=1, high=20, label="Depth of the tree", group="Methods",
        help="Questions one below the other, at most: “is x < 0.4?”. Each leaf is a rectangle.",
    )  # fmt: skip
    penalty: float = knob(
        10.0, low=0.01, high=1000.0, scale="log", label="C of the machine", group="Methods",
        help="What a training point on the wrong side costs: large values bend the border around each of them.",
    )  # fmt: skip
    gamma: float = knob(
        1.0, low=0.01, high=100.0, scale="log", label="γ of its kernel", group="Methods",
        help="RBF kernel exp(−γ · distance²): large values let each point count only nearby.",
    )  # fmt: skip
    neighbours: int = knob(
        5, low=1, high=50, label="Neighbours", group="Methods", help="So many nearest training points vote."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One method."""

    name: str
    surface: Bytes
    winner: Bytes
    training: float
    validation: float
    size: str
    """How large what it has learnt is, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalsView:
    """The points and what each method makes of them."""

    classes: int
    names: tuple[str, ...]
    places: NDArray[np.float32]
    labels: NDArray[np.float32]
    held_out: NDArray[np.bool_]
    tried: tuple[Tried, ...]
    step: int
    """Of the network; -1 where there is none."""


def plane(view: RivalsView, of: Tried, palette: Palette, *, height: int) -> go.Figure:
    """What a method says over the plane, with the points that it has learnt from."""
    picture = BytesIO()
    Image.fromarray(coloured(of.surface, of.winner, view.classes, palette)).save(picture, "png")
    image = dict(
        source=f"data:image/png;base64,{b64encode(picture.getvalue()).decode()}", xref="x", yref="y", x=-SIDE, y=SIDE,
        sizex=2 * SIDE, sizey=2 * SIDE, sizing="stretch", layer="below",
    )  # fmt: skip
    shown = ~view.held_out
    colours = label_colours(view.labels[shown], view.classes, palette)
    dots: dict[str, Any] = dict(
        type="scatter", mode="markers", x=view.places[shown, 0], y=view.places[shown, 1], hoverinfo="skip",
        marker={"color": colours, "size": 5, "line": {"width": 0.7, "color": palette.background}},
    )  # fmt: skip
    bare = {"showticklabels": False, "range": [-SIDE, SIDE], "fixedrange": True, "showgrid": False}
    return figure(
        [dots], palette, height=height, margin={"l": 1, "r": 1, "t": 1, "b": 1}, images=[image],
        xaxis=bare | {"constrain": "domain"}, yaxis=bare | {"scaleanchor": "x"},
    )  # fmt: skip
