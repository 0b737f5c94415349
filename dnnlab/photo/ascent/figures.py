"""The figure of a gradient ascent: curves in, a plotly figure out; no torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.plots.curves import MARGIN, SHORTEST, History, end_labels
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette


def activation_curve(
    curves: History, palette: Palette, *, height: int = 220, end: int | None = None, pinned: History | None = None
) -> go.Figure:
    """How much the unit liked the picture before each step; dotted: 0, below which a ReLU passes nothing on.

    Args:
        curves: with ``activation``, as far as known.
        end: the step at which the axis ends; default: the last one known.
        pinned: a second run, drawn behind, dashed.
    """
    runs = [
        (run["activation"], title, colour, line)
        for run, title, colour, line in (
            (pinned or {}, "pinned", palette.pinned, {"width": 2, "dash": "dash"}),
            (curves, "activation", palette.accent, {"width": 2.4}),
        )
        if "activation" in run and len(run["activation"][0])
    ]
    last = end or max((int(steps[-1]) for (steps, _), *_ in runs), default=SHORTEST)
    values = np.concatenate([np.zeros(1), *(values for (_, values), *_ in runs)])
    room = 0.06 * (float(np.ptp(values)) or 1.0)
    span = (float(values.min()) - room, float(values.max()) + room) if runs else (-0.06, 1.0)
    traces: list[dict[str, Any]] = [
        dict(
            type="scatter",
            x=steps.astype(np.int32),
            y=values.astype(np.float32),
            mode="lines" if len(steps) > 1 else "markers",
            line={"color": colour, **line},
            marker={"color": colour},
            hovertemplate=f"{title} %{{y:.3g}}<extra></extra>",
        )
        for (steps, values), title, colour, line in runs
    ]
    labels = [
        (float(values[-1]), int(steps[-1]), f"{title}<br><b>{values[-1]:.3g}</b>", colour)
        for (steps, values), title, colour, _ in runs
    ]
    zero = dict(
        type="line", x0=0, x1=last, y0=0, y1=0, layer="below", line={"color": palette.muted, "width": 1, "dash": "dot"}
    )
    return figure(
        traces,
        palette,
        height=height,
        margin=MARGIN,
        hovermode="x unified",
        annotations=end_labels(labels, last, span, height),
        shapes=[zero],
        xaxis={"title": {"text": "step"}, "range": [0, last], "nticks": 6, "tickformat": ",d"},
        yaxis={"range": [*span], "nticks": 6, "showticklabels": bool(runs)},
    )
