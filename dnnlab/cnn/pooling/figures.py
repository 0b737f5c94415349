"""The pooling lesson's own figure: what several networks answer, one below the other; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written, written_shares

HEADING, ROOM, BARS, BETWEEN, AXIS = 20, 22, 46, 8, 24
"""Pixels of a row's heading, of the percentages above its bars, of its bars; between two rows; of the digits below."""


def answers_height(rows: int) -> int:
    """Pixels that :func:`answers_figure` takes."""
    return rows * (HEADING + ROOM + BARS) + (rows - 1) * BETWEEN + AXIS


def answers_figure(
    probabilities: NDArray[np.float32], headings: Sequence[str], colours: Sequence[str], palette: Palette
) -> go.Figure:
    """The ten probabilities of each network, a row each over the same digits; the largest stands out.

    Args:
        probabilities: (n, 10).
        headings: what stands above each row.
        colours: of each row.
    """
    rows, digits = len(probabilities), [str(digit) for digit in range(probabilities.shape[1])]
    height = answers_height(rows)
    plot = height - AXIS
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for row, (values, heading, colour) in enumerate(zip(probabilities, headings, colours, strict=True)):
        axis = "y" if row == 0 else f"y{row + 1}"
        top = 1 - row * (HEADING + ROOM + BARS + BETWEEN) / plot
        best = int(values.argmax())
        faint = blend(palette.background, colour, 0.4)
        traces.append(
            dict(
                type="bar", x=digits, y=[float(value) for value in values], yaxis=axis,
                marker={"color": [colour if digit == best else faint for digit in range(len(digits))]},
                text=written_shares(values), textposition="outside",
                textfont={"color": palette.text, "size": 11}, textangle=0, constraintext="none", cliponaxis=False,
                customdata=[written(value, percent=True) for value in values],
                hovertemplate=f"{heading}<br>%{{x}}: %{{customdata}}<extra></extra>",
            )
        )  # fmt: skip
        notes.append(
            dict(
                text=heading, x=0, xref="paper", xanchor="left", y=top, yref="paper", yanchor="top", showarrow=False,
                font={"color": palette.text, "size": 13},
            )
        )  # fmt: skip
        bottom = max(0.0, top - (HEADING + ROOM + BARS) / plot)
        axes[f"yaxis{axis[1:]}"] = {
            "domain": [bottom, top - (HEADING + ROOM) / plot], "range": [0, 1], "fixedrange": True,
            "showticklabels": False, "showgrid": False,
            "zeroline": True, "zerolinecolor": palette.grid, "zerolinelayer": "above traces",
        }  # fmt: skip
    return figure(
        traces,
        palette,
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": AXIS},
        bargap=0.3,
        annotations=notes,
        xaxis={
            "type": "category",
            "fixedrange": True,
            "anchor": "y" if rows == 1 else f"y{rows}",
            "tickfont": {"size": 14, "color": palette.text},
        },
        **axes,
    )
