"""The race on the playground's net: what it takes over, who errs, and what the page says of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.catalogue import CATALOGUE
from dnnlab.foundations.optimizers.figures import FLEW
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.net.experiment import PlaygroundTraining
from dnnlab.foundations.point_race import figures
from dnnlab.foundations.point_race.knobs import NO_POINTS, OF_THE_NET, PointRaceConfig, with_net
from dnnlab.foundations.point_race.net.experiment import PointRace
from dnnlab.foundations.point_race.views import TARGET
from dnnlab.foundations.points import OWN_POINTS, OWN_TABLE
from dnnlab.live.config import InvalidConfig
from dnnlab.live.recorded import load
from dnnlab.live.wire import Snapshot, Status
from dnnlab.plots.curves import MARGIN, curves
from dnnlab.plots.labels import FLAT
from dnnlab.plots.palette import DARK, LIGHT
from pages.foundations.optimizers.maths import on_points
from pages.foundations.optimizers.own_net import by_hand, is_mine, told, whose
from pages.foundations.optimizers.scene import PointScene

EVERYBODY: dict[str, Any] = dict.fromkeys(RULES, True)
MINE = PlaygroundConfig(data="moons", hidden="5 ReLU, 3", inputs="x, y, xy", l2=0.01, dropout=0.1, seed=7, noise=0.2)


def table(count: int = 40) -> dict[str, Any]:
    places = np.random.default_rng(0).uniform(-2, 2, (count, 2))
    labels = (places[:, 0] > 0).astype(float)
    return {"places": places, "labels": labels, "names": ["a", "b"], "classes": ["no", "yes"], "value": False}


@pytest.mark.parametrize("count", range(1, len(RULES) + 1))
def test_each_racers_name_has_a_line_of_its_own(count: int) -> None:
    racers = tuple(RULES)[:count]
    height = figures.height_for(racers)
    drawn = curves({}, figures.rows(racers), LIGHT, height=height)
    inside = height - MARGIN["t"] - MARGIN["b"]
    for axis, names in ((drawn.layout.yaxis, count + 1), (drawn.layout.yaxis2, count)):  # the first: with the target
        assert inside * (axis.domain[1] - axis.domain[0]) >= FLAT * names - 1e-6


def test_it_begins_with_the_playgrounds_own_net_points_and_weights() -> None:
    race, there = PointRace(with_net(PointRaceConfig(), MINE)), PlaygroundTraining(MINE)
    assert (race.net.theta == there.net.theta).all()
    assert race.task == there.task
    assert (race.inputs == there.inputs).all()
    assert (race.targets == there.targets).all()
    assert race.batches.next().tolist() == there.batches.next().tolist()  # type: ignore[union-attr]


def test_every_knob_of_the_playground_is_taken_over_or_belongs_to_its_training() -> None:
    training = {"learning_rate", "optimizer", "schedule", "period", "run_length"}
    assert set(PlaygroundConfig.knobs()) == set(OF_THE_NET) | training
    taken = with_net(PointRaceConfig(rate_sgd=0.5), MINE)
    assert taken.net == MINE
    assert taken.rate_sgd == 0.5


def test_own_points_stay_where_they_are_and_an_own_table_takes_part() -> None:
    assert with_net(PointRaceConfig(), MINE.replace(data=OWN_POINTS)).data == "spiral"
    with pytest.raises(InvalidConfig, match=NO_POINTS):
        PointRaceConfig(data=OWN_POINTS)
    race = PointRace(with_net(PointRaceConfig(), MINE.replace(data=OWN_TABLE)), table())
    assert len(race.points) == 40
    assert race.step().keys() >= set(race.keys)


def test_who_flies_off_stands_still_and_the_race_goes_on() -> None:
    race = PointRace(PointRaceConfig(data="hills", activation="linear", rate_sgd=1.0))
    first = race.step()
    metrics = [race.step() for _ in range(150)]
    assert race.away.tolist() == [True, False, False, False, False]
    assert all(np.isfinite(list(each.values())).all() for each in metrics)
    assert "error_sgd" not in metrics[-2]
    assert metrics[-2]["adam"] < first["adam"]
    assert figures.standing(race.view())[0].value == FLEW
    there = race.net.theta[0].copy()
    race.step()
    assert (race.net.theta[0] == there).all()


def test_arrived_is_whose_error_stays_below_the_target() -> None:
    race = PointRace(PointRaceConfig(data="Gaussians", run_length=500))
    checks: dict[int, dict[str, float]] = {}
    for step in range(1, 501):
        metrics = race.step()
        if any(key.startswith("error_") for key in metrics):
            checks[step] = metrics
    assert list(checks) == [1, *range(50, 501, 50)]
    for k, key in enumerate(race.keys):
        below = [each[f"error_{key}"] <= TARGET for each in checks.values()]
        since = len(below) - next((i for i, each in enumerate(reversed(below)) if not each), len(below))
        assert race.reached[k] == (list(checks)[since] if below[-1] else -1)
    assert (race.reached > 0).any()


def test_where_the_net_comes_from_is_said() -> None:
    default = PointRaceConfig()
    assert "default net**, since you have not been there" in whose(default, None)
    assert whose(with_net(default, MINE), None) == "**The net of this link**"
    assert whose(with_net(default, MINE), MINE) == "**Your net from the playground**"
    assert whose(with_net(default, MINE).replace(seed=3, batch_size=50), MINE) == "**Your net from the playground**"
    assert whose(default, MINE) == "**The playground’s default net**"
    assert not is_mine(default, MINE)
    own_points = MINE.replace(data=OWN_POINTS)
    assert is_mine(with_net(default, own_points), own_points)
    assert "spiral stands in" in by_hand(own_points, table=False, wants_table=False)
    assert "spiral stands in" in by_hand(MINE, table=False, wants_table=True)
    assert by_hand(MINE, table=True, wants_table=True) == "Your table takes part."


def test_the_net_is_told_in_words() -> None:
    assert told(PlaygroundConfig(), None) == (
        "500 points of the spiral; x, y → 8 tanh → 8 tanh → sigmoid; cross-entropy; no regularisation"
    )
    said = told(MINE.replace(batch_norm=True), None)
    assert "x, y, xy → 5 ReLU → 3 tanh → sigmoid, with batch normalisation" in said
    assert said.endswith("L2 0.01, dropout 0.1")
    assert told(MINE.replace(data=OWN_TABLE), table()).startswith("40 points of your table; ")
    assert "→ softmax" in told(PlaygroundConfig(data="5 clouds"), None)
    assert "→ linear; squared error" in told(PlaygroundConfig(data="hills"), None)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("data", ["spiral", "5 clouds", "hills"])
def test_every_kind_of_data_is_drawn(palette: Any, data: str) -> None:
    race = PointRace(PointRaceConfig(data=data, **EVERYBODY))
    before = race.view()
    race.step()
    for view in (before, race.view()):
        panels = PointScene().pictures(view, palette)
        assert all(panel.pack().spec for panel in panels)
    assert figures.standing(before)[0].value == "no check yet"


def test_the_recording_is_of_the_default_net_and_everybody_learns_there() -> None:
    said = load(CATALOGUE, "optimizer-points")
    assert said.views[0].racers == PointRaceConfig().racers
    assert said.views[-1].weights == 105
    first = next(view for view in said.views if np.isfinite(view.errors).all())
    assert (said.views[-1].errors < first.errors / 2).all()


def test_the_maths_names_the_penalties_of_the_net() -> None:
    config = with_net(PointRaceConfig(), MINE.replace(l1=0.002, max_norm=1.5))
    said = " ".join(on_points(config, Snapshot(status=Status(config=config))))
    assert r"0.002\,\mathrm{sign}(\theta) + 0.01\,\theta" in said
    assert "at most 1.5" in said


def test_a_panel_elsewhere_is_known_once_it_was_shown() -> None:
    def page() -> None:
        import streamlit as st

        from dnnlab.foundations.optimizers.knobs import RaceConfig
        from dnnlab.foundations.playground.knobs import PlaygroundConfig
        from dnnlab.ui.knobs import knob_panel, knobs_elsewhere
        from pages.foundations.optimizers.own_net import take_net

        mine = knobs_elsewhere(PlaygroundConfig, "playground")
        assert knobs_elsewhere(RaceConfig, "playground") is None
        st.caption(str(mine and mine.hidden))
        if st.toggle("playground"):
            knob_panel(PlaygroundConfig, "playground")
        else:
            from dnnlab.foundations.point_race.knobs import PointRaceConfig

            take_net("race", mine)
            st.text(knob_panel(PointRaceConfig, "race", prefix="own_").hidden)

    at = AppTest.from_function(page).run()
    assert not at.exception
    assert (at.caption[0].value, at.text[0].value) == ("None", "8, 8")
    at.toggle[0].set_value(True).run()
    next(each for each in at.text_input if each.label == "Hidden layers").set_value("4, 4").run()
    at.toggle[0].set_value(False).run()
    assert not at.exception
    assert (at.caption[0].value, at.text[0].value) == ("4, 4", "4, 4")
    assert at.query_params["own_hidden"] == "4, 4"
