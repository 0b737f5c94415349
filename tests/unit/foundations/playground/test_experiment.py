"""A run of the playground: points and weights by hand while it trains, live knobs, what a look finds."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
import torch

from dnnlab.catalogue import CATALOGUE
from dnnlab.foundations.playground.knobs import DATA, STARTS, PlaygroundConfig
from dnnlab.foundations.playground.layers import FEATURES
from dnnlab.foundations.playground.net.experiment import PlaygroundTraining
from dnnlab.foundations.playground.net.model import Network
from dnnlab.foundations.points import OWN_POINTS, OWN_TABLE, REGRESSION, SETS
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.run import Run
from dnnlab.live.wire import State


def run_of(steps: int = 0, **knobs: Any) -> PlaygroundTraining:
    run = PlaygroundTraining(PlaygroundConfig(**knobs))
    for _ in range(steps):
        run.step()
    return run


def weights_of(run: PlaygroundTraining) -> np.ndarray:
    return run.net.theta.copy()


def test_a_point_is_added_moved_and_removed_and_the_net_goes_on() -> None:
    run = run_of(100)
    before, count = weights_of(run), len(run.points)
    run.apply({"add": [0.5, -1.0], "label": 1})
    assert len(run.points) == count + 1 and len(run.inputs) == int((~run.points.held_out).sum())
    assert run.inputs[-1].tolist() == [0.5, -1.0] and run.targets[-1].tolist() == [1.0]
    number = int(run.points.ids[-1])
    run.apply({"move": number, "to": [1.5, 2.0]})
    assert run.points.places[-1].tolist() == [1.5, 2.0]
    assert (weights_of(run) == before).all() and run.steps_taken == 100
    run.step()
    assert not (weights_of(run) == before).all()
    run.apply({"remove": number})
    assert len(run.points) == count and number not in run.points.ids
    with pytest.raises(ValueError, match="it has gone already"):
        run.apply({"remove": number})


def test_numbers_of_points_that_went_are_not_given_away_while_later_ones_stand() -> None:
    run = run_of(data=OWN_POINTS)
    for x in (0.1, 0.2, 0.3):
        run.apply({"add": [x, 0.0], "label": 0})
    run.apply({"remove": 1})
    run.apply({"add": [0.4, 0.0], "label": 0})
    assert run.points.ids.tolist() == [0, 2, 3]


def test_a_weight_and_a_bias_are_set_by_hand() -> None:
    run = run_of(5, hidden="3, 2")
    run.apply({"weight": [1, 1, 2], "to": 0.75})
    run.apply({"weight": [0, 2, -1], "to": -3.5})
    view = run.view()
    assert view.weights[1][1, 2] == 0.75 and view.weights[0][2, -1] == -3.5
    state = run.weights()
    assert state["hidden.3.weight"][1, 2] == 0.75 and state["hidden.0.bias"][2] == -3.5


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ({"add": [9, 0], "label": 0}, "must be in"), ({"add": [0, 0], "label": 2}, "tells 2 classes"),
        ({"add": [0], "label": 0}, "two coordinates"), ({"add": [0, float("nan")], "label": 0}, "is a number"),
        ({"move": 9999, "to": [0, 0]}, "There is no point"), ({"move": True, "to": [0, 0]}, "whole number"),
        ({"weight": [9, 0, 0], "to": 1}, "no such weight"), ({"weight": [0, 0, 0], "to": 1e9}, "must be in"),
        ({"weight": [0, 0], "to": 1}, "named by"), ({"bend": 1}, "four things"), ("add", "four things"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_with_a_sentence_before_anything_is_touched(event: Any, says: str) -> None:
    run = run_of(3)
    before = fingerprint(run.state_dict())
    with pytest.raises(ValueError, match=says):
        run.apply(event)
    assert fingerprint(run.state_dict()) == before


def test_same_seed_and_events_give_the_same_run_over_a_checkpoint() -> None:
    def events(run: PlaygroundTraining, at: int) -> None:
        if at == 20:
            run.apply({"add": [1, 1], "label": 2})
        if at == 30:
            run.apply({"remove": 3})
        if at == 40:
            run.apply({"weight": [0, 0, 0], "to": 1.0})

    knobs = dict(data="4 clouds", classes=5, dropout=0.2, input_dropout=0.1, batch_norm=True, optimizer="Nesterov")
    straight, halves = run_of(**knobs), run_of(**knobs)
    for at in range(70):
        events(straight, at)
        straight.step()
    for at in range(35):
        events(halves, at)
        halves.step()
    saved = halves.state_dict()
    resumed = run_of(**knobs)
    resumed.load_state_dict({**saved})
    for at in range(35, 70):
        events(resumed, at)
        resumed.step()
    assert fingerprint(resumed.state_dict()) == fingerprint(straight.state_dict())


def test_without_points_it_waits_and_begins_with_the_first() -> None:
    run = run_of(10, data=OWN_POINTS, classes=3)
    assert run.step() == {} and run.view().confusion.sum() == 0
    run.apply({"add": [0, 0], "label": 2})
    assert run.step()["loss"] > 0
    view = run.view()
    assert view.sizes[-1] == 3 and len(view.places) == 1


@pytest.mark.parametrize("data", [each for each in DATA if each != OWN_TABLE])
def test_every_set_trains_and_can_be_looked_at(data: str) -> None:
    run = run_of(60, data=data, hidden="5, 4")
    view = run.view()
    assert view.surface.shape == (60, 60) and len(view.maps) == 2 + 5 + 4
    if data in SETS:
        _, kind, classes = SETS[data]
        assert view.classes == (0 if kind == REGRESSION else classes)
        assert len(view.places) == 500 and int(view.held_out.sum()) == 250
        assert np.abs(view.places).max() <= 3


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("hidden", ["", "1", "32, 32, 32, 32, 32, 32"])
def test_every_size_and_start_can_be_looked_at(hidden: str, start: str) -> None:
    view = run_of(3, hidden=hidden, start=start, inputs=", ".join(FEATURES)).view()
    assert len(view.maps) == 9 + sum(view.sizes[1:-1])
    assert np.isfinite(view.warped).all() and np.isfinite(view.lines).all()


def test_a_view_survives_what_is_no_number() -> None:
    run = run_of(3, data="pinwheel")
    run.net.theta[:] = np.nan
    view = run.view()
    assert view.surface.shape == (60, 60)
    run.net.theta[:] = 1e300
    run.view()


def test_the_last_layer_cuts_along_the_border_of_the_warped_plane() -> None:
    """Right of the dashed line are exactly the points that are answered with the second class."""
    run = run_of(400, data="circle")
    view = run.view()
    _, _, sums = run.net.read(run.task.inputs(run.points.places, run.config.features))
    assert ((view.warped[:, 0] > view.border) == (sums[:, 0] > 0)).mean() > 0.995


def test_what_comes_out_is_what_the_plain_network_says() -> None:
    run = run_of(50, hidden="6 ReLU, 5", batch_norm=True, data="3 arms")
    network = Network(run.task.shape)
    network.load_state_dict(run.weights())
    network.eval()
    x = np.random.default_rng(0).normal(size=(9, 2))
    with torch.no_grad():
        expected = network.outcome(network(torch.from_numpy(x))).numpy()
    assert run.net.outcome(run.net.read(x)[2]) == pytest.approx(expected, abs=1e-9)


def test_dead_and_saturated_units_are_counted() -> None:
    run = run_of(1, hidden="4 ReLU, 3 tanh")
    run.apply({"weight": [0, 1, -1], "to": -100})
    run.apply({"weight": [1, 2, -1], "to": 60})
    view = run.view()
    assert view.dead[0] >= 1 and view.dead[1] == 0 and view.saturated[1] >= 1 and view.saturated[0] == 0
    found = run._check()
    assert found["dead_units"] == view.dead[0] / 7 and found["saturated_units"] == sum(view.saturated) / 7


def test_an_output_that_does_not_suit_its_loss_ends_the_run_with_a_sentence() -> None:
    config = PlaygroundConfig(output="linear", loss="cross-entropy")
    run = Run(CATALOGUE, "playground", config, None, time.monotonic)
    run.open()
    run.play()
    run.advance()
    assert run.state is State.DIVERGED and "the loss became nan" in run.message


def test_live_knobs_take_hold_and_the_weights_stay() -> None:
    run = run_of(10)
    before = weights_of(run)
    run.tune(
        run.config.replace(batch_size=32, activation="ReLU", learning_rate=0.1, l2=0.01, dropout=0.3, optimizer="SGD")
    )
    assert (weights_of(run) == before).all()
    assert run.batches is not None and run.batches.size == 32
    assert run.view().activations == ("ReLU", "ReLU")
    run.step()


def test_a_table_is_what_a_run_is_about() -> None:
    given = {
        "places": [[-1.0, 0.0], [1.0, 1.0], [0.5, -1.0]] * 10, "labels": [0.0, 1.0, 2.0] * 10, "names": ["a", "b"],
        "classes": ["red", "green", "blue"], "value": False,
    }  # fmt: skip
    run = PlaygroundTraining(PlaygroundConfig(data=OWN_TABLE), given)
    for _ in range(400):
        run.step()
    view = run.view()
    assert view.names == ("red", "green", "blue") and view.quality.training_error == 0
    with pytest.raises(ValueError, match="bring a file first"):
        PlaygroundTraining(PlaygroundConfig(data=OWN_TABLE))


def test_the_spiral_is_learnt() -> None:
    run = run_of(8000, hidden="16, 16")
    assert run.quality.validation_error < 0.05
