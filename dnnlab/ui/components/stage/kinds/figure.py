"""A Plotly figure on the stage, refreshed in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dnnlab.plots.figures import plain
from dnnlab.ui.components.stage.panel import Packed, Panel

_LONG = 32
"""Lists of numbers from this length on travel as arrays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePanel(Panel):
    """A Plotly figure on the stage.

    Colours of text, grid and hover come from the palette wherever the figure
    does not set its own.  Zoom is kept as long as ``figure.layout.uirevision``
    stays the same (a constant unless the figure sets it).
    """

    figure: go.Figure
    height: int = 260
    """Of the plot, in CSS pixels."""
    over_steps: bool = True
    """Whether its x axis is a run's steps: among a scene's curves, such a figure gets a mark where the run was
    changed."""
    clickable: bool = False
    """Whether a click on a point or cell comes back to the page."""

    def pack(self) -> Packed:
        """Traces and layout without Plotly's own template (7 kB that the palette's replaces)."""
        written = plain(self.figure)
        traces = [{name: _compact(value) for name, value in trace.items()} for trace in written["data"]]
        layout = {name: value for name, value in written["layout"].items() if name != "template"}
        figure = {"data": traces, "layout": layout}
        return Packed(spec={"height": self.height, "clickable": self.clickable, "figure": figure})


def _compact(value: Any) -> Any:
    """A long list of numbers as an array; everything else as it is."""
    if isinstance(value, list | tuple) and len(value) >= _LONG and isinstance(value[0], int | float):
        array = np.asarray(value)
        return array if array.ndim == 1 and array.dtype.kind in "iuf" else value
    return value
