"""Part of the lesson: a detector of two columns, whose error can be looked at everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from dnnlab.anomaly.plane.figures import ROWS, distance_map, error_map
from dnnlab.anomaly.plane.knobs import PlaneConfig
from dnnlab.anomaly.plane.views import PlaneView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.anomaly.pictures.lesson import LESSON
from pages.anomaly.pictures.maths import PLANE_MATHS
from pages.anomaly.pictures.questions import ON_THE_PLANE

SLUG = "plane-autoencoder"
MAP, CURVES = 300, 200
"""Heights in pixels."""
CODE = (
    TRAINS,
    Source("dnnlab/anomaly/net/models.py", "Dense"),
    Source("dnnlab/anomaly/plane/net/experiment.py", "PlaneAutoencoder", "plane"),
    Source("dnnlab/anomaly/net/detectors.py", "NeighboursDetector"),
)


@dataclass(frozen=True, slots=True)
class PlaneScene:
    """Panels of a run in the plane."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The loss, and the share of the empty plane without an alarm."""
        return [
            curves_panel(
                now, pinned, ROWS, palette, title="A low loss, and holes far from all data", height=CURVES, columns=12,
                caption="Below: of the plane more than 1.5 from all points, the share in which there is no alarm.",
            )
        ]  # fmt: skip

    def pictures(self, view: PlaneView, palette: Palette) -> Sequence[Panel]:
        """The network's error and the neighbours' distance over the same plane."""
        found = np.isfinite(view.threshold) and view.hole_score <= view.threshold
        told = (
            f"A hole {written(view.hole_distance)} from all points: score {written(view.hole_score, digits=2)}"
            if found else "No hole far from the points"
        )  # fmt: skip
        limit = written(view.threshold, digits=2)
        line = "solid line: all that the decoder can write" if len(view.curve) else "with two numbers it can copy"
        return [
            FigurePanel(
                figure=error_map(view, palette, height=MAP), title=told, columns=6, height=MAP, leads=True, pair="map",
                over_steps=False,
                caption=f"Network. Green: no alarm; red: alarm; dashed: the threshold, {limit}; {line}.",
                alt=f"Map of the network's error over the plane. {told}, threshold {limit}.",
            ),
            FigurePanel(
                figure=distance_map(view, palette, height=MAP), title="Distance to the nearest points: no hole",
                columns=6, height=MAP, leads=True, pair="distance", over_steps=False,
                caption="5 nearest neighbours, threshold likewise: 5 % of held-out points are above it.",
                alt="Map of the mean distance to the five nearest points: it grows in all directions.",
            ),
        ]  # fmt: skip


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(PlaneConfig, SLUG, above=above, prefix="plane_")
    bench = Workbench(
        SLUG, SLUG, config, PlaneScene(), recorded(SLUG), owner=owner, milestone=partial(reached, ON_THE_PLANE)
    )
    with stage:
        bench.show()
        with bench.moment:
            ask_now(ON_THE_PLANE, SLUG, config, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_THE_PLANE, SLUG, config, bench=bench),
            maths=PLANE_MATHS,
            code=CODE,
            bench=bench,
            metrics=("held_out_loss", "missed"),
        )
