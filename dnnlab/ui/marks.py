"""Where a run was changed on its way, on every lesson's curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dnnlab.live.telling import moments, told_knobs
from dnnlab.live.wire import Status
from dnnlab.plots.marks import marked
from dnnlab.plots.palette import Palette
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel


def with_marks(curves: Iterable[Panel], status: Status, palette: Palette) -> list[Panel]:
    """Panels of curves, with a mark at each step where a knob was moved or something done by hand, also in words."""
    changed = moments(status)
    if not changed:
        return list(curves)
    said = f"Changed on the way: {told_knobs(status, moved=True)}."
    return [
        replace(panel, figure=marked(panel.figure, changed, palette), alt=f"{panel.alt or panel.title} {said}")
        if isinstance(panel, FigurePanel) and panel.over_steps
        else panel
        for panel in curves
    ]
