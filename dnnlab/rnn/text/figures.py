"""The figures of the text lesson: arrays in, plotly figures out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written
from dnnlab.rnn.text.views import Counted

SPOKEN = {" ": "space", "\n": "line end", "\t": "tab", "\N{NO-BREAK SPACE}": "no-break space"}
"""Characters that have no shape of their own, by the names that learners know them by."""


def spoken(character: str) -> str:
    """What stands for a character beside a bar: itself, a name, or its number where it cannot be seen.

    >>> spoken("a"), spoken(" "), spoken(chr(0x301))
    ('a', 'space', 'U+0301')
    """
    if character in SPOKEN:
        return SPOKEN[character]
    seen = character.isprintable() and not "\u0300" <= character <= "\u036f"
    return character if seen else f"U+{ord(character):04X}"


def loss_row(counted: Counted | None) -> Row:
    """Nats a character of training and validation, and the best n-gram model as a line across, once it is counted."""
    known = counted is not None and counted.order >= 0
    marks = (Mark(value=counted.nats, name="counting", dash="dash"),) if known and counted is not None else ()
    return Row(
        lines=(
            Line(metric="loss", name="training", role="train", smooth=True),
            Line(metric="validation_loss", name="validation", role="validation"),
        ),
        marks=marks,
        title="nats a character",
    )


def next_bars(
    characters: str,
    before: NDArray[np.floating],
    after: NDArray[np.floating],
    palette: Palette,
    *,
    height: int,
    most: int = 12,
) -> go.Figure:
    """The likeliest next characters, the likeliest on top: what the model expects, and what is drawn from.

    A bar's ``y`` is its place, from 0, for a click.

    Args:
        characters: the likeliest first.
        before, after: (symbols,): probabilities in that order, before and after temperature and filters.
        most: so many bars.
    """
    shown = list(range(min(most, len(characters))))
    longest = max(0.2, *(float(values[place]) for values in (before, after) for place in shown))
    common: dict[str, Any] = dict(
        type="bar", orientation="h", y=shown, textposition="outside", cliponaxis=False, constraintext="none",
        textfont={"color": palette.text, "size": 11}, textangle=0,
    )  # fmt: skip
    bars = [
        dict(
            common,
            x=[float(values[place]) for place in shown],
            marker={"color": colour},
            text=[written(float(values[place]), percent=True) if values[place] > 0 else "" for place in shown],
            customdata=[spoken(characters[place]) for place in shown],
            hovertemplate=f"%{{customdata}}, {name}: %{{text}}<extra></extra>",
        )
        for name, values, colour in (
            ("after the filters", after, palette.accent),
            ("before", before, blend(palette.background, palette.accent, 0.4)),
        )
    ]  # fmt: skip
    return figure(
        bars,
        palette,
        height=height,
        margin={"l": 76, "r": 52, "t": 0, "b": 0},
        barmode="group",
        bargap=0.2,
        xaxis={"visible": False, "range": [0, longest], "fixedrange": True},
        yaxis={
            "tickvals": shown, "ticktext": [spoken(characters[place]) for place in shown], "autorange": "reversed",
            "fixedrange": True, "showgrid": False, "tickfont": {"size": 13, "color": palette.text},
        },
    )  # fmt: skip
