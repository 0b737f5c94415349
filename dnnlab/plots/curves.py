"""Curves over steps: accuracy and loss of a run, and of a pinned one behind it; no torch.

A history maps a metric's name to its steps and values.  Curves carry their name
and their last value at their end, in their own colour; there is no legend.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette

History = Mapping[str, tuple[NDArray[np.int64], NDArray[np.float64]]]

WINDOW = 20
"""Mini-batches that one point of the smoothed training curve averages."""

POINTS = 400
"""At most so many points a curve: more cannot be seen, and cost time at every refresh."""

MARGIN = {"l": 44, "r": 74, "t": 12, "b": 36}
"""Pixels around the curves: ticks on the left, the curves' names on the right."""

SHORTEST = 10
"""Steps that the axis shows at least."""

LABEL_HEIGHT = 30
"""Pixels that a curve's name and last value take, one above the other."""

GOOD = 0.9
"""When every run's accuracy has come this far, its axis begins at 80 %."""


def accuracy_curves(
    history: History, palette: Palette, *, height: int = 250, end: int | None = None, pinned: History | None = None
) -> go.Figure:
    """Accuracy over steps: training (thin, averaged over 20 mini-batches), validation (strong).

    The axis begins at 0 %, and at 80 % once validation has reached 90 %, where
    the interesting differences are.

    Args:
        history: with ``train_accuracy`` and ``validation_accuracy``, as far as known.
        end: the step at which the axis ends; default: the last one known.
        pinned: a second run; its validation curve is drawn behind, dashed.
    """
    runs = [history] if pinned is None else [history, pinned]
    latest = [run["validation_accuracy"][1][-1] for run in runs if _known(run, "validation_accuracy")]
    low = 0.8 if latest and min(latest) >= GOOD else 0.0
    span = (low, 1.005)
    yaxis = {"range": [*span], "tickformat": ".0%"}
    return _curves(history, palette, "accuracy", height, end, pinned, span, "{:.1%}", yaxis)


def loss_curves(
    history: History,
    palette: Palette,
    *,
    height: int = 250,
    end: int | None = None,
    pinned: History | None = None,
    log: bool = False,
) -> go.Figure:
    """Cross-entropy (nats) over steps, drawn like :func:`accuracy_curves`, from ``loss`` and ``validation_loss``.

    ``log`` gives equal room to equal factors, so that late progress can be seen.
    """
    series = [_smooth(*history["loss"])[1]] if _known(history, "loss") else []
    series += [run["validation_loss"][1] for run in (history, pinned or {}) if _known(run, "validation_loss")]
    values = np.concatenate([*series, np.zeros(0)])
    values = values[np.isfinite(values) & (values > 0)]
    top = 1.05 * float(values.max(initial=1e-9 if len(values) else 2.5))
    span = (0.0, top)
    yaxis: dict[str, Any] = {"range": [*span]}
    if log:
        span = (float(np.log10(values.min(initial=top))) - 0.05, float(np.log10(top)))
        yaxis = {"range": [*span], "type": "log", "tickmode": "array", **_log_ticks(span)}
    return _curves(history, palette, "loss", height, end, pinned, span, "{:.3f}", yaxis)


def _written(value: float, form: str) -> str:
    """A value at a curve's end, short even when the run has left all bounds."""
    return form.format(value) if abs(value) < 1000 else f"{value:.1e}"


def _log_ticks(span: tuple[float, float]) -> dict[str, list[Any]]:
    """Ticks at 1, 2 and 5 of each power of ten in the span, at some of the powers alone when it is wide."""
    digits = (1, 2, 5) if span[1] - span[0] < 1.8 else (1,)
    apart = max(1, int(np.ceil((span[1] - span[0]) / 6)))  # at most about six
    powers = range(int(np.floor(span[0])), int(np.ceil(span[1])) + 1, apart)
    values = [digit * 10.0**power for power in powers for digit in digits]
    return {"tickvals": values, "ticktext": [f"{value:g}" for value in values]}


def _curves(
    history: History,
    palette: Palette,
    metric: str,
    height: int,
    end: int | None,
    pinned: History | None,
    span: tuple[float, float],
    form: str,
    yaxis: dict[str, Any],
) -> go.Figure:
    """Draw a metric's training and validation curves, and the pinned run's behind them.

    ``span`` is the range of the y axis, in powers of ten on a log axis;
    ``form`` writes a value.
    """
    train = "loss" if metric == "loss" else f"train_{metric}"
    validation = f"validation_{metric}"
    wanted: list[tuple[History, str, str, str, dict[str, Any]]] = [
        (pinned or {}, validation, "pinned", palette.pinned, {"width": 2, "dash": "dash"}),
        (history, train, "training", blend(palette.background, palette.train, 0.75), {"width": 1.3}),
        (history, validation, "validation", palette.validation, {"width": 2.6}),
    ]
    traces: list[dict[str, Any]] = []
    labels = []
    here = max((int(history[name][0][-1]) for name in (train, validation) if _known(history, name)), default=0)
    last = SHORTEST
    for run, name, title, colour, line in wanted:
        if not _known(run, name):
            continue
        steps, values = _smooth(*run[name]) if name == train else run[name]
        last = max(last, int(steps[-1]))
        steps, values = _thin(steps, values)
        traces.append(
            dict(
                type="scatter",
                x=steps.astype(np.int32),  # arrays travel as bytes, lists as text
                y=values.astype(np.float32),
                mode="lines" if len(steps) > 1 else "markers",
                line={"color": colour, **line},
                marker={"color": colour},
                hovertemplate=f"{title} %{{y:{form[2:-1]}}}<extra></extra>",
            )
        )
        beside = int(steps[-1]) if run is pinned else here
        text = f"{title}<br><b>{_written(float(values[-1]), form)}</b>"
        labels.append((float(values[-1]), beside, text, palette.train if name == train else colour))
    return figure(
        traces,
        palette,
        height=height,
        margin=MARGIN,
        hovermode="x unified",
        annotations=end_labels(labels, end or last, span, height, log=yaxis.get("type") == "log"),
        xaxis={"title": {"text": "step"}, "range": [0, end or last], "nticks": 6, "tickformat": ",d"},
        yaxis=yaxis,
    )


def end_labels(
    labels: list[tuple[float, int, str, str]], end: int, span: tuple[float, float], height: int, log: bool = False
) -> list[dict[str, Any]]:
    """Each curve's name and last value, to the right of its end, none upon another.

    Args:
        labels: for each curve its last value and step, the text, and its colour.
        end: the step at which the axis ends.
        span: the range of the y axis, in powers of ten on a log axis.
        height: of the figure, in pixels, its margins :data:`MARGIN`.
    """
    plot = height - MARGIN["t"] - MARGIN["b"]
    finite = sorted(label for label in labels if np.isfinite(label[0]))
    heights = [float(np.log10(max(value, 1e-12))) if log else value for value, *_ in finite]
    pixels = [(min(max(y, span[0]), span[1]) - span[0]) / (span[1] - span[0]) * plot for y in heights]
    return [
        dict(
            x=min(step, end), y=y, text=text, font={"color": colour, "size": 12}, align="left",
            showarrow=False, xanchor="left", xshift=6, yanchor="middle", yshift=place - pixel,
        )
        for (_, step, text, colour), y, pixel, place in zip(finite, heights, pixels, _apart(pixels, plot), strict=True)
    ]  # fmt: skip


def _apart(heights: list[float], top: float) -> list[float]:
    """Move ascending label centres (pixels) upwards until none overlap, then down again below ``top``."""
    places: list[float] = []
    for height in heights:
        places.append(max(height, places[-1] + LABEL_HEIGHT) if places else max(height, 8.0))
    for i in reversed(range(len(places))):
        places[i] = min(places[i], places[i + 1] - LABEL_HEIGHT if i + 1 < len(places) else top - 4)
    return places


def _known(history: History, name: str) -> bool:
    """Whether a metric has a first value already."""
    return name in history and len(history[name][0]) > 0


def _smooth(steps: NDArray[Any], values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The mean of the last 20 values at each step, of fewer at the beginning."""
    total = np.cumsum(np.concatenate([[0.0], values]))
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - WINDOW, 0)
    return steps, (total[ends] - total[starts]) / (ends - starts)


def _thin(steps: NDArray[Any], values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """At most 400 points, evenly chosen, the first and the last among them."""
    chosen = np.unique(np.linspace(0, len(steps) - 1, min(len(steps), POINTS)).round().astype(int))
    return steps[chosen], values[chosen]
