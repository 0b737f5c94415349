"""A picture on its way through the detector: itself, what comes back, the error; of an own drawing the verdict."""

from __future__ import annotations

import numpy as np

from dnnlab.anomaly import scores
from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.pictures.views import PictureView, Rebuilt, Scored
from dnnlab.plots.sheets import Station, Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.flow import FlowPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.passing import PassedDigit


def way(shown: Rebuilt) -> list[Station]:
    """From the first of these pictures to what comes back of it, and to the error."""
    return [
        Station(name="picture", tiles=Tiles(pixels=shown.pictures[:1], columns=1)),
        Station(name="rebuilt", tiles=Tiles(pixels=shown.rebuilt[:1], columns=1)),
        Station(name="error", tiles=Tiles(pixels=shown.errors[:1], paint="diverging", columns=1)),
    ]


def own_panel(own: PassedDigit, view: PictureView, alarm: AlarmConfig) -> Panel:
    """What it becomes, its score, and whether that is an alarm."""
    scored: Scored = own.answer
    limit = scores.threshold_for(scored.held_out, alarm.accepted / 100) if len(scored.held_out) else np.inf
    value = float(scored.rebuilt.scores[0])
    who = "the network that ships, as it ended" if own.shipped else f"your run at step {view.step:,}"
    return FlowPanel(
        stations=way(scored.rebuilt),
        title=f"Yours: {'ALARM' if value > limit else 'no alarm'}, score {written(value)}", columns=7, leads=True,
        pair="pictures",
        caption=f"Normal is: {scored.normal}. Threshold {written(limit)}. Rebuilt by {who}. Orange: ink that did not "
        "come back; blue: ink that was not there.",
        alt=f"Your drawing, what the network rebuilds, the error; score {written(value)}, threshold {written(limit)}.",
    )  # fmt: skip
