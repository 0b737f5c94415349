"""The figures of the autoencoder lesson: curves and the histogram of codes; no torch."""

from __future__ import annotations

import plotly.graph_objects as go

from dnnlab.autoencoders.basic.knobs import CROSS_ENTROPY
from dnnlab.autoencoders.basic.views import AutoencoderView
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row

_TRAINED = (
    Line(metric="loss", name="training", role="train", smooth=True),
    Line(metric="validation_loss", name="validation", role="validation"),
)


def rows(loss: str, view: AutoencoderView | None) -> tuple[Row, ...]:
    """The squared error beside PCA's, and above it the loss where that is another measure."""
    marks = () if view is None else (Mark(value=view.pca_error, name="PCA", dash="dash"),)
    if loss != CROSS_ENTROPY:
        return (Row(lines=_TRAINED, marks=marks, log=True, title="squared error"),)
    error = Row(
        lines=(Line(metric="validation_error", name="validation", role="validation"),), marks=marks, log=True,
        title="squared error",
    )  # fmt: skip
    return Row(lines=_TRAINED, log=True, title="cross-entropy"), error


def code_histogram(view: AutoencoderView, palette: Palette, *, height: int) -> go.Figure:
    """How often the numbers of the codes fall where."""
    centres = (view.bins[:-1] + view.bins[1:]) / 2
    share = view.counts / max(int(view.counts.sum()), 1)
    bars = dict(
        type="bar", x=centres, y=100 * share, marker={"color": palette.accent},
        hovertemplate="about %{x:.3g}: %{y:.3g} %<extra></extra>",
    )  # fmt: skip
    return figure(
        [bars], palette, height=height, margin={"l": 44, "r": 8, "t": 4, "b": 36}, bargap=0.08,
        xaxis={"title": {"text": "a number of the code"}, "zeroline": True, "zerolinecolor": palette.grid},
        yaxis={"ticksuffix": " %", "rangemode": "tozero", "nticks": 4},
    )  # fmt: skip
