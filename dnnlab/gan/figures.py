"""The figures that lessons on generative adversarial networks of pictures share; no torch."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.written import written

HALF = Mark(value=0.5, name="", role="muted")


def judge_rows(ceiling: dict[str, float]) -> tuple[Row, ...]:
    """The judge's scores under their ceiling.

    Args:
        ceiling: ``precision`` and ``coverage`` of real pictures.
    """
    judge = Row(
        lines=(
            Line(metric="precision", name="precision", role="generated"),
            Line(metric="coverage", name="coverage", role="accent"),
        ),
        marks=(Mark(value=max(ceiling["precision"], ceiling["coverage"]), name="real pictures", role="real"),),
        percent=True, low=0.0, high=1.0,
    )  # fmt: skip
    return (judge,)


def player_rows() -> tuple[Row, ...]:
    """What D says, and both losses."""
    said = Row(
        lines=(
            Line(metric="real_probability", name="real: D(x)", role="real", smooth=True),
            Line(metric="fake_probability", name="generated: D(G(z))", role="generated", smooth=True),
        ),
        marks=(HALF,), percent=True, low=0.0, high=1.0, title="D says",
    )  # fmt: skip
    losses = Row(
        lines=(
            Line(metric="discriminator_loss", name="D", role="real", smooth=True),
            Line(metric="generator_loss", name="G", role="generated", smooth=True),
        ),
        title="loss", low=0.0,
    )  # fmt: skip
    return said, losses


WORDS = {"real": "other real ones", "mean of two": "means of two", "noise": "noise", "black": "black"}
"""Probes of the judge -> what stands beside their bars."""


def judge_bars(
    found: tuple[float, float], known: dict[str, dict[str, float]], palette: Palette, *, height: int
) -> go.Figure:
    """Precision and coverage of a run between the ceiling and the floors; nan where they are not known yet."""
    named = {"this run": found}
    named |= {WORDS[name]: (each["precision"], each["coverage"]) for name, each in known.items()}
    y = list(named)
    bars, words = [], []
    for place, (name, colour) in enumerate((("precision", palette.generated), ("coverage", palette.accent))):
        values = [each[place] for each in named.values()]
        bars.append(
            dict(
                type="bar", orientation="h", y=y, x=[100 * float(np.nan_to_num(each)) for each in values], name=name,
                customdata=[name] * len(y),
                marker={"color": colour, "opacity": [1.0, *([0.45] * (len(y) - 1))]},
                text=[written(each, percent=True, digits=2) if np.isfinite(each) else "…" for each in values],
                textposition="outside",
                textfont={"color": palette.text, "size": 11}, cliponaxis=False,
                hovertemplate="%{y}: %{customdata} %{x:.1f} %<extra></extra>",
            )
        )  # fmt: skip
        words.append(
            {"x": 1.0, "y": 0.2 - 0.14 * place, "xref": "paper", "yref": "paper", "xanchor": "right", "text": name,
             "showarrow": False, "font": {"color": colour}}
        )  # fmt: skip
    return figure(
        bars, palette, height=height, margin={"l": 92, "r": 8, "t": 4, "b": 4}, barmode="group", bargap=0.18,
        bargroupgap=0.0, annotations=words, xaxis={"range": [0, 118], "visible": False},
        yaxis={"autorange": "reversed", "showgrid": False},
    )  # fmt: skip
