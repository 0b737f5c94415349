"""What stands at a curve's end: its name and last value, none upon another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TALL, FLAT = 30, 15
"""Pixels that a label takes with its value below its name, and behind it."""

LETTER = 6.1
"""Pixels that a letter takes, on average."""

VALUE = 8
"""Letters that a value takes, at most but for a unit."""

BESIDE = 6
"""Pixels from the curve's end to its label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name and a value in a colour, beside a point of the plot."""

    height: float
    """Where the curve ends, in the units of the axis' range: powers of ten on a log axis."""
    step: int
    name: str
    value: str
    colour: str


def flat(names: Sequence[str], plot: float) -> bool:
    """Whether the labels of so many curves must have one line each to find room in a plot of so many pixels."""
    return len(names) * TALL > plot


def label_room(names: Sequence[str], plot: float, unit: str = "") -> int:
    """Pixels to the right of a plot that its labels need; the same whatever the values are."""
    value = VALUE + len(unit)
    letters = [len(name) + 1 + value if flat(names, plot) else max(len(name), value) for name in names]
    return math.ceil(BESIDE + LETTER * max(letters, default=0)) + 6


def end_labels(
    labels: Sequence[Label], span: tuple[float, float], plot: float, *, end: int, in_one_line: bool
) -> list[dict[str, Any]]:
    """Plotly's annotations, to the right of the curves' ends, none upon another as long as there is room.

    Args:
        span: the range of the y axis.
        plot: its height in pixels.
        end: the step at which the x axis ends.
    """
    ordered = sorted(labels, key=lambda label: label.height)
    heights = [min(max(label.height, span[0]), span[1]) for label in ordered]
    pixels = [(height - span[0]) / (span[1] - span[0]) * plot for height in heights]
    apart = min(FLAT if in_one_line else TALL, plot / max(1, len(labels)))
    between = " " if in_one_line else "<br>"
    return [
        dict(
            x=min(label.step, end), y=height, text=f"{label.name}{between}<b>{label.value}</b>", align="left",
            font={"color": label.colour, "size": 12}, showarrow=False, xanchor="left", xshift=BESIDE,
            yanchor="middle", yshift=place - pixel,
        )
        for label, height, pixel, place in zip(ordered, heights, pixels, _apart(pixels, plot, apart), strict=True)
    ]  # fmt: skip


def _apart(heights: Sequence[float], top: float, apart: float) -> list[float]:
    """Move ascending label centres (pixels) upwards until none overlap, then down again below ``top``."""
    places: list[float] = []
    for height in heights:
        places.append(max(height, places[-1] + apart) if places else max(height, 8.0))
    for i in reversed(range(len(places))):
        places[i] = min(places[i], places[i + 1] - apart if i + 1 < len(places) else top - 4)
    return places
