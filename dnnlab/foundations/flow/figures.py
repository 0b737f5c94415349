"""The figures of the flow of gradients: norms by layer on a log axis; no torch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.foundations.flow.knobs import CHANCE
from dnnlab.foundations.flow.views import FlowView
from dnnlab.plots.bars import Bar
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written

ACCURACY = Row(
    lines=(Line(metric="validation_accuracy", name="digits read", role="right"),),
    marks=(Mark(value=CHANCE, name="a guess"),), percent=True, low=0.0, high=1.0, title="accuracy",
)  # fmt: skip
GRADIENTS = Row(
    lines=(
        Line(metric="first_gradient", name="first layer", role="train"),
        Line(metric="last_gradient", name="last layer", role="validation"),
    ),
    log=True, low=1e-12, title="gradient",
)  # fmt: skip
LEAST = 1e-30
"""What is smaller is drawn here: single precision ends at about 1e-45."""
START, NOW = "before the first step", "now"


def profile(view: FlowView, what: str, palette: Palette, *, height: int) -> go.Figure:
    """A norm by layer, before the first step and now, on a log axis.

    Args:
        what: ``gradients`` or ``activations``.
    """
    rows = [(START, getattr(view.first, what), palette.pinned, "dot")]
    rows.append((NOW, getattr(view.now, what), palette.train if what == "gradients" else palette.accent, "solid"))
    traces: list[dict[str, Any]] = []
    for name, values, colour, dash in rows:
        shown, words = _drawn(values), [written(float(each)) for each in values]
        traces.append(
            dict(
                type="scatter", mode="lines+markers", x=list(range(1, len(shown) + 1)), y=shown, name=name,
                customdata=words, line={"color": colour, "width": 2, "dash": dash},
                marker={"size": 4 if len(shown) > 30 else 6, "color": colour},
                hovertemplate=f"layer %{{x}}, {name}: %{{customdata}}<extra></extra>",
            )
        )  # fmt: skip
    known = np.concatenate([each["y"] for each in traces]).astype(float)
    known = known[np.isfinite(known)]
    low, high = (math.log10(known.min()), math.log10(known.max())) if len(known) else (-1.0, 1.0)
    if high - low < 2:
        middle = (low + high) / 2
        low, high = middle - 1, middle + 1
    apart = max(1, round((high - low) / 6))
    powers = list(range(math.floor(low / apart) * apart, math.ceil(high) + 1, apart))
    legend = {
        "x": 0.01, "y": 1.0, "xanchor": "left", "yanchor": "bottom", "orientation": "h",
        "font": {"color": palette.text}, "itemclick": False, "itemdoubleclick": False, "bgcolor": "rgba(0,0,0,0)",
    }  # fmt: skip
    return figure(
        traces, palette, height=height, margin={"l": 52, "r": 8, "t": 22, "b": 36}, showlegend=True, legend=legend,
        xaxis={
            "title": {"text": "layer, from the pixels" if what == "activations" else "layer; the last is the output",
                      "standoff": 4},
            "range": [0.5, len(rows[0][1]) + 0.5], "nticks": 8,
        },
        yaxis={
            "type": "log", "range": [low - 0.3, high + 0.3], "tickvals": [10.0**each for each in powers],
            "ticktext": [f"10<sup>{each}</sup>".replace("-", "−") for each in powers],
        },
    )  # fmt: skip


def _drawn(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Within what is drawn; nan where it is no number."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(values), np.clip(values, LEAST, 1e30), np.nan)


def ratio(view: FlowView) -> float:
    """The gradient of the first hidden layer's output as a share of that of the last's; nan where there is none."""
    back = view.now.back
    return float(back[0] / back[-1]) if np.isfinite(back).all() and back[-1] > 0 else float("nan")


def a_layer(view: FlowView) -> float:
    """By what one layer multiplies the gradient on its way back, in the geometric mean.

    nan where there is no gradient, or where nothing is left of it: it has become smaller than single precision holds,
    and by how much nobody knows.
    """
    share = ratio(view)
    return share ** (1 / max(view.depth - 1, 1)) if math.isfinite(share) and share > 0 else float("nan")


def lost(view: FlowView) -> int:
    """In how many layers the gradient of the weights has become 0: it is drawn at the bottom."""
    return int((view.now.gradients == 0).sum())


def verdict(view: FlowView) -> str:
    """Vanishes, explodes or comes through, in words, by what is left of the gradient at the first layer."""
    share = ratio(view)
    if not math.isfinite(share):
        return "No gradient is left to measure"
    if share < 1e-2:
        return "The gradient vanishes on its way back"
    return "The gradient explodes on its way back" if share > 1e2 else "The gradient comes through"


def standing(view: FlowView) -> list[Bar]:
    """What is left of the gradient, by how much each layer changes it, its length and clipping, and what it reads."""
    share, factor = ratio(view), a_layer(view)
    powers = -20.0 if not math.isfinite(share) or share <= 0 else math.log10(share)
    bars = [
        Bar(
            name="left at layer 1", value=f"{written(share)} times" if math.isfinite(share) else "nothing to compare",
            share=float(np.clip(1 + powers / 20, 0, 1)), marked=True,
        ),
        Bar(
            name="each layer, on average",
            value=f"{written(factor)} times" if math.isfinite(factor) else "cannot be told",
            share=float(np.clip(np.nan_to_num(factor, nan=0.0) / 2, 0, 1)),
        ),
        Bar(
            name="digits read", value="no check yet" if math.isnan(view.accuracy)
            else written(view.accuracy, percent=True), share=0.0 if math.isnan(view.accuracy) else view.accuracy,
        ),
    ]  # fmt: skip
    if not math.isnan(view.norm):
        bars.append(
            Bar(
                name="length of the whole gradient",
                value=written(view.norm) + (f", clipped to {written(view.norm * view.clipped)}" if view.clipped < 1
                                            else ""),
                share=float(np.clip(np.nan_to_num(view.norm / 10, nan=0.0, posinf=1.0), 0, 1)),
            )
        )  # fmt: skip
    return bars
