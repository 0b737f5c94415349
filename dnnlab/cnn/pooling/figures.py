"""The pooling lesson's own figure: what several networks answer, side by side; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written, written_shares

HEADING, ROOM, BARS, AXIS = 38, 20, 76, 22
"""Pixels of the two lines above a network's bars, of the percentages on them, of the bars; of the digits below."""
HEIGHT = HEADING + ROOM + BARS + AXIS
"""Pixels that :func:`answers_figure` takes."""
BETWEEN = 0.04
"""Between two networks, as a share of the width."""
TOLD = 0.1
"""From this probability on a bar has its percentage above it, beside the largest."""


def answers_figure(
    probabilities: NDArray[np.float32], headings: Sequence[str], colours: Sequence[str], palette: Palette
) -> go.Figure:
    """The ten probabilities of each network, side by side on one scale; the largest stands out.

    Args:
        probabilities: (n, 10).
        headings: what stands above each network's bars, at most two lines.
        colours: of each network.
    """
    count, digits = len(probabilities), [str(digit) for digit in range(probabilities.shape[1])]
    width = (1 - (count - 1) * BETWEEN) / count
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for place, (values, heading, colour) in enumerate(zip(probabilities, headings, colours, strict=True)):
        number = "" if place == 0 else str(place + 1)
        left = place * (width + BETWEEN)
        best = int(values.argmax())
        faint = blend(palette.background, colour, 0.4)
        shares = [share.removesuffix("%").rstrip() for share in written_shares(values)]
        traces.append(
            dict(
                type="bar", x=digits, y=[float(value) for value in values], xaxis=f"x{number}", yaxis="y",
                marker={"color": [colour if digit == best else faint for digit in range(len(digits))]},
                text=[
                    share if digit == best or value >= TOLD else ""
                    for digit, (share, value) in enumerate(zip(shares, values, strict=True))
                ],
                textposition="outside",
                textfont={"color": palette.text, "size": 11}, textangle=0, constraintext="none", cliponaxis=False,
                customdata=[written(value, percent=True) for value in values],
                hovertemplate=f"{heading}<br>%{{x}}: %{{customdata}}<extra></extra>",
            )
        )  # fmt: skip
        notes.append(
            dict(
                text=heading, x=left, xref="paper", xanchor="left", y=1, yref="paper", yanchor="top", showarrow=False,
                align="left", font={"color": palette.text, "size": 12.5},
            )
        )  # fmt: skip
        axes[f"xaxis{number}"] = {
            "type": "category", "domain": [left, min(1.0, left + width)], "fixedrange": True, "anchor": "y",
            "tickmode": "array", "tickvals": digits, "ticktext": digits, "tickangle": 0,  # all ten, however narrow
            "tickfont": {"size": 11, "color": palette.text},
        }  # fmt: skip
    return figure(
        traces,
        palette,
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": AXIS},
        bargap=0.3,
        annotations=notes,
        yaxis={
            "domain": [0, BARS / (HEIGHT - AXIS)], "range": [0, 1], "fixedrange": True, "showticklabels": False,
            "showgrid": False, "zeroline": True, "zerolinecolor": palette.grid, "zerolinelayer": "above traces",
        },
        **axes,
    )  # fmt: skip
