"""The figures of the digit lesson: arrays in, plotly figures out; no torch.

Curves take a history: metric name -> (steps, values).  No figure has a title,
a legend or a mode bar: the page writes the title, curves carry their name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.palette import Palette

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
    figure = _curves(history, palette, "accuracy", height, end, pinned, (low, 1.005), "{:.1%}")
    return figure.update_yaxes(range=[low, 1.005], tickformat=".0%")


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
    if not log:
        return _curves(history, palette, "loss", height, end, pinned, (0.0, top), "{:.3f}").update_yaxes(range=[0, top])
    span = (float(np.log10(values.min(initial=top))) - 0.05, float(np.log10(top)))
    figure = _curves(history, palette, "loss", height, end, pinned, span, "{:.3f}", log=True)
    return figure.update_yaxes(type="log", range=span, dtick="D2" if span[1] - span[0] < 2.5 else 1)


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
        text=text,
        texttemplate="%{text}",
        textfont={"color": palette.text},
        customdata=cells,
        xgap=2,
        ygap=2,
        showscale=False,
        hoverongaps=False,
    )
    plain, green = _blend(palette.surface, palette.grid, 0.35), _blend(palette.background, palette.right, 0.22)
    strongest = _blend(palette.background, palette.wrong, 0.6)  # the text stays readable on it
    figure = go.Figure(
        [
            go.Heatmap(
                z=_masked(errors, diagonal),
                zmin=0,
                zmax=max(5, int(errors.max())),
                colorscale=[[0, plain], [0.001, _blend(plain, palette.wrong, 0.1)], [1, strongest]],
                hovertemplate="%{customdata[0]} read as %{customdata[1]}: %{z}<extra></extra>",
                **common,
            ),
            go.Heatmap(
                z=_masked(counts, ~diagonal),
                colorscale=[[0, green], [1, green]],
                hovertemplate="%{customdata[0]} read rightly: %{z:,}<extra></extra>",
                **common,
            ),
        ]
    )
    axis = dict(dtick=1, fixedrange=True, showgrid=False, ticks="")
    _dress(figure, palette, height, {"l": 40, "r": 4, "t": 4, "b": 40})
    figure.update_xaxes(title="answer", constrain="domain", **axis)
    return figure.update_yaxes(title="true digit", autorange="reversed", **axis)


def probability_bars(probabilities: NDArray[np.float32], palette: Palette, *, height: int = 220) -> go.Figure:
    """The ten probabilities of an answer, (10,); the largest stands out."""
    best = int(np.argmax(probabilities))
    faint = _blend(palette.background, palette.accent, 0.4)
    digits = [str(digit) for digit in range(len(probabilities))]
    figure = go.Figure(
        go.Bar(
            x=digits,
            y=[float(value) for value in probabilities],
            marker={"color": [palette.accent if i == best else faint for i in range(len(digits))]},
            text=[f"{value:.0%}" if value >= 0.01 else "" for value in probabilities],
            textposition="outside",
            textfont={"color": palette.text},
            cliponaxis=False,
            hovertemplate="%{x}: %{y:.2%}<extra></extra>",
        )
    )
    _dress(figure, palette, height, {"l": 0, "r": 0, "t": 20, "b": 24})
    figure.update_layout(bargap=0.3)
    figure.update_xaxes(type="category", fixedrange=True, showgrid=False, tickfont={"size": 14, "color": palette.text})
    return figure.update_yaxes(visible=False, range=[0, 1.02], fixedrange=True)


def _curves(
    history: History,
    palette: Palette,
    metric: str,
    height: int,
    end: int | None,
    pinned: History | None,
    span: tuple[float, float],
    form: str,
    log: bool = False,
) -> go.Figure:
    """Draw a metric's training and validation curves, and the pinned run's behind them."""
    train = "loss" if metric == "loss" else f"train_{metric}"
    validation = f"validation_{metric}"
    wanted: list[tuple[History, str, str, str, dict[str, Any]]] = [
        (pinned or {}, validation, "pinned", palette.pinned, {"width": 2, "dash": "dash"}),
        (history, train, "training", _blend(palette.background, palette.train, 0.75), {"width": 1.3}),
        (history, validation, "validation", palette.validation, {"width": 2.6}),
    ]
    figure = go.Figure()
    labels = []
    here = max((int(history[name][0][-1]) for name in (train, validation) if _known(history, name)), default=0)
    last = SHORTEST
    for run, name, title, colour, line in wanted:
        if not _known(run, name):
            continue
        steps, values = _smooth(*run[name]) if name == train else run[name]
        last = max(last, int(steps[-1]))
        steps, values = _thin(steps, values)
        figure.add_scatter(
            x=steps.tolist(),
            y=values.tolist(),
            mode="lines" if len(steps) > 1 else "markers",
            line={"color": colour, **line},
            marker={"color": colour},
            hovertemplate=f"{title} %{{y:{form[2:-1]}}}<extra></extra>",
        )
        beside = int(steps[-1]) if run is pinned else here
        labels.append((float(values[-1]), beside, f"{title}<br><b>{form.format(values[-1])}</b>", colour))
    _dress(figure, palette, height, MARGIN)
    figure.update_layout(hovermode="x unified")
    figure.update_xaxes(title="step", range=[0, end or last], rangemode="nonnegative", nticks=6, tickformat=",d")
    _name(figure, labels, end or last, span, height, log)
    return figure


def _name(
    figure: go.Figure,
    labels: list[tuple[float, int, str, str]],
    end: int,
    span: tuple[float, float],
    height: int,
    log: bool,
) -> None:
    """Write each curve's name and last value to the right of its end, none upon another."""
    plot = height - MARGIN["t"] - MARGIN["b"]
    drawn = []
    for value, step, text, colour in sorted(label for label in labels if np.isfinite(label[0])):
        y = float(np.log10(max(value, 1e-12))) if log else value
        drawn.append((y, (min(max(y, span[0]), span[1]) - span[0]) / (span[1] - span[0]) * plot, step, text, colour))
    for (y, natural, step, text, colour), place in zip(drawn, _apart([each[1] for each in drawn], plot), strict=True):
        figure.add_annotation(
            x=min(step, end), y=y, text=text, font={"color": colour, "size": 12}, align="left",
            showarrow=False, xanchor="left", xshift=6, yanchor="middle", yshift=place - natural,
        )  # fmt: skip


def _apart(heights: list[float], top: float) -> list[float]:
    """Move ascending label centres (pixels) upwards until none overlap, then down again below ``top``."""
    places: list[float] = []
    for height in heights:
        places.append(max(height, places[-1] + LABEL_HEIGHT) if places else max(height, 8.0))
    for i in reversed(range(len(places))):
        places[i] = min(places[i], places[i + 1] - LABEL_HEIGHT if i + 1 < len(places) else top - 4)
    return places


def _dress(figure: go.Figure, palette: Palette, height: int, margin: Mapping[str, int]) -> None:
    """What all figures share: transparent, calm, in the theme's colours."""
    clear = "rgba(0,0,0,0)"
    figure.update_layout(
        template="none",
        height=height,
        margin=dict(margin),
        paper_bgcolor=clear,
        plot_bgcolor=clear,
        showlegend=False,
        uirevision="kept",
        font={"color": palette.muted, "size": 12, "family": "Source Sans, Source Sans Pro, sans-serif"},
        hoverlabel={"bgcolor": palette.surface, "bordercolor": palette.grid, "font": {"color": palette.text}},
    )
    figure.update_xaxes(showgrid=False, zeroline=False, title_standoff=6)
    figure.update_yaxes(gridcolor=palette.grid, zeroline=False, title_standoff=6)


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


def _masked(counts: NDArray[np.int64], hidden: NDArray[np.bool_]) -> list[list[int | None]]:
    """The counts as lists, None where ``hidden``."""
    return [
        [None if hide else count for count, hide in zip(*pair, strict=True)]
        for pair in zip(counts.tolist(), hidden.tolist(), strict=True)
    ]


def _blend(below: str, above: str, share: float) -> str:
    """Lay ``above`` over ``below`` with that opacity; both and the result are ``#rrggbb``."""
    parts = [(int(below[i : i + 2], 16), int(above[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in parts)
