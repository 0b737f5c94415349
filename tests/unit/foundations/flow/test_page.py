"""The deep network on the page: what vanishes and explodes, in pictures, words and printed numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from dnnlab.foundations.flow import figures
from dnnlab.foundations.flow.knobs import FlowConfig
from dnnlab.foundations.flow.net.experiment import FlowTraining
from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from pages.foundations.flow.maths import maths
from pages.foundations.flow.scene import LOST, FlowScene, left_in_words
from tests.unit.printed import assert_holds

EXPLODES = {"depth": 12, "activation": "linear", "start": "large normal"}


def trained(steps: int = 1, **knobs: Any) -> FlowTraining:
    run = FlowTraining(FlowConfig(**knobs))
    for _ in range(steps):
        run.step()
    return run


def shown(run: FlowTraining) -> Snapshot:
    view = run.view()
    return Snapshot(status=Status(config=run.config, state=State.PAUSED, step=view.step), view=view)


@pytest.mark.parametrize(
    ("knobs", "says"),
    [
        ({}, "vanishes"), (EXPLODES, "explodes"), ({"depth": 2}, "comes through"),
        ({"activation": "ReLU", "start": "small normal", "depth": 60}, "vanishes"),
        ({"activation": "ReLU", "start": "He"}, "comes through"), ({"norm": "layer", "activation": "tanh"}, "comes"),
    ],
)  # fmt: skip
def test_what_becomes_of_the_gradient_is_said(knobs: dict[str, Any], says: str) -> None:
    assert says in figures.verdict(trained(0, **knobs).view())


def test_a_deeper_sigmoid_net_has_less_left() -> None:
    left = [figures.ratio(trained(0, depth=depth).view()) for depth in (2, 5, 10, 20)]
    assert all(after < before / 3 for before, after in pairwise(left))


def test_the_profile_before_the_first_step_stays() -> None:
    run = trained(0, activation="tanh", depth=5)
    before = run.view()
    assert (before.now.gradients == before.first.gradients).all()
    for _ in range(5):
        run.step()
    after = run.view()
    assert (after.first.gradients == before.first.gradients).all()
    assert (after.now.gradients != after.first.gradients).all()


@pytest.mark.parametrize(
    "knobs", [{}, EXPLODES, {"depth": 60, "shortcuts": True, "clip": 1.0}, {"depth": 2, "norm": "batch"}], ids=str
)
def test_every_run_can_be_drawn(knobs: dict[str, Any]) -> None:
    for run in (trained(0, **knobs), trained(2, **knobs)):
        panels = FlowScene().pictures(run.view(), DARK)
        assert len(payload.encode(panels, DARK)) < 100_000
        for each in panels:
            if isinstance(each, FigurePanel):
                go.Figure(each.figure.to_dict())  # validates what the page builds unvalidated


def test_a_run_that_overflowed_can_be_drawn() -> None:
    for value in (float("nan"), 1e30, float("inf")):
        run = trained(1, depth=4)
        with torch.no_grad():
            for each in run.model.parameters():
                each.fill_(value)
        payload.encode(FlowScene().pictures(run.view(), LIGHT), LIGHT)
        maths(run.config, shown(run))


@pytest.mark.parametrize(
    "knobs", [{}, {"activation": "tanh", "depth": 3}, {"activation": "ReLU", "clip": 0.25}], ids=str
)
def test_the_numbers_of_the_maths_hold(knobs: dict[str, Any]) -> None:
    for seed in range(3):
        run = trained(2, seed=seed, **knobs)
        text = maths(run.config, shown(run))
        (chain,) = [each for each in text if " \\cdot " in each and each[0].isdigit()]
        assert_holds(chain)
        (starts,) = [each for each in text if "Xavier: " in each]
        assert_holds(starts, results=2)
        cut = [each for each in text if each.startswith(r"\frac{0.25}")]
        assert len(cut) == (1 if run.clipped < 1 else 0)
        for each in cut:
            assert_holds(each)


def test_exploding_gradients_end_a_run_and_clipping_saves_it() -> None:
    wild = FlowTraining(FlowConfig(depth=10, activation="ReLU", start="He", learning_rate=10.0))
    for _ in range(30):
        if not np.isfinite(list(wild.step().values())).all():
            break
    assert wild.steps_taken < 30
    tamed = FlowTraining(FlowConfig(depth=10, activation="ReLU", start="He", learning_rate=10.0, clip=0.25))
    assert all(np.isfinite(list(tamed.step().values())).all() for _ in range(30))


def test_a_layers_factor_multiplied_over_the_layers_is_what_is_left() -> None:
    view = trained(0, depth=10).view()
    assert figures.a_layer(view) ** 9 == pytest.approx(figures.ratio(view))
    assert [bar.name for bar in figures.standing(view)][:2] == ["left at layer 1", "each layer, on average"]


@pytest.mark.parametrize(("depth", "gone"), [(20, False), (60, True)])
def test_a_gradient_that_has_become_0_is_no_cliff(depth: int, gone: bool) -> None:
    view = trained(0, depth=depth).view()
    assert (figures.lost(view) > 0) == gone
    captions = [panel.caption for panel in FlowScene().pictures(view, LIGHT)]
    assert any(LOST in caption for caption in captions) == gone
    (each,) = (bar.value for bar in figures.standing(view) if bar.name == "each layer, on average")
    assert (each == "cannot be told") == gone, "what is below all numbers says nothing about a layer"


def test_a_tiny_number_is_explained_and_others_are_not() -> None:
    assert re.search(
        r"([\d.]+)e-\d+ is \1 with the point moved \d+ places to the left", left_in_words(trained(0).view())
    )
    assert "places" not in left_in_words(trained(0, depth=2).view())
