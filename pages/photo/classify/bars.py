"""The five likeliest classes as bars; a click on one asks where it comes from."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from dnnlab.photo.views import NOWHERE, Classification
from dnnlab.plots.bars import Bar
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.component import Click
from dnnlab.ui.components.stage.kinds.bars import BarsPanel

ENDS = 0.1, 0.2, 0.5, 1.0
"""What the whole width may stand for: few values, so that it seldom changes."""


class Asked(NamedTuple):
    """The class that is explained."""

    number: int
    name: str
    probability: float


def width_for(*answers: Classification) -> float:
    """The probability that has the whole width: the same for all that are compared."""
    largest = max(float(found.probabilities[0]) for found in answers)
    return next(end for end in ENDS if largest <= end or end == ENDS[-1])


def answer_bars(
    found: Classification, asked: Asked, *, end: float, title: str, caption: str, among: Collection[int] | None = None
) -> BarsPanel:
    """The likeliest classes, the likeliest on top; the one that is explained stands out, or comes below them.

    Args:
        found: what a network says.
        asked: about which class it is asked.
        end: the probability that has the whole width.
        title, caption: of the panel.
        among: the classes that a click can choose; default: all of these.
    """
    place = found.place_of(asked.number)
    bars = [
        Bar(
            name=name,
            value=written(value, percent=True),
            share=min(float(value) / end, 1.0),
            marked=each == place,
            clickable=among is None or int(index) in among,
        )
        for each, (index, name, value) in enumerate(zip(found.classes, found.names, found.probabilities, strict=True))
    ]
    if place == NOWHERE:
        share = min(asked.probability / end, 1.0)
        said = written(asked.probability, percent=True)
        bars.append(Bar(name=asked.name, value=said, share=share, marked=True, clickable=False))
    words = ", ".join(f"{bar.name} {bar.value}" for bar in bars)
    return BarsPanel(
        bars=bars, clickable=True, pick="a click explains this answer", title=title, caption=caption, columns=12,
        alt=f"{found.net} says {words}. {asked.name} is explained.",
    )  # fmt: skip


def picked(click: Click | None, found: Classification, panel: int) -> int | None:
    """The class on whose bar was clicked in this run; a click may be late, when there are other bars."""
    if click is None or click.panel != panel or click.row is None or click.row >= len(found.classes):
        return None
    return int(found.classes[click.row])
