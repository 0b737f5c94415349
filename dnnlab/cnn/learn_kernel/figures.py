"""The figures of "learn the kernel": arrays in, plotly figures out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.cnn.learn_kernel.views import LearnKernelView
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import hover_format

Floats = NDArray[np.float32]

FOUND = 0.05
"""A kernel is called found when all its weights are nearer than this to the sought ones."""

ROWS = (
    Row(lines=(Line(metric="loss", name="loss", role="train"),), log=True, low=1e-14),
    Row(
        lines=(Line(metric="kernel_error", name="largest miss", role="validation"),),
        marks=(Mark(value=FOUND),), log=True, low=1e-8,
    ),
)  # fmt: skip
"""The curves: the loss, and below it the miss, dotted where the kernel counts as found.

A log axis has no place for a value that is nothing at all, 0 or nearly: it is drawn at the row's ``low``.
"""


def kernels_figure(
    view: LearnKernelView, palette: Palette, *, height: int = 340, learnt: bool = True, sought: bool = True
) -> go.Figure:
    """The learnt kernel above the sought one: heat maps with their numbers, one scale, symmetric about 0.

    Both stand on the grid of the sought one; what a smaller learnt kernel does not have stays empty.

    Args:
        learnt, sought: whether to show its numbers, or question marks.
    """
    size = len(view.sought)
    found = np.full((size, size), np.nan, np.float32)
    spare = (size - len(view.kernel)) // 2
    found[spare : size - spare, spare : size - spare] = view.kernel
    limit = _limit(view.sought if sought else found)
    secret = _heat_map(np.zeros_like(found), palette, 1.0) | {"text": [["?"] * size] * size, "hoverinfo": "skip"}
    above = _heat_map(found, palette, limit) if learnt else secret
    below = _heat_map(view.sought, palette, limit) if sought else secret
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    titles = [
        dict(
            x=0.5, y=y, xref="paper", yref="paper", xanchor="center", yanchor="bottom", showarrow=False, text=text,
            font={"color": palette.text, "size": 13},
        )
        for y, text in ((1, f"learnt, at step {view.step:,}"), (0.46, "sought"))
    ]  # fmt: skip
    return figure(
        [above, {**below, "xaxis": "x2", "yaxis": "y2"}],
        palette,
        height=height,
        margin={"l": 4, "r": 4, "t": 24, "b": 4},
        annotations=titles,
        xaxis={**axis, "anchor": "y"},
        yaxis={**axis, "autorange": "reversed", "scaleanchor": "x", "domain": [0.54, 1]},
        xaxis2={**axis, "anchor": "y2"},
        yaxis2={**axis, "autorange": "reversed", "scaleanchor": "x2", "anchor": "x2", "domain": [0, 0.46]},
    )


def _heat_map(kernel: Floats, palette: Palette, limit: float) -> dict[str, Any]:
    """A trace; text stays readable on its strongest colours."""
    size = max(kernel.shape)
    below, above = (blend(palette.background, each, 0.7) for each in (palette.negative, palette.positive))
    cells = kernel.tolist()
    finite = [[value if np.isfinite(value) else None for value in row] for row in cells]
    return dict(
        type="heatmap",
        z=finite,
        zmin=-limit,
        zmax=limit,
        colorscale=[[0, below], [0.5, palette.surface], [1, above]],
        showscale=False,
        xgap=2,
        ygap=2,
        text=[["" if value is None else number(value, 2 if size < 7 else 1) for value in row] for row in finite],
        texttemplate="%{text}",
        textfont={"color": palette.text, "size": {1: 17, 3: 17, 5: 11}.get(size, 10)},
        hovertemplate=f"row %{{y}}, column %{{x}}: %{{z:{hover_format(kernel)}}}<extra></extra>",
        hoverongaps=False,
        x0=1,
        y0=1,
    )


def number(value: float, digits: int = 2) -> str:
    """A weight in a cell, where all have the same decimals at most: 2, −0.5, 0.06; never "−0.00"."""
    text = f"{value:.1e}" if abs(value) >= 100 else f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else text.replace("-", "−")


def _limit(kernel: Floats) -> float:
    """The weight that gets the full colour."""
    return float(np.abs(kernel).max(initial=0.0, where=np.isfinite(kernel))) or 1.0
