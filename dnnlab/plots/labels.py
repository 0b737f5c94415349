"""What stands at a curve's end: its name and last value, none upon another.

A label that finds no place beside its curve's end is tied to it by a thin line
in its colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

TALL, FLAT = 30, 15
"""Pixels that a label takes with its value below its name, and behind it."""

LETTER = 6.1
"""Pixels that a letter takes, on average."""

VALUE = 9
"""Letters that a value takes, at most but for a unit."""

BESIDE = 6
"""Pixels from the curve's end to its label."""

NEAR = 8
"""Pixels that a label may stand higher or lower than its curve's end and still be seen to belong to it."""

TIE = 14
"""Pixels, in place of :data:`BESIDE`, from the curve's end to a label that is tied to it."""

EDGE = (8.0, 4.0)
"""Pixels that a label's middle keeps from the bottom and from the top of the plot."""


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
    return math.ceil(TIE + LETTER * max(letters, default=0)) + 6


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
    tall = min(FLAT if in_one_line else TALL, plot / max(1, len(labels)))
    places = apart(pixels, [tall] * len(pixels), EDGE[0], plot - EDGE[1])
    between = " " if in_one_line else "<br>"
    return [
        dict(
            x=min(label.step, end), y=height, text=f"{label.name}{between}<b>{label.value}</b>", align="left",
            font={"color": label.colour, "size": 12}, xanchor="left", yanchor="middle",
            **_beside(place - pixel, label.colour),
        )
        for label, height, pixel, place in zip(ordered, heights, pixels, places, strict=True)
    ]  # fmt: skip


def _beside(higher: float, colour: str) -> dict[str, Any]:
    """How a label so many pixels higher than its curve's end belongs to it: by its place, or by a line."""
    if abs(higher) <= NEAR:
        return dict(showarrow=False, xshift=BESIDE, yshift=higher)
    return dict(showarrow=True, ax=TIE, ay=-higher, arrowhead=0, arrowwidth=1, arrowcolor=colour, standoff=2)


def apart(centres: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Places for labels that would like to stand at ``centres``: none upon another, all in all moved least.

    Labels that would overlap become a block around the mean of where they
    would like to be (the squares of the ways that they move sum to the least).

    Args:
        centres: ascending.
        sizes: of each label, along the same axis.
        low, high: where the first centre and the last one may be at the outermost; with too little
            room between them the first ones go below ``low``.
    """
    before = [0.0, *accumulate((size + following) / 2 for size, following in pairwise(sizes))][: len(centres)]
    blocks: list[tuple[float, int]] = []  # (where its labels would like the first of all to be, on average; how many)
    for centre, offset in zip(centres, before, strict=True):
        wish, count = centre - offset, 1
        while blocks and blocks[-1][0] > wish:
            earlier, more = blocks.pop()
            wish, count = (earlier * more + wish * count) / (more + count), more + count
        blocks.append((wish, count))
    wishes = [wish for wish, count in blocks for _ in range(count)]
    last = high - before[-1] if before else high
    return [min(max(wish, low), last) + offset for wish, offset in zip(wishes, before, strict=True)]
