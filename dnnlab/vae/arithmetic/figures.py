"""The figures of the lesson on latent arithmetic: curves, the dimensions by KL; no torch."""

from __future__ import annotations

import plotly.graph_objects as go

from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Row
from dnnlab.vae.arithmetic.codes import Floats

ROWS = (
    Row(
        lines=(
            Line(metric="loss", name="loss", role="train", smooth=True),
            Line(metric="kl", name="KL", role="validation", smooth=True),
        ),
        log=True, title="nats",
    ),
    Row(
        lines=(Line(metric="validation_error", name="validation", role="validation"),), log=True, title="squared error",
    ),
)  # fmt: skip
"""Of a run: the loss and the KL divergence in it, a picture; the squared error of a held-out pixel."""


def kl_bars(kl: Floats, palette: Palette, *, height: int) -> go.Figure:
    """KL divergence by dimension, largest first."""
    bars = dict(
        type="bar", x=list(range(1, len(kl) + 1)), y=kl, marker={"color": palette.accent},
        hovertemplate="%{x}: %{y:.3g} nats<extra></extra>",
    )  # fmt: skip
    return figure(
        [bars], palette, height=height, margin={"l": 44, "r": 8, "t": 4, "b": 36}, bargap=0.2,
        xaxis={"title": {"text": "dimension, by its KL"}},
        yaxis={"title": {"text": "nats"}, "rangemode": "tozero", "nticks": 4},
    )  # fmt: skip


def difference_bars(difference: Floats, palette: Palette, *, height: int) -> go.Figure:
    """What A - B adds to each number of the code."""
    bars = dict(
        type="bar", x=list(range(1, len(difference) + 1)), y=difference, marker={"color": palette.accent},
        hovertemplate="number %{x}: %{y:.3g}<extra></extra>",
    )  # fmt: skip
    return figure(
        [bars], palette, height=height, margin={"l": 44, "r": 8, "t": 4, "b": 36}, bargap=0.2,
        xaxis={"title": {"text": "number of the code"}},
        yaxis={"zeroline": True, "zerolinecolor": palette.grid, "nticks": 4},
    )  # fmt: skip
