"""What the races do: who arrives, who flies off, what a mini-batch is; and what the page says of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from dnnlab.catalogue import CATALOGUE
from dnnlab.data import mnist
from dnnlab.foundations.optimizers import figures
from dnnlab.foundations.optimizers.knobs import NOBODY, RaceConfig
from dnnlab.foundations.optimizers.net.experiment import Race
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.optimizers.surfaces import POINTS, REGRESSION, SURFACES
from dnnlab.foundations.weight_race.knobs import LENET, MLP, NETWORKS, NetRaceConfig
from dnnlab.foundations.weight_race.net.experiment import WeightRace, network
from dnnlab.live.config import InvalidConfig
from dnnlab.live.recorded import load
from dnnlab.live.wire import Snapshot, Status
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.components.stage.component import Click
from pages.foundations.optimizers.maths import on_a_network, on_a_surface, table
from pages.foundations.optimizers.questions import ON_WEIGHTS, QUESTIONS
from pages.foundations.optimizers.scene import SURFACE, RaceScene, WeightScene, start_of

EVERYBODY = dict.fromkeys(RULES, True)


def raced(steps: int, **knobs: object) -> tuple[Race, list[dict[str, float]]]:
    race = Race(RaceConfig(**knobs))  # type: ignore[arg-type]
    return race, [race.step() for _ in range(steps)]


def test_all_begin_at_one_place_and_the_first_step_goes_against_the_gradient() -> None:
    race, (heights,) = raced(1, surface="bowl", start_x=1.0, start_y=-0.5)
    assert race.paths[0].tolist() == [[1.0, -0.5]] * 6
    moved = race.paths[1] - race.paths[0]
    assert (moved[:, 0] < 0).all()
    assert (moved[:, 1] > 0).all()
    assert heights["sgd"] == pytest.approx((0.99**2 + 0.495**2) / 2)


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_can_be_raced_on_by_everybody(surface: str) -> None:
    race, heights = raced(60, surface=surface, **EVERYBODY)
    assert all(map(math.isfinite, heights[-1].values()))
    assert race.view().paths.shape == (61, len(RULES), 2)


def test_who_flies_off_stands_still_and_the_race_goes_on() -> None:
    race, heights = raced(100, surface="Rosenbrock", rate_sgd=1.0)
    assert np.abs(race.places[0]).max() <= 1e4
    assert np.isinf(race.view().heights[0])
    start = SURFACES["Rosenbrock"].at(race.paths[0, 0])
    assert figures.standing(race.view(), start)[0].value == figures.FLEW
    assert heights[-1]["adam"] < heights[0]["adam"]


def test_arrived_is_who_comes_below_the_target_and_stays_there() -> None:
    race, heights = raced(200)
    for k, key in enumerate(race.keys):
        below = np.array([each[key] for each in heights]) <= race.target
        last_above = np.flatnonzero(~below)[-1] if (~below).any() else -1
        assert race.reached[k] == (last_above + 2 if below[-1] else -1)


def test_an_epoch_of_the_regression_sees_each_example_once() -> None:
    race = Race(RaceConfig(surface=REGRESSION, batch=8))
    seen = [race._chance()[1] for _ in range(POINTS // 8)]
    assert sorted(np.concatenate(seen).tolist()) == list(range(POINTS))
    for _ in range(5):
        race.step()
    assert race.view().epochs == 1.0


def test_noise_is_the_same_for_all() -> None:
    race, _ = raced(1, surface="saddle", start_x=0.0, start_y=0.0, noise=0.5)
    assert np.abs(race.gradients - race.gradients[0]).max() == 0
    assert np.abs(race.gradients[0]).max() > 0


def test_a_race_without_racers_is_refused() -> None:
    with pytest.raises(InvalidConfig, match=NOBODY.split(":")[0]):
        RaceConfig(**dict.fromkeys(RULES, False))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NETWORKS)
def test_a_vector_of_weights_answers_as_the_network_does(name: str) -> None:
    race = WeightRace(NetRaceConfig(network=name))
    alone, read = network(name, torch.Generator().manual_seed(0))
    theta = torch.cat([each.detach().reshape(-1) for each in alone.parameters()])
    images = read(mnist.validation().images[:4])
    assert torch.allclose(race.answers(theta, images), alone(images), atol=1e-6)
    assert len(race.before) == {MLP: 25_450, LENET: 61_706}[name]


def test_its_steps_are_those_of_torch_on_the_same_network() -> None:
    race = WeightRace(NetRaceConfig(sgd=False, momentum=False, adagrad=False, rmsprop=False))
    twin = WeightRace(NetRaceConfig(sgd=False, momentum=False, adagrad=False, rmsprop=False))
    model = twin.network
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(5):
        race.step()
        chosen = twin.batches.next()
        labels = torch.from_numpy(twin.digits.labels[chosen].astype(np.int64))
        optimizer.zero_grad()
        F.cross_entropy(model(twin.read(twin.digits.images[chosen])), labels).backward()
        optimizer.step()
    theirs = torch.cat([each.detach().reshape(-1) for each in model.parameters()])
    assert torch.allclose(race.places[0], theirs, atol=1e-6)


def test_the_sizes_of_steps_are_shares() -> None:
    race = WeightRace(NetRaceConfig())
    race.step()
    assert race.step_sizes.sum(1) == pytest.approx(1, abs=1e-3)


def test_figures_in_the_questions_are_those_of_the_races() -> None:
    race, _ = raced(200)
    assert race.reached[0] == 193
    said = load(CATALOGUE, "optimizer-weights")
    adam = dict(zip(said.views[-1].racers, said.views[-1].accuracies, strict=True))["adam"]
    assert round(100 * float(adam)) == 93
    assert race.target == pytest.approx(0.034, abs=5e-4)
    assert len(QUESTIONS.asked) == 3
    assert len(ON_WEIGHTS.asked) == 2


@pytest.mark.parametrize(
    ("title", "click", "start"),
    [
        (SURFACE, Click(panel=0, x=0.51, y=-0.77), (0.5, -0.75)),
        (SURFACE, Click(panel=0, x=9.0, y=-9.0), (3.0, -2.5)),
        ("Height over the steps", Click(panel=1, x=1.0, y=1.0), None),
        (SURFACE, Click(panel=0), None),
    ],
)
def test_a_click_on_the_surface_is_a_start(title: str, click: Click, start: tuple[float, float] | None) -> None:
    assert start_of(title, click) == start
    if start:
        RaceConfig(start_x=start[0], start_y=start[1])


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_scenes_draw_every_view_of_their_recordings(palette: object) -> None:
    for name, scene in (
        ("optimizer-race", RaceScene()),
        ("optimizer-race", RaceScene(True)),
        ("optimizer-weights", WeightScene()),
    ):
        recorded = load(CATALOGUE, name)
        for view in (recorded.views[0], recorded.views[-1]):
            panels = scene.pictures(view, palette)  # type: ignore[arg-type]
            assert all(panel.pack().spec for panel in panels)


def test_the_maths_names_what_each_remembers() -> None:
    race, _ = raced(3, **EVERYBODY)
    config = RaceConfig(**EVERYBODY)  # type: ignore[arg-type]
    said = on_a_surface(config, Snapshot(status=Status(config=config, step=3), view=race.view()))
    assert sum(each.formula in said for each in RULES.values()) == len(RULES)
    rows = table(race.view()).splitlines()[2:]
    assert len(rows) == len(RULES)
    assert all(
        f"${letter}$ = " in row for row, rule in zip(rows, RULES.values(), strict=True) for letter in rule.letters
    )
    assert on_a_network(NetRaceConfig(), Snapshot(status=Status(config=NetRaceConfig())))
