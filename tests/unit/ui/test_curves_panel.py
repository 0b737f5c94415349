"""The panel of a run's curves: where its axis ends, what a pinned run changes, what it says in words."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.plots.palette import LIGHT
from dnnlab.plots.rows import Line, Row
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.curves import HEIGHT, curves_panel

ROW = Row(lines=(Line(metric="loss", name="loss"),), log=True)


def snapshot(step: int, total: int | None = 5_000) -> Snapshot:
    steps = np.arange(1, step + 1)
    latest = {"loss": 0.25} if step else {}
    status = Status(config=LeNetConfig(), step=step, total_steps=total, latest=latest, state=State.PAUSED)
    return Snapshot(status=status, curves={"loss": (steps, 0.25 + 1 / steps)})


def panel(now: Snapshot, pinned: Snapshot | None = None, **options: int) -> FigurePanel:
    return curves_panel(now, pinned, (ROW,), LIGHT, title="The loss", caption="How to read it.", **options)


@pytest.mark.parametrize(
    ("step", "total", "end"),
    [(0, 5_000, 100), (150, 5_000, 200), (5_000, 5_000, 5_000), (40, 60, 60), (150, None, 200)],
)
def test_the_axis_grows_with_the_run_up_to_its_end(step: int, total: int | None, end: int) -> None:
    assert panel(snapshot(step, total)).figure.layout.xaxis.range == (0, end)


def test_a_pinned_run_is_drawn_behind_in_full_width_and_seen_whole() -> None:
    alone, beside = panel(snapshot(150), columns=5), panel(snapshot(150), snapshot(900, 1_000), columns=5)
    assert (alone.columns, beside.columns) == (5, 12)
    assert len(beside.figure.data) == 1 + len(alone.figure.data)
    assert beside.figure.layout.xaxis.range == (0, 1_000)
    assert panel(snapshot(150), snapshot(900, None)).figure.layout.xaxis.range == (0, 1_000), "without an end"


def test_it_says_in_words_where_the_run_stands() -> None:
    assert panel(snapshot(150)).alt == "The loss over steps. step 150 of 5,000 · paused: loss 0.25."
    assert panel(snapshot(0)).alt == "The loss over steps. step 0 of 5,000 · paused."
    assert (panel(snapshot(0)).height, panel(snapshot(0)).caption) == (HEIGHT, "How to read it.")
