"""The figures of the stacked autoencoder: arrays in, plotly figures out; no torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.autoencoders.stacked.knobs import LABELS, SCRATCH, STACKED
from dnnlab.autoencoders.stacked.phases import LAYERS, Phase
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Row
from dnnlab.plots.written import written

ROWS = (
    Row(lines=(Line(metric="validation_error", name="squared error", role="validation"),), low=0.0),
    Row(lines=(Line(metric="validation_accuracy", name="accuracy", role="right"),), percent=True),
)  # fmt: skip
"""The curves: what the unlabelled phases are made for, then what the labelled ones are."""
TICKS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Accuracies beside the curve of labels."""


def timeline(planned: Sequence[Phase], step: int, palette: Palette, *, height: int) -> go.Figure:
    """The phases as a strip over the steps, the present one in colour, and where the run stands."""
    traces: list[dict[str, Any]] = []
    for phase in planned:
        here = phase.start <= step < phase.stop or (step >= phase.stop and phase is planned[-1])
        colour = palette.validation if phase.supervised else palette.train
        traces.append(
            dict(
                type="bar", orientation="h", y=[""], x=[phase.stop - phase.start], base=[phase.start],
                marker={"color": blend(palette.background, colour, 0.9 if here else 0.25)}, text=[phase.name],
                textposition="inside", insidetextanchor="middle", textangle=0,
                textfont={"color": palette.background if here else palette.text, "size": 11},
                hovertemplate=f"{phase.name}: trains {', '.join(phase.trains)}<extra></extra>",
            )
        )  # fmt: skip
    total = planned[-1].stop
    mark = dict(type="line", x0=step, x1=step, y0=0, y1=1, yref="paper", line={"color": palette.text, "width": 2})
    return figure(
        traces, palette, height=height, margin={"l": 4, "r": 4, "t": 2, "b": 20}, barmode="overlay", shapes=[mark],
        xaxis={"range": [0, total], "fixedrange": True, "tickvals": [each.stop for each in planned]},
        yaxis={"visible": False, "fixedrange": True}, bargap=0.1,
    )  # fmt: skip


def moved_bars(moved: NDArray[np.float32], palette: Palette, *, height: int) -> go.Figure:
    """How far each layer has moved in this phase, as a share of its weights; frozen ones say so."""
    known = [float(each) if np.isfinite(each) else 0.0 for each in moved]
    text = ["frozen" if each == 0 else written(each, percent=True, digits=2) for each in known]
    bars = dict(
        type="bar", orientation="h", y=list(LAYERS), x=known, marker={"color": palette.accent}, text=text,
        textposition="outside", textfont={"color": palette.text, "size": 11}, cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    return figure(
        [bars], palette, height=height, margin={"l": 74, "r": 52, "t": 2, "b": 2}, bargap=0.3,
        xaxis={"visible": False, "fixedrange": True, "range": [0, max(0.05, *known)]},
        yaxis={"autorange": "reversed", "fixedrange": True, "showgrid": False},
    )  # fmt: skip


def label_curve(found: Mapping[str, Mapping[str, Sequence[float]]], palette: Palette, *, height: int) -> go.Figure:
    """Test accuracy against the number of labels: each of five seeds as a point, their mean as a line."""
    traces: list[dict[str, Any]] = []
    for start, colour in ((SCRATCH, palette.pinned), (STACKED, palette.accent)):
        runs = found[start]
        points = [(int(each), value) for each in LABELS for value in runs[each]]
        traces += [
            dict(
                type="scatter", mode="markers", x=[x for x, _ in points], y=[y for _, y in points],
                marker={"color": colour, "size": 7, "opacity": 0.5},
                customdata=[written(y, percent=True) for _, y in points],
                hovertemplate=f"{start}, %{{x}} labels: %{{customdata}}<extra></extra>",
            ),
            dict(
                type="scatter", mode="lines", x=list(map(int, LABELS)),
                y=[float(np.mean(runs[each])) for each in LABELS],
                line={"color": colour, "width": 2, "dash": "solid" if start == STACKED else "dash"}, hoverinfo="skip",
            ),
        ]  # fmt: skip
    return figure(
        traces, palette, height=height, margin={"l": 44, "r": 10, "t": 6, "b": 36},
        xaxis={
            "type": "log", "title": {"text": "digits with a label"}, "tickvals": list(map(int, LABELS)),
            "ticktext": [f"{int(each):,}" for each in LABELS], "fixedrange": True, "range": [1.9, 3.8],
        },
        yaxis={"tickvals": TICKS, "ticktext": [written(each, percent=True) for each in TICKS], "fixedrange": True},
        annotations=[
            dict(
                x=2, y=float(np.mean(found[start][LABELS[0]])), text=start, showarrow=False, xanchor="left", xshift=12,
                yshift=-8, font={"color": colour},
            )
            for start, colour in ((SCRATCH, palette.pinned), (STACKED, palette.accent))
        ],
    )  # fmt: skip
