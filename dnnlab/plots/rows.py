"""What curves show: lines of metrics, in rows of one kind of value each, and how far a row's axis goes."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.palette import Palette
from dnnlab.plots.written import PERCENT, written

ROLES = tuple(field.name for field in fields(Palette) if field.name not in ("name", "classes"))
"""What a colour may be asked for by, beside the number of a class."""

ROOM = 0.05
"""Of the axis' length, beyond the lowest and the highest value."""

TICK, CLOSEST = 18, 11
"""Pixels that a number at a value axis gets, and that it needs at least, to stand clear of its neighbours."""
MOST_TICKS = 6
"""Numbers at a value axis, however high it is."""

EDGE = 0.01
"""Of the axis' length, beyond an end that is given: a curve that runs along there is seen whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A metric as a curve."""

    metric: str
    """Its name in the history."""
    name: str
    """What stands at the curve's end, above the last value."""
    role: str | int = "accent"
    """What gives it its colour: a colour of the palette by its name (``train``, ``real`` ...), or the number of a
    class."""
    smooth: bool = False
    """Whether it is averaged over :data:`~dnnlab.plots.series.WINDOW` steps: what one mini-batch gives is noisy.  It is
    drawn thin beside lines that are not."""

    def __post_init__(self) -> None:
        if isinstance(self.role, str) and self.role not in ROLES:
            raise ValueError(f"the palette has no colour {self.role!r}: it has {', '.join(ROLES)}")

    def colour(self, palette: Palette) -> str:
        """``#rrggbb``."""
        return colour_of(self.role, palette)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value to compare with: a line across the plot, which the axis always shows."""

    value: float
    name: str = ""
    """What stands at its end, above the value; empty: nothing does."""
    role: str = "muted"
    dash: str = "dot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One plot: curves whose values are of one kind."""

    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    percent: bool = False
    """Whether the values are shares, drawn as percentages."""
    unit: str = ""
    """What stands behind a value."""
    log: bool = False
    """Equal room for equal factors, so that late progress can be seen."""
    low: float | None = None
    """Where the axis begins; None: with the lowest value.  On a log axis smaller values are drawn here; None: what is
    not above 0 is not drawn."""
    high: float | None = None
    """Where a linear axis ends; None: with the highest value."""
    closer: tuple[float, float] | None = None
    """(reached, low): once the last value of every curve has reached the first, the axis begins at the second.
    Curves that are smoothed do not count where others are not: the axis would jump with their noise."""
    title: str = ""
    """Of the axis."""
    share: float = 1.0
    """Of the figure's height, compared with the other rows."""

    def __post_init__(self) -> None:
        if self.log and self.low is not None and self.low <= 0:
            raise ValueError(f"a log axis begins above 0, not at {self.low:g}")

    @property
    def steady(self) -> tuple[Line, ...]:
        """The lines that are not smoothed, or all: a pinned run shows these, and the axis follows them."""
        return tuple(line for line in self.lines if not line.smooth) or self.lines

    @property
    def scale(self) -> float:
        """What a value is multiplied by to be drawn: percentages are drawn in percent."""
        return 100.0 if self.percent else 1.0

    def told(self, value: float) -> str:
        """A value of this row in words."""
        return written(value, percent=self.percent, unit=self.unit)


def colour_of(role: str | int, palette: Palette) -> str:
    """The palette's colour of that name, or of the class of that number."""
    if isinstance(role, int):
        return palette.classes[role % len(palette.classes)]
    colour: str = getattr(palette, role)
    return colour


ACCURACY = Row(
    lines=(
        Line(metric="train_accuracy", name="training", role="train", smooth=True),
        Line(metric="validation_accuracy", name="validation", role="validation"),
    ),
    percent=True, low=0.0, high=1.0, closer=(0.9, 0.8), share=1.3,
)  # fmt: skip
"""Shares of right answers, from 80 % on once validation has reached 90 %, where the interesting differences are."""

LOSS = Row(
    lines=(
        Line(metric="loss", name="training", role="train", smooth=True),
        Line(metric="validation_loss", name="validation", role="validation"),
    ),
    log=True,
)  # fmt: skip
"""The loss on mini-batches and on validation data, on a log scale."""


def axis_span(row: Row, values: NDArray[np.float64], latest: list[float]) -> tuple[float, float]:
    """The range of a row's axis, as Plotly takes it: in powers of ten where it is a log axis.

    Args:
        values: what is drawn, of all curves, times :attr:`Row.scale`; all finite.
        latest: the last value of each curve that counts for :attr:`Row.closer`, likewise.
    """
    marks = np.array([row.scale * mark.value for mark in row.marks])
    values = np.concatenate([values, marks])
    low, high = (None if bound is None else row.scale * bound for bound in (row.low, row.high))
    if row.log:
        values = values[values > 0] if low is None else np.maximum(values, low)
        powers = np.log10(values) if len(values) else np.array([0.0])
        begin, end = float(powers.min()), float(powers.max())
        begin = min(begin, end - 1)  # at least one power of ten
        return begin - ROOM * (end - begin), end + ROOM * (end - begin)
    if row.closer is not None and latest and all(value >= row.scale * row.closer[0] for value in latest):
        low = row.scale * row.closer[1]
    begin = float(values.min(initial=np.inf if len(values) else 0.0)) if low is None else low
    end = float(values.max(initial=-np.inf if len(values) else begin)) if high is None else high
    length = end - begin if end > begin else abs(end) or row.scale
    first = begin - ROOM * length if low is None else begin
    last = end + (ROOM if high is None else EDGE) * length
    most = row.scale + EDGE * (row.scale - first)  # nothing is beyond 100 %
    return first, min(last, most) if row.percent and end <= row.scale else last


def value_axis(
    row: Row, span: tuple[float, float], palette: Palette, *, known: bool, plot: float
) -> dict[str, Any]:  # fmt: skip
    """Plotly's y axis of a row.

    Args:
        span: of the axis, by :func:`axis_span`.
        known: whether there is a value; without one the axis has no numbers, where its ends would come from it.
        plot: the height of the row, in pixels: a low one has few numbers.
    """
    behind = PERCENT if row.percent else ""
    numbered = known or None not in (row.low, row.high)
    axis: dict[str, Any] = {
        "range": [*span], "showticklabels": numbered, "gridcolor": palette.grid, "zeroline": False,
    }  # fmt: skip
    if row.title:
        axis["title"] = {"text": row.title}
    if row.log:
        return axis | {"type": "log", "tickmode": "array", **_log_ticks(span, behind, plot)}
    most = max(2, min(MOST_TICKS, int(plot / TICK) + 1))
    return axis | {"nticks": most, "ticksuffix": behind, "separatethousands": True, "minexponent": 6}  # 5,000, not 5k


def _log_ticks(span: tuple[float, float], behind: str, plot: float) -> dict[str, list[Any]]:
    """Ticks at each power of ten in the span and between them, as far as there is room, or at some powers alone."""
    length = span[1] - span[0]
    digits: tuple[int, ...] = (1,)
    if length < 1.8:
        roomy = plot / length / CLOSEST  # neighbours that a power of ten has room for
        digits = (1, 2, 5) if roomy * math.log10(2) >= 1 else (1, 3) if roomy * math.log10(3) >= 1 else (1,)
    apart = max(1, round(length / MOST_TICKS), math.ceil(length * CLOSEST / max(plot, 1)))  # the value 1 is among them
    powers = range(math.floor(span[0] / apart) * apart, math.ceil(span[1]) + 1, apart)
    values = [digit * 10.0**power for power in powers for digit in digits]
    return {"tickvals": values, "ticktext": [written(value) + behind for value in values]}
