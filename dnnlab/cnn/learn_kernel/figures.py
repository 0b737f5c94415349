"""The figures of "learn the kernel": arrays in, plotly figures out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.cnn.learn_kernel.views import LearnKernelView
from dnnlab.plots.curves import History
from dnnlab.plots.figures import blend, figure, stack
from dnnlab.plots.palette import Palette

Floats = NDArray[np.float32]

FOUND = 0.05
"""A kernel is called found when all its weights are nearer than this to the sought ones."""

POINTS = 400
"""At most so many points a curve."""

LOWEST = {"loss": 1e-14, "kernel_error": 1e-8}
"""Where a value is drawn that is nothing at all, 0 or nearly: a log axis has no place for it."""

NAMES = {"loss": "loss", "kernel_error": "largest miss"}
LABEL_ROOM = 88
"""Pixels on the right, for a curve's name and last value."""


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


def progress(
    history: History,
    palette: Palette,
    *,
    heights: tuple[int, int] = (180, 170),
    end: int | None = None,
    pinned: History | None = None,
) -> go.Figure:
    """The loss above, the largest miss of a weight below, both on log scales over the same steps.

    A dotted line marks where the kernel counts as found; a pinned run is drawn behind, dashed.
    """
    runs = [history] if pinned is None else [history, pinned]
    last = max((int(run[name][0][-1]) for run in runs for name in NAMES if _known(run, name)), default=1)
    top, bottom = (
        _curve(history, pinned, name, palette, height, end or last) for name, height in zip(NAMES, heights, strict=True)
    )
    found = dict(
        type="line", xref="x", yref="y2", x0=0, x1=end or last, y0=FOUND, y1=FOUND, layer="below",
        line={"color": palette.muted, "width": 1, "dash": "dot"},
    )  # fmt: skip
    merged = stack(top, bottom)
    merged.layout.shapes = [found]
    return merged


def _curve(history: History, pinned: History | None, name: str, palette: Palette, height: int, end: int) -> go.Figure:
    """One metric of a run, and of the pinned one behind it."""
    shown = [
        (run, title, colour, line)
        for run, title, colour, line in (
            (pinned or {}, "pinned", palette.pinned, {"width": 2, "dash": "dash"}),
            (history, NAMES[name], palette.train if name == "loss" else palette.validation, {"width": 2.4}),
        )
        if _known(run, name)
    ]
    low, high = _span([run[name][1] for run, *_ in shown], name)
    traces: list[dict[str, Any]] = [] if shown else [{"type": "scatter", "x": [], "y": []}]  # or there are no axes
    notes: list[dict[str, Any]] = []
    for run, title, colour, line in shown:
        steps, values = run[name]
        chosen = np.unique(np.linspace(0, len(steps) - 1, min(len(steps), POINTS)).round().astype(int))
        drawn = np.nan_to_num(np.clip(values[chosen], 10**low, 10**high), nan=10**high)  # of a diverged run
        traces.append(
            dict(
                type="scatter",
                x=steps[chosen].astype(np.int32),
                y=drawn.astype(np.float32),
                mode="lines" if len(chosen) > 1 else "markers",
                line={"color": colour, **line},
                marker={"color": colour},
                hovertemplate=f"{title} %{{y:.3g}}<extra></extra>",
            )
        )
        if run is history:
            place = float(np.log10(drawn[-1]))
            text = f"{title}<br><b>{_power(f'{values[-1]:.2g}')}</b>"
            notes.append(
                dict(
                    x=min(int(steps[-1]), end), y=place, text=text,
                    font={"color": colour, "size": 12}, align="left", showarrow=False, xanchor="left", xshift=6,
                    yanchor="bottom" if place < low + 0.2 * (high - low) else "middle",
                )
            )  # fmt: skip
    return figure(
        traces,
        palette,
        height=height,
        margin={"l": 48, "r": LABEL_ROOM, "t": 10, "b": 36},
        hovermode="x unified",
        annotations=notes,
        xaxis={"title": {"text": "step"}, "range": [0, end], "nticks": 5, "tickformat": ",d"},
        yaxis={"type": "log", "range": [low, high], "tickmode": "array", **_ticks(low, high)},
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
        hovertemplate="row %{y}, column %{x}: %{z:.3f}<extra></extra>",
        hoverongaps=False,
        x0=1,
        y0=1,
    )


def number(value: float, digits: int = 2) -> str:
    """A weight as a person writes it, with at most so many decimals: 2, −0.5, 0.06; never "−0.00"."""
    text = f"{value:.1e}" if abs(value) >= 100 else f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else text.replace("-", "−")


def _limit(kernel: Floats) -> float:
    """The weight that gets the full colour."""
    return float(np.abs(kernel).max(initial=0.0, where=np.isfinite(kernel))) or 1.0


def _span(series: list[NDArray[np.float64]], name: str) -> tuple[float, float]:
    """The powers of ten that an axis shows; that of the miss always has :data:`FOUND` on it."""
    around = [0.8 * FOUND, 1.25 * FOUND] if name == "kernel_error" else []
    values = np.concatenate([*series, np.ones(0 if series else 1), around])
    values = values[np.isfinite(values)]
    high = float(np.log10(max(values.max(initial=LOWEST[name] * 10), LOWEST[name] * 10)))
    low = float(np.log10(max(values.min(initial=10**high), LOWEST[name])))
    return min(low, high - 1) - 0.05, high + 0.05


def _ticks(low: float, high: float) -> dict[str, list[Any]]:
    """Powers of ten, at most about six."""
    apart = max(1, int(np.ceil((high - low) / 6)))
    values = [10.0**power for power in range(int(np.ceil(low)), int(np.floor(high)) + 1, apart)]
    return {"tickvals": values, "ticktext": [_power(f"{value:g}") for value in values]}


def _power(text: str) -> str:
    """A number with its power of ten as a person writes it: 4e-9, not 4e-09."""
    return text.replace("e-0", "e-")


def _known(history: History, name: str) -> bool:
    return name in history and len(history[name][0]) > 0
