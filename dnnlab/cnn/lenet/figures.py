"""The figures of the digit lesson: arrays in, plotly figures out; no torch.

No figure has a title, a legend or a mode bar: the page writes the title, and
what is drawn carries its name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written, written_shares


def confusion_matrix(counts: NDArray[np.int64], palette: Palette, *, height: int = 340) -> go.Figure:
    """True digit (rows) against answer (columns).

    Only the errors are coloured, the more the stronger (full colour from 5 on);
    the right answers stand on the diagonal in a colour of their own.  Each
    cell's ``customdata`` is ``[true, predicted]``, for a click.

    Args:
        counts: (10, 10), as ``Predictions.confusion`` gives them.
    """
    diagonal = np.eye(len(counts), dtype=bool)
    errors = np.where(diagonal, 0, counts)
    text = [[f"{count:,}" if count else "" for count in row] for row in counts.tolist()]
    cells = [[[true, answer] for answer in range(len(counts))] for true in range(len(counts))]
    common: dict[str, Any] = dict(
        type="heatmap",
        text=text,
        texttemplate="%{text}",
        textfont={"color": palette.text},
        customdata=cells,
        xgap=2,
        ygap=2,
        showscale=False,
        hoverongaps=False,
    )
    plain, green = blend(palette.surface, palette.grid, 0.35), blend(palette.background, palette.right, 0.22)
    strongest = blend(palette.background, palette.wrong, 0.6)  # the text stays readable on it
    wrong = dict(
        z=_masked(errors, diagonal),
        zmin=0,
        zmax=max(5, int(errors.max())),
        colorscale=[[0, plain], [0.001, blend(plain, palette.wrong, 0.1)], [1, strongest]],
        hovertemplate="%{customdata[0]} read as %{customdata[1]}: %{z}<extra></extra>",
        **common,
    )
    right = dict(
        z=_masked(counts, ~diagonal),
        colorscale=[[0, green], [1, green]],
        hovertemplate="%{customdata[0]} read rightly: %{z:,}<extra></extra>",
        **common,
    )
    axis = dict(dtick=1, fixedrange=True, showgrid=False, ticks="")
    return figure(
        [wrong, right],
        palette,
        height=height,
        margin={"l": 40, "r": 4, "t": 4, "b": 40},
        xaxis={"title": {"text": "answer"}, "constrain": "domain", **axis},
        yaxis={"title": {"text": "true digit"}, "autorange": "reversed", **axis},
    )


def probability_bars(probabilities: NDArray[np.float32], palette: Palette, *, height: int = 220) -> go.Figure:
    """The ten probabilities of an answer, (10,), one below the other; the largest stands out.

    Numbers that have overflowed are no answer: then there are the ten digits, and no bars.
    """
    answered = bool(np.isfinite(probabilities).all())
    best = int(np.argmax(probabilities)) if answered else -1
    faint = blend(palette.background, palette.accent, 0.4)
    digits = [str(digit) for digit in range(len(probabilities))]
    bars = dict(
        type="bar",
        orientation="h",
        y=digits,
        x=[float(value) if answered else 0.0 for value in probabilities],
        marker={"color": [palette.accent if i == best else faint for i in range(len(digits))]},
        text=written_shares(probabilities) if answered else [""] * len(digits),
        textposition="outside",
        textfont={"color": palette.text, "size": 11},
        textangle=0,
        constraintext="none",  # flat bars would make it small
        cliponaxis=False,
        customdata=[written(value, percent=True) for value in probabilities],
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )
    return figure(
        [bars],
        palette,
        height=height,
        margin={"l": 20, "r": 52, "t": 0, "b": 0},
        bargap=0.3,
        xaxis={"visible": False, "range": [0, 1], "fixedrange": True},
        yaxis={
            "type": "category", "autorange": "reversed", "fixedrange": True, "showgrid": False, "dtick": 1,
            "tickfont": {"size": 12, "color": palette.text},
        },
    )  # fmt: skip


def _masked(counts: NDArray[np.int64], hidden: NDArray[np.bool_]) -> list[list[int | None]]:
    """The counts as lists, None where ``hidden``."""
    return [
        [None if hide else count for count, hide in zip(*pair, strict=True)]
        for pair in zip(counts.tolist(), hidden.tolist(), strict=True)
    ]
