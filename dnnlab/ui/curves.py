"""The panel of a run's curves, as nearly every lesson's scene begins."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.live.wire import Snapshot
from dnnlab.plots.curves import curves
from dnnlab.plots.figures import axis_end
from dnnlab.plots.palette import Palette
from dnnlab.plots.rows import Row
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.words import describe, latest_figures

HEIGHT = 376
"""Of the curves, in pixels, if nothing else is said."""
ALL = 12
"""Twelfths of the stage that two runs in the same axes get."""


def curves_panel(
    now: Snapshot,
    pinned: Snapshot | None,
    rows: Sequence[Row],
    palette: Palette,
    *,
    title: str,
    caption: str = "",
    height: int = HEIGHT,
    columns: int = 7,
) -> FigurePanel:
    """Metrics over the steps of a run, with a pinned run behind; its text alternative says where the run stands.

    Args:
        now, pinned, palette: as a scene's ``curves`` gets them.
        rows: from top to bottom, one kind of value each.
        title: what to see.
        caption: how to read it.
        height: of all rows together, in pixels.
        columns: twelfths of the stage's width; with a pinned run it takes all of it.
    """
    runs = [run.status for run in (now, pinned) if run is not None]
    totals = [run.total_steps for run in runs if run.total_steps is not None]
    end = axis_end(max(run.step for run in runs), max(totals) if len(totals) == len(runs) else None)
    figures = latest_figures(now.status)
    return FigurePanel(
        figure=curves(now.curves, rows, palette, height=height, end=end, pinned=pinned.curves if pinned else None),
        title=title, caption=caption, columns=ALL if pinned else columns, height=height,
        alt=f"{title} over steps. {describe(now)}{f': {figures}' if figures else ''}.",
    )  # fmt: skip
