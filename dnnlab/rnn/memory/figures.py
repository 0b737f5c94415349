"""The figures of the memory lesson: arrays in, plotly figures out; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.curves import OfTwin, curves
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written
from dnnlab.rnn.memory.knobs import SYMBOLS
from dnnlab.rnn.memory.table import BLANKS, OTHERS, SEEDS, SETTINGS, Own, Table
from dnnlab.rnn.memory.views import CopyView

CHANCE = 1 / SYMBOLS
FAINTEST = 1e-30
"""Smaller gradients are drawn here."""
UNFELT = Mark(value=1e-8, name="Adam's floor")
"""What Adam adds to what it divides by: weights whose gradients lie far below hardly move."""
NAMES = tuple("ABCDEFGH")
"""Of the symbols."""
ROWS = (
    Row(
        lines=(Line(metric="accuracy", name="accuracy", role="validation"),),
        marks=(Mark(value=CHANCE, name="chance"),),
        percent=True,
        low=0.0,
        high=1.0,
    ),
    Row(lines=(Line(metric="loss", name="loss", role="train"),), log=True, low=1e-4),
    Row(
        lines=(
            Line(metric="gradient_norm", name="all weights", role="accent"),
            Line(metric="first_gradient", name="to symbol", role="validation"),
        ),
        marks=(UNFELT,),
        log=True,
        low=FAINTEST,
        share=1.3,
    ),
)
"""Accuracy, loss, and two norms of gradients."""
AT_EACH_STEP = Row(
    lines=(Line(metric="gradient", name="this run", role="validation"),), marks=(UNFELT,), log=True, low=FAINTEST
)


def gradient_figure(
    view: CopyView | None, beside: CopyView | None, palette: Palette, *, twin: bool, height: int
) -> go.Figure:
    """The norm of dL/dx_t over the steps of the sequence, log scale; a pinned run's or a twin's dashed.

    Args:
        twin: whether ``beside`` is a twin's.
    """

    def history(of: CopyView) -> dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]:
        return {"gradient": (np.arange(len(of.gradients)), of.gradients.astype(np.float64))}

    views = [each for each in (view, beside) if each is not None]
    kind = OfTwin if twin else dict
    return curves(
        history(view) if view else {},
        (AT_EACH_STEP,),
        palette,
        height=height,
        end=max((len(each.gradients) - 1 for each in views), default=None),
        pinned=kind(history(beside)) if beside else None,
        across="step of the sequence",
    )


def table_figure(table: Table, own: Sequence[Own], palette: Palette, *, height: int) -> go.Figure:
    """Accuracy by network (rows) and blanks (columns): a stripe a seed, the mean in words, own runs as diamonds."""
    names = [*SETTINGS, *([OTHERS] if any(each.setting == OTHERS for each in own) else [])]
    scale = [[0, palette.surface], [CHANCE, palette.surface], [1, blend(palette.background, palette.right, 0.75)]]
    shares = np.array(
        [[table[name, blanks, seed].accuracy for blanks in BLANKS] for name in SETTINGS for seed in SEEDS]
    )
    rows = np.repeat(np.arange(len(SETTINGS)), len(SEEDS)) + (np.tile(np.arange(len(SEEDS)), len(SETTINGS)) - 2) * 0.17
    told = [
        f"{name}, T = {blanks}: "
        + ", ".join(written(table[name, blanks, seed].accuracy, percent=True) for seed in SEEDS)
        for name in SETTINGS for blanks in BLANKS
    ]  # fmt: skip
    places = {blanks: place for place, blanks in enumerate(BLANKS)}
    means = shares.reshape(len(SETTINGS), len(SEEDS), len(BLANKS)).mean(1)  # (rows, blanks)
    stripes: dict[str, Any] = dict(
        type="heatmap", z=shares.tolist(), x=list(range(len(BLANKS))), y=rows.tolist(), zmin=0, zmax=1,
        colorscale=scale, showscale=False, hoverinfo="skip", xgap=3,
    )  # fmt: skip
    words = dict(
        type="scatter", mode="text", x=list(range(len(BLANKS))) * len(SETTINGS),
        y=np.repeat(np.arange(len(SETTINGS)), len(BLANKS)).tolist(),
        text=[written(100 * mean) for mean in means.flat], textfont={"size": 10, "color": palette.text},
        customdata=told, hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    diamonds = dict(
        type="scatter", mode="markers", x=[_place(each.blanks, places) + 0.32 for each in own],
        y=[names.index(each.setting) for each in own],
        marker={
            "symbol": "diamond", "size": 11, "color": [each.accuracy for each in own], "cmin": 0, "cmax": 1,
            "colorscale": scale, "line": {"color": palette.text, "width": 1.5},
        },
        customdata=[
            f"Your run ({each.told}), T = {each.blanks}: {written(each.accuracy, percent=True)}" for each in own
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    return figure(
        [stripes, words, diamonds],
        palette,
        height=height,
        margin={"l": 126, "r": 4, "t": 2, "b": 36},
        xaxis={
            "tickvals": list(range(len(BLANKS))), "ticktext": [str(blanks) for blanks in BLANKS], "fixedrange": True,
            "title": {"text": "blanks T"}, "range": [-0.5, len(BLANKS) - 0.5],
        },
        yaxis={
            "tickvals": list(range(len(names))), "ticktext": names, "range": [len(names) - 0.5, -0.5],
            "fixedrange": True, "showgrid": False, "tickfont": {"size": 11, "color": palette.text},
        },
    )  # fmt: skip


def answers_figure(answers: NDArray[np.float32], palette: Palette, *, height: int) -> go.Figure:
    """How likely each answer is (columns) after each first symbol (rows), (8, 8)."""
    shares = np.clip(np.nan_to_num(answers.astype(np.float64)), 0, 1)
    cells = dict(
        type="heatmap", z=shares.tolist(), x=list(NAMES), y=list(NAMES), zmin=0, zmax=1, xgap=2, ygap=2,
        showscale=False, colorscale=[[0, palette.surface], [1, palette.accent]],
        customdata=[[written(float(share), percent=True) for share in row] for row in answers],
        hovertemplate="After %{y} it says %{x} with %{customdata}<extra></extra>",
    )  # fmt: skip
    axis = {"fixedrange": True, "showgrid": False, "constrain": "domain"}
    return figure(
        [cells],
        palette,
        height=height,
        margin={"l": 48, "r": 4, "t": 4, "b": 36},
        xaxis={"title": {"text": "what it says"}, **axis},
        yaxis={"title": {"text": "first symbol"}, "autorange": "reversed", "scaleanchor": "x", **axis},
    )


def _place(blanks: int, places: dict[int, int]) -> float:
    """Where so many blanks stand; between two columns where the table has none of them."""
    return places.get(blanks, float(np.interp(np.log(blanks), np.log(BLANKS), range(len(BLANKS)))))
