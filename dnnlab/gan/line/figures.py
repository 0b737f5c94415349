"""The figures of the lesson in one dimension: a view in, plotly figures out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.gan.line.measures import LOG4
from dnnlab.gan.line.table import JS_END
from dnnlab.gan.line.views import LineView
from dnnlab.plots.figures import blend, figure
from dnnlab.plots.palette import Palette, rgb
from dnnlab.plots.rows import Line, Mark, Row

LOW, HIGH = -4.5, 4.5
"""The part of the line that is drawn."""
ROWS = (
    Row(
        lines=(
            Line(metric="value", name="V(D, G)", role="right"),
            Line(metric="bound", name="bound", role="accent"),
        ),
        marks=(Mark(value=-LOG4, name="−log 4"),),
        title="nats",
        high=0.0,
        share=1.3,
    ),
    Row(
        lines=(Line(metric="jensen_shannon", name="JS", role="accent"),),
        marks=(Mark(value=JS_END, name="end"),),
        log=True,
        low=1e-4,
        title="nats",
    ),
    Row(
        lines=(
            Line(metric="d_real", name="D(x)", role="real", smooth=True),
            Line(metric="d_fake", name="D(G(z))", role="generated", smooth=True),
        ),
        marks=(Mark(value=0.5, name="1/2"),),
        low=0.0,
        high=1.0,
    ),
)
"""The value below its bound, the divergence, D's mean answers to a batch."""
PUSH = 0.45
"""How long, on the axis of x, the stroke of the strongest push is."""
ARROW_ROW, D_ROW, DENSITY_ROW = (0.0, 0.33), (0.4, 0.63), (0.68, 1.0)
"""Where the rows stand, as shares of the height."""


def four_pictures(view: LineView, palette: Palette, *, height: int) -> go.Figure:
    """Both densities, D with D*, and the map z -> x below them, over one axis of x."""
    traces = [*_densities(view, palette), *_discriminator(view, palette), *_map(view, palette)]
    inner = {"fixedrange": True, "zeroline": False, "gridcolor": palette.grid}
    tallest = 1.25 * max(float(np.nan_to_num(view.data).max(initial=0.1)), 0.3)
    return figure(
        traces, palette, height=height, margin={"l": 50, "r": 92, "t": 4, "b": 22}, bargap=0.0,
        annotations=_words(view, palette, tallest),
        xaxis={"range": [LOW, HIGH], "fixedrange": True, "anchor": "y3", "dtick": 1},
        yaxis={"domain": DENSITY_ROW, "range": [0, tallest], "nticks": 4, "title": {"text": "density"}, **inner},
        yaxis2={"domain": D_ROW, "range": [-0.02, 1.02], "tickvals": [0, 0.5, 1], "ticktext": ["0", "½", "1"],
                "title": {"text": "D"}, **inner},
        yaxis3={"domain": ARROW_ROW, "range": [-0.32, 1.34], "tickvals": [0, 1], "ticktext": ["z", "x"],
                "showgrid": False, "fixedrange": True, "zeroline": False},
    )  # fmt: skip


def _densities(view: LineView, palette: Palette) -> list[dict[str, Any]]:
    width = (HIGH - LOW) / len(view.counted)
    middles = LOW + width * (np.arange(len(view.counted)) + 0.5)
    return [
        dict(type="bar", x=middles, y=view.counted, width=width, marker={"color": _clear(palette.generated, 0.3)},
             hovertemplate="fakes, counted, at %{x:.2f}: %{y:.3f}<extra></extra>"),
        _line(view.x, view.data, palette.real, "data", "y", dash="dot", width=2.5),
        _line(view.x, view.exact, palette.generated, "fakes, exact,", "y", width=2),
    ]  # fmt: skip


def _discriminator(view: LineView, palette: Palette) -> list[dict[str, Any]]:
    return [
        _line(np.array([LOW, HIGH]), np.array([0.5, 0.5]), palette.grid, "1/2", "y2", width=1),
        _line(view.x, view.best, palette.text, "D*", "y2", dash="dash", width=1.5),
        _line(view.x, view.d, palette.right, "D", "y2", width=2.5),
    ]


def _map(view: LineView, palette: Palette) -> list[dict[str, Any]]:
    """Lines from z to x, each with the stroke that says which way D pushes its end; the noise below."""
    x, z = view.made.astype(float), view.z.astype(float)
    nothing = np.full(len(x), np.nan)
    flat = np.stack([z, x, nothing], 1).ravel()  # (A, 3) -> (3 A,)
    levels = np.tile([0.0, 1.0, np.nan], len(x))
    push = np.where(np.isfinite(view.push), view.push, 0.0).astype(float)
    strongest = float(np.abs(push).max())
    push = push * (PUSH / strongest if strongest > STILL else 0.0)
    strokes = np.stack([x, x + push, nothing], 1).ravel()
    slanted = np.tile([1.08, 1.3, np.nan], len(x))
    at, density = view.noise.astype(float)
    hill = -0.3 + 0.26 * density / max(float(density.max()), 1e-9)
    return [
        dict(type="scatter", mode="lines", x=at, y=hill, yaxis="y3", line={"color": palette.muted, "width": 1},
             fill="toself", fillcolor=_clear(palette.muted, 0.25), hoverinfo="skip"),
        dict(type="scatter", mode="lines", x=flat, y=levels, yaxis="y3", hoverinfo="skip",
             line={"color": blend(palette.background, palette.muted, 0.55), "width": 1}),
        dict(type="scatter", mode="lines", x=strokes, y=slanted, yaxis="y3",
             hoverinfo="skip", line={"color": palette.right, "width": 1.5}),
        dict(type="scatter", mode="markers", x=x, y=np.ones(len(x)), yaxis="y3", customdata=z,
             marker={"symbol": "triangle-up", "size": 7, "color": palette.generated},
             hovertemplate="z = %{customdata:.2f} → x = %{x:.2f}<extra></extra>"),
    ]  # fmt: skip


STILL = 1e-6
"""Below it a push is drawn as none."""


def _words(view: LineView, palette: Palette, tallest: float) -> list[dict[str, Any]]:
    """The names of the curves, each in its colour."""
    told = [
        ("data p", palette.real, "y", 0.88 * tallest), ("fakes q", palette.generated, "y", 0.64 * tallest),
        ("D, learnt", palette.right, "y2", 0.84), ("D* = p/(p+q)", palette.text, "y2", 0.5),
        ("push of D", palette.right, "y3", 1.22), ("fakes G(z)", palette.generated, "y3", 0.94),
        ("noise z", palette.muted, "y3", -0.2),
    ]  # fmt: skip
    return [
        {"x": 1.01, "y": y, "xref": "paper", "yref": axis, "text": text, "showarrow": False, "xanchor": "left",
         "font": {"color": colour, "size": 11.5}}
        for text, colour, axis, y in told
    ]  # fmt: skip


def gradient_figure(view: LineView, loss_is_minimax: bool, palette: Palette, *, height: int) -> go.Figure:
    """How strongly a fake's loss reaches back through D, against D(G(z)): two curves, today's batch on both."""
    d = np.linspace(0, 1, 41)
    curves = [
        ("minimax", d, 1, palette.validation, loss_is_minimax),
        ("non-saturating", 1 - d, 2, palette.accent, not loss_is_minimax),
    ]
    traces = []
    for name, sizes, row, colour, in_use in curves:
        traces += [
            _line(d, sizes, colour, name, "y", width=2.5 if in_use else 1.5, dash="solid" if in_use else "dash"),
            dict(type="scatter", mode="markers", x=view.fakes[0], y=np.abs(view.fakes[row]),
                 marker={"color": colour if in_use else palette.background, "size": 8, "opacity": 0.75,
                         "line": {"color": colour, "width": 1.2}},
                 hovertemplate=f"{name}: D(G(z)) = %{{x:.3f}}, gradient %{{y:.3f}}<extra></extra>"),
        ]  # fmt: skip
    words = [
        {"x": 0.86, "y": 0.94, "text": "minimax", "font": {"color": palette.validation}, "xanchor": "right"},
        {"x": 0.86, "y": 0.06, "text": "non-saturating", "font": {"color": palette.accent}, "xanchor": "right"},
    ]
    return figure(
        traces, palette, height=height, margin={"l": 46, "r": 12, "t": 6, "b": 38},
        annotations=[{**each, "showarrow": False} for each in words],
        xaxis={"title": {"text": "D(G(z))"}, "range": [-0.03, 1.03], "fixedrange": True, "dtick": 0.25},
        yaxis={"title": {"text": "|∂loss/∂score|"}, "range": [-0.03, 1.06], "fixedrange": True, "dtick": 0.25},
    )  # fmt: skip


def _line(x: Any, y: Any, colour: str, name: str, axis: str, *, width: float, dash: str = "solid") -> dict[str, Any]:
    return dict(
        type="scatter", mode="lines", x=x, y=y, yaxis=axis, line={"color": colour, "width": width, "dash": dash},
        hovertemplate=f"{name} at %{{x:.2f}}: %{{y:.3f}}<extra></extra>",
    )  # fmt: skip


def _clear(colour: str, opacity: float) -> str:
    """A colour of the palette that lets through what lies below."""
    red, green, blue = rgb(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"
