"""The curves of the lesson "Two dimensions"; no torch."""

from __future__ import annotations

import math

from dnnlab.gan.games import PROBABILITIES, end_of
from dnnlab.plots.rows import Line, Mark, Row

LOG_2 = math.log(2)


def losses(game: str, label: float) -> tuple[Row, ...]:
    """D's loss and G's, each with what it is at the game's end."""
    end = end_of(game, label)
    lines = (
        Line(metric="discriminator_loss", name="D", role="real", smooth=True),
        Line(metric="generator_loss", name="G", role="generated", smooth=True),
    )
    marks = [Mark(value=end.discriminator, name="D at the end", role="real")]
    if end.generator is not None:
        marks.append(Mark(value=end.generator, name="G at the end", role="generated"))
    return (Row(lines=lines, marks=tuple(marks), title="loss"),)


def scores(game: str, label: float) -> Row:
    """What D says of real points and of fakes."""
    end = end_of(game, label)
    probability = game in PROBABILITIES
    return Row(
        lines=(
            Line(metric="d_real", name="D(x)", role="real", smooth=True),
            Line(metric="d_fake", name="D(G(z))", role="generated", smooth=True),
        ),
        marks=() if end.says is None else (Mark(value=end.says),),
        low=0.0 if probability else None, high=1.0 if probability else None,
        title="D’s probability" if probability else "D’s score",
    )  # fmt: skip


DISTANCES = (
    Row(
        lines=(Line(metric="js", name="JS"),), marks=(Mark(value=LOG_2, name="log 2"),),
        low=0.0, title="nats",
    ),
    Row(lines=(Line(metric="kl", name="KL", role="validation"),), low=0.01, log=True, title="nats"),
)  # fmt: skip
"""How far the fakes are from the data."""


def quality(modes: int) -> tuple[Row, ...]:
    """Covered modes, and good fakes."""
    return (
        Row(lines=(Line(metric="modes", name="modes"),), marks=(Mark(value=modes),), low=0.0, title="covered"),
        Row(lines=(Line(metric="good_share", name="good", role="right"),), percent=True, low=0.0, high=1.0),
    )
