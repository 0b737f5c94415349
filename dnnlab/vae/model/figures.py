"""The figures of the lesson on variational autoencoders; no torch."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Line, Row
from dnnlab.vae.model.holes import Holes
from dnnlab.vae.model.linear import Moment
from dnnlab.vae.model.views import Evidence, Floats

COLLAPSED = 0.05
"""Nats of KL below which a number of the code says next to nothing about the picture."""


def _both(metric: str) -> tuple[Line, ...]:
    return (
        Line(metric=metric, name="training", role="train", smooth=True),
        Line(metric=f"validation_{metric}", name="validation", role="validation"),
    )


def rows(draws: bool, closer: tuple[float, float] | None = None) -> tuple[Row, ...]:
    """ELBO and KL; of a plain autoencoder the reconstruction alone.

    Args:
        draws: whether it is none.
        closer: (reached, low), as in :class:`Row`: where the axis of the bound begins once it is reached.
    """
    reconstruction = Row(lines=_both("reconstruction"), title="ln p(x|z)", closer=closer)
    if not draws:
        return (reconstruction,)
    return Row(lines=_both("elbo"), title="ELBO", closer=closer), Row(lines=_both("kl"), title="KL", low=0.0)


def kl_bars(kl: Floats, palette: Palette, *, height: int) -> go.Figure:
    """The KL of each number of the code, in their order; collapsed ones in the muted colour."""
    numbers = list(range(1, len(kl) + 1))
    colours = [palette.accent if value >= COLLAPSED else palette.wrong for value in kl]
    bars = dict(
        type="bar", x=numbers, y=kl, marker={"color": colours},
        hovertemplate="number %{x}: %{y:.3g} nats<extra></extra>",
    )  # fmt: skip
    return figure(
        [bars], palette, height=height, margin={"l": 44, "r": 8, "t": 4, "b": 36}, bargap=0.2,
        xaxis={"title": {"text": "number of the code"}, "dtick": 1 if len(kl) <= 20 else 8},
        yaxis={"title": {"text": "nats"}, "rangemode": "tozero", "nticks": 4},
    )  # fmt: skip


def evidence_curve(found: Evidence, palette: Palette, *, height: int) -> go.Figure:
    """The importance-sampled ln p(x) over the number of samples, above the ELBO."""
    curve = dict(
        type="scatter", mode="lines+markers", x=found.counts, y=found.curve, line={"color": palette.accent, "width": 2},
        hovertemplate="%{x:,} samples: %{y:.2f}<extra></extra>",
    )  # fmt: skip
    bound = dict(
        type="scatter", mode="lines", x=[1, 5_000], y=[found.elbo] * 2, hoverinfo="skip",
        line={"color": palette.generated, "width": 2, "dash": "dash"},
    )  # fmt: skip
    words = [
        {"x": 3.7, "y": found.elbo, "text": "ELBO", "xanchor": "right", "yanchor": "bottom", "showarrow": False,
         "font": {"color": palette.generated}},
    ]  # fmt: skip
    return figure(
        [bound, curve], palette, height=height, margin={"l": 56, "r": 12, "t": 8, "b": 40}, annotations=words,
        xaxis={"title": {"text": "samples of z"}, "type": "log", "range": [-0.1, 3.8], "tickvals": [1, 10, 100, 1_000],
               "ticktext": ["1", "10", "100", "1,000"]},
        yaxis={"title": {"text": "nats"}, "nticks": 5},
    )  # fmt: skip


def densities(now: Moment, palette: Palette, *, height: int) -> go.Figure:
    """Prior, exact posterior and q over z, of the linear-Gaussian model."""
    z, named = now.grid, {}
    named["prior p(z)"] = (now.prior, palette.muted, "dot")
    named["posterior p(z|x)"] = (now.posterior, palette.real, "solid")
    named["q(z|x)"] = (now.q, palette.generated, "dash")
    traces = [
        dict(
            type="scatter", mode="lines", x=z, y=values, line={"color": colour, "width": 2.5, "dash": dash},
            hovertemplate=f"{name} at %{{x:.2f}}: %{{y:.3f}}<extra></extra>",
        )
        for name, (values, colour, dash) in named.items()
    ]  # fmt: skip
    words = [
        {"x": 1, "y": 1 - 0.1 * place, "xref": "paper", "yref": "paper", "text": name, "showarrow": False,
         "xanchor": "right", "font": {"color": colour}}
        for place, (name, (_, colour, _)) in enumerate(named.items())
    ]  # fmt: skip
    return figure(
        traces, palette, height=height, margin={"l": 44, "r": 8, "t": 22, "b": 36}, annotations=words,
        xaxis={"title": {"text": "z"}}, yaxis={"title": {"text": "density"}, "rangemode": "tozero", "nticks": 4},
    )  # fmt: skip


def two_bars(now: Moment, palette: Palette, *, height: int) -> go.Figure:
    """ln p(x) = ELBO + KL, in nats below 0, so that bars have lengths: -ELBO = -ln p(x) + KL.

    The upper bar is what the ELBO is below 0; the lower one has the same length, of two parts.
    """
    parts = [
        ("−ELBO", "−ELBO", 0.0, -now.elbo, palette.generated),
        ("−ln p(x)", "−ln p(x) + KL", 0.0, -now.log_p, palette.real),
        ("KL", "−ln p(x) + KL", -now.log_p, now.kl, palette.right),
    ]
    bars = [
        dict(
            type="bar", orientation="h", y=[row], x=[length], base=[base], marker={"color": colour}, width=0.5,
            hovertemplate=f"{name}: {length:.3f} nats<extra></extra>",
        )
        for name, row, base, length, colour in parts
    ]  # fmt: skip
    words = [
        {"x": base + length / 2, "y": row, "text": name, "showarrow": False, "font": {"color": palette.background}}
        for name, row, base, length, _ in parts
        if abs(length) > 0.08 * max(abs(now.elbo), 6.0)
    ]
    low = min(-now.elbo, -now.log_p, 0.0)
    return figure(
        bars, palette, height=height, margin={"l": 104, "r": 12, "t": 4, "b": 36}, barmode="overlay", bargap=0.2,
        annotations=words,
        xaxis={"title": {"text": "nats"}, "range": [1.06 * low, 1.06 * max(-now.elbo, 6.0)], "zeroline": True,
               "zerolinecolor": palette.grid},
        yaxis={"autorange": "reversed"},
    )  # fmt: skip


def codes_and_holes(points: Floats, found: Holes, palette: Palette, *, marked: bool, height: int) -> go.Figure:
    """Codes of pictures, (N, 2), and random ones; those in a hole in another colour where they are marked."""
    colours = [palette.wrong if marked and hole else palette.generated for hole in found.hole]
    dots: list[dict[str, Any]] = [
        dict(x=points[:, 0], y=points[:, 1], marker={"color": palette.muted, "size": 3, "opacity": 0.5}),
        dict(x=found.codes[:, 0], y=found.codes[:, 1], marker={"color": colours, "size": 5, "symbol": "x-thin-open"}),
    ]
    axis = dict(zeroline=False, fixedrange=True, nticks=5)
    return figure(
        [dict(type="scatter", mode="markers", hoverinfo="skip", **each) for each in dots], palette, height=height,
        margin={"l": 34, "r": 8, "t": 4, "b": 26}, xaxis=axis, yaxis=axis,
    )  # fmt: skip
