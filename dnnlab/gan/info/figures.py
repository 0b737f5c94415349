"""The figures of the lesson on InfoGAN; no torch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from dnnlab.gan.info.codes import CATEGORICAL_ENTROPY, SHARPEST
from dnnlab.gan.info.matching import Counts, matched
from dnnlab.gan.info.moments import MEASURES
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row

INFORMATION = (
    Row(
        lines=(Line(metric="information_c1", name="c1", role="accent", smooth=True),),
        marks=(Mark(value=CATEGORICAL_ENTROPY, name="ln 10: all", role="right"), Mark(value=0.0, name="nothing")),
        title="nats of c1", low=-0.5,
    ),
    Row(
        lines=(
            Line(metric="information_c2", name="c2", role="generated", smooth=True),
            Line(metric="information_c3", name="c3", role="real", smooth=True),
        ),
        marks=(Mark(value=SHARPEST, name="Q’s best", role="right"), Mark(value=0.0, name="")),
        title="of c2, c3", low=-0.5,
    ),
)  # fmt: skip
"""The bound L_I of each part of the code below its own bounds, in nats."""


def judge_rows(ceiling: Mapping[str, float]) -> tuple[Row, ...]:
    """Matching, precision and coverage; a line where other real digits have the last two."""
    return (
        Row(
            lines=(
                Line(metric="matching", name="matching", role="right"),
                Line(metric="precision", name="precision", role="generated"),
                Line(metric="coverage", name="coverage", role="accent"),
            ),
            marks=(
                Mark(value=max(ceiling["precision"], ceiling["coverage"]), name="real pictures", role="real"),
                Mark(value=0.1, name="matching by chance"),
            ),
            percent=True, low=0.0, high=1.0,
        ),
    )  # fmt: skip


def table_figure(table: Counts, palette: Palette, *, height: int) -> go.Figure:
    """The confusion of codes and digits; rows in the order of the digits that they are matched with."""
    found = matched(table)
    order = np.argsort(found.classes)
    shares = 100 * table[order] / np.maximum(table[order].sum(1, keepdims=True), 1)
    names = [f"c1 = {code}" for code in order]
    cells = dict(
        type="heatmap", z=shares, x=list(range(len(table))), y=names, zmin=0, zmax=100, showscale=False,
        colorscale=[[0, palette.background], [1, palette.accent]], xgap=1, ygap=1,
        hovertemplate="%{y}: %{z:.0f} % read as %{x}<extra></extra>",
    )  # fmt: skip
    words = [
        {"x": x, "y": names[y], "text": f"{shares[y, x]:.0f}", "showarrow": False,
         "font": {"size": 10, "color": palette.background if shares[y, x] > 55 else palette.text}}
        for y in range(len(table)) for x in range(len(table)) if shares[y, x] >= 5
    ]  # fmt: skip
    frames = [
        {"type": "rect", "x0": at - 0.5, "x1": at + 0.5, "y0": at - 0.5, "y1": at + 0.5,
         "line": {"color": palette.right, "width": 2}}
        for at in range(len(table))
    ]  # fmt: skip
    return figure(
        [cells], palette, height=height, margin={"l": 46, "r": 4, "t": 4, "b": 32}, annotations=words, shapes=frames,
        xaxis={"dtick": 1, "title": {"text": "LeNet reads", "standoff": 4}, "zeroline": False},
        yaxis={"autorange": "reversed", "showgrid": False, "tickfont": {"size": 10}},
    )  # fmt: skip


def correlation_bars(found: Mapping[str, ArrayLike], palette: Palette, *, height: int) -> go.Figure:
    """The correlations of c2 and c3 with slant, width and ink, a group of bars a pair.

    Args:
        found: who -> (2, 3); the first is drawn strongest.
    """
    pairs = [f"c{number} {measure}" for number in (2, 3) for measure in MEASURES]
    colours = (palette.generated, palette.muted, palette.accent)
    bars = [
        dict(
            type="bar", x=pairs, y=np.nan_to_num(np.asarray(values, np.float64)).ravel().tolist(), name=name,
            marker={"color": colour}, hovertemplate=f"{name}, %{{x}}: %{{y:.2f}}<extra></extra>",
        )
        for (name, values), colour in zip(found.items(), colours, strict=False)
    ]  # fmt: skip
    words = [
        {"x": 1.0, "y": 1.0 - 0.1 * place, "xref": "paper", "yref": "paper", "xanchor": "right", "text": name,
         "showarrow": False, "font": {"color": colour}}
        for place, (name, colour) in enumerate(zip(found, colours, strict=False))
    ]  # fmt: skip
    return figure(
        bars, palette, height=height, margin={"l": 34, "r": 8, "t": 12, "b": 40}, barmode="group", bargap=0.3,
        annotations=words, xaxis={"tickangle": 0}, yaxis={"range": [-1, 1], "dtick": 0.5},
    )  # fmt: skip
