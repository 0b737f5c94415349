"""A lesson's curves get their marks from the workbench."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dnnlab.live.wire import Event, Status, Tune
from dnnlab.plots.figures import figure
from dnnlab.plots.palette import LIGHT
from dnnlab.plots.sheets import Tiles
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.marks import with_marks
from tests.live.toy_knobs import ToyConfig

CURVE = FigurePanel(
    figure=figure([{"type": "scatter", "x": [1, 2], "y": [1, 0]}], LIGHT, xaxis={"range": [0, 10]}, yaxis={}),
    title="Loss", alt="The loss.",
)  # fmt: skip
PICTURE = TilesPanel(tiles=Tiles(pixels=np.zeros((1, 2, 2), np.uint8), paint="diverging"), title="Weights")


def test_figures_are_marked_and_it_is_said_in_words() -> None:
    status = Status(
        config=ToyConfig(learning_rate=0.5), begun=ToyConfig(),
        changes=(Tune(step=4, values={"learning_rate": 0.5}), Event(step=7, text="1")),
    )  # fmt: skip
    other = replace(CURVE, over_steps=False)
    curve, picture, same = with_marks([CURVE, PICTURE, other], status, LIGHT)
    assert isinstance(curve, FigurePanel)
    assert [note.hovertext for note in curve.figure.layout.annotations] == [
        "step 4: learning rate 0.5", "step 7: 1 change by hand",
    ]  # fmt: skip
    assert curve.alt == "The loss. Changed on the way: learning rate 0.05, from step 4 on 0.5, 1 change by hand."
    assert picture is PICTURE
    assert same is other, "its axis is not the run's steps"


def test_curves_of_a_run_that_was_left_alone_stay_as_they_are() -> None:
    assert with_marks([CURVE], Status(config=ToyConfig()), LIGHT) == [CURVE]
