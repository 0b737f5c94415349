"""The game in the plane: slow motion is the same game, knobs that change on the way, what a look shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dnnlab.gan.games import GAMES, NON_SATURATING, WASSERSTEIN, WASSERSTEIN_GP
from dnnlab.gan.plane.knobs import HEART, PlaneConfig, layers
from dnnlab.gan.plane.net.experiment import PlaneGame
from dnnlab.gan.plane.net.judge import ranked
from dnnlab.gan.plane.phases import LAST, PHASES, following, left
from dnnlab.gan.plane.targets import DRAWN, SIDE, TARGETS, read_drawing, target, write_drawing
from dnnlab.live.config import InvalidConfig

SMALL = PlaneConfig(batch_size=16, generator_layers="8", discriminator_layers="8", run_length=100)


def weights(game: PlaneGame) -> dict[str, torch.Tensor]:
    return game.weights()


def same(one: PlaneGame, other: PlaneGame) -> bool:
    mine, theirs = weights(one), weights(other)
    return mine.keys() == theirs.keys() and all(torch.equal(mine[name], theirs[name]) for name in mine)


@pytest.mark.parametrize(
    "knobs",
    [
        {"loss": NON_SATURATING},
        {"loss": WASSERSTEIN_GP, "discriminator_steps": 3},
        {"loss": WASSERSTEIN, "instance_noise": 0.3},
        {"spectral": True, "discriminator_steps": 2, "examples": "50"},
    ],
    ids=["plain", "penalty", "clipped", "spectral"],
)
def test_the_phases_of_an_iteration_are_the_iteration_bit_for_bit(knobs: dict[str, object]) -> None:
    fast, slow = PlaneGame(SMALL.replace(**knobs)), PlaneGame(SMALL.replace(slow=True, **knobs))
    phases = left(0, 0, fast.config.discriminator_steps)
    for _ in range(3):
        fast.step()
        for _ in range(phases):
            slow.step()
        assert slow.iteration == fast.iteration and same(fast, slow)
        assert slow.metrics == fast.metrics


def test_an_iteration_that_began_in_slow_motion_is_ended_at_full_speed() -> None:
    fast, slow = PlaneGame(SMALL), PlaneGame(SMALL.replace(slow=True))
    fast.step()
    for _ in range(7):
        slow.step()
    slow.tune(SMALL)
    slow.step()
    assert slow.steps_taken == 8 and slow.iteration == 1 and same(fast, slow)
    fast.step()
    slow.step()
    assert same(fast, slow)


def test_the_end_is_told_in_steps_of_the_present_speed() -> None:
    game = PlaneGame(SMALL.replace(run_length=100, discriminator_steps=2))
    for _ in range(10):
        game.step()
    assert game.total_steps == 100
    game.tune(game.config.replace(slow=True))
    assert game.total_steps == 10 + 90 * 15
    for _ in range(4):
        game.step()
    assert game.total_steps == 10 + 90 * 15
    game.tune(game.config.replace(slow=False))
    assert game.total_steps == 14 + 90
    game.step()
    assert game.iteration == 11 and game.total_steps == 15 + 89


def test_a_run_goes_on_from_the_middle_of_an_iteration() -> None:
    one, other = PlaneGame(SMALL.replace(slow=True)), PlaneGame(SMALL.replace(slow=True))
    for _ in range(13):
        one.step()
    other.load_state_dict(one.state_dict())
    assert other.phase == 3
    for _ in range(20):
        assert one.step() == other.step()
    assert same(one, other)


def test_phases_follow_each_other_and_d_takes_its_turns() -> None:
    place, seen = (0, 0), []
    for _ in range(15):
        place = following(*place, 2)
        seen.append(place)
    assert [phase for phase, _ in seen] == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert [turn for _, turn in seen[:10]] == [1] * 5 + [2] * 5
    assert following(5, 3, 1) == (6, 3)  # fewer turns were asked for meanwhile
    assert len(PHASES) == LAST


def test_only_the_phases_of_a_side_change_its_weights() -> None:
    game = PlaneGame(SMALL.replace(slow=True))
    moved = []
    for phase in range(1, LAST + 1):
        before = weights(game)
        game.step()
        after = weights(game)
        moved.append({name.split(".")[0] for name in after if not torch.equal(before[name], after[name])})
        assert game.view().phase == phase
    assert moved == [set()] * 4 + [{"discriminator"}] + [set()] * 4 + [{"generator"}]


@pytest.mark.parametrize("game", GAMES)
def test_every_game_moves_the_fakes_towards_the_data(game: str) -> None:
    run = PlaneGame(PlaneConfig(loss=game, run_length=400))
    first = run.step()["js"]
    for _ in range(399):
        metrics = run.step()
    assert metrics["js"] < first - 0.05
    assert run.view().now.js == metrics["js"]


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_a_view(name: str) -> None:
    run = PlaneGame(SMALL.replace(target=name, noise_size=1 if name == DRAWN else 8))
    run.step()
    view = run.view()
    assert view.heat.shape == view.best.shape == (48, 48)
    assert view.fake.shape == view.real.shape == (400, 2)
    assert view.ceiling.good > 0.97 and view.ceiling.js < 0.02 < view.floor.js


def test_optimizers_rates_and_drawing_change_on_the_way() -> None:
    game = PlaneGame(SMALL.replace(target=DRAWN))
    game.step()
    ink = np.zeros((SIDE, SIDE), bool)
    ink[2, 3] = True
    told = game.config.replace(
        generator_optimizer="SGD", discriminator_rate=0.1, momentum=0.0, drawing=write_drawing(ink)
    )
    game.tune(told)
    assert isinstance(game.generator_optimizer, torch.optim.SGD)
    assert game.discriminator_optimizer.param_groups[0]["lr"] == 0.1
    assert game.discriminator_optimizer.param_groups[0]["betas"][0] == 0.0
    game.step()
    assert len(game.centres) == 1 and game.view().mode_count == 1
    assert game.centres[0].tolist() == pytest.approx([-2 + 3.5 / 6, 2 - 2.5 / 6])


def test_an_optimizer_of_another_kind_is_gone_on_with() -> None:
    one = PlaneGame(SMALL)
    one.step()
    one.tune(SMALL.replace(generator_optimizer="momentum"))
    one.step()
    other = PlaneGame(one.config)
    other.load_state_dict(one.state_dict())
    for _ in range(3):
        one.step()
        other.step()
    assert same(one, other)


def test_what_is_not_finite_leaves_the_weights_alone() -> None:
    game = PlaneGame(SMALL)
    with torch.no_grad():
        game.discriminator.layers[0].weight.fill_(float("nan"))
    before = weights(game)
    metrics = game.step()
    assert np.isnan(metrics["discriminator_loss"]) and game.steps_taken == 0
    assert all(torch.equal(before[name].nan_to_num(), each.nan_to_num()) for name, each in weights(game).items())
    assert np.isfinite(game.view().arrows).all()


def test_with_fixed_examples_d_sees_these_alone_and_copies_are_told() -> None:
    game = PlaneGame(SMALL.replace(examples="50", spread=0.3))
    metrics = game.step()
    rows = {tuple(each) for each in game.examples.tolist()}  # type: ignore[union-attr]
    game.tune(game.config.replace(slow=True))
    game.step()
    assert {tuple(each) for each in game.drawn["real"].tolist()} <= rows
    assert metrics["copying"] > 0.5 and 0 <= metrics["known"] <= 1


def test_ranking_is_the_share_of_pairs() -> None:
    assert ranked(torch.tensor([2.0, 3.0]), torch.tensor([1.0, 2.0])) == (3 + 0.5) / 4


def test_modes_are_covered_by_a_fifth_of_a_fair_share() -> None:
    aim = target("2 Gaussians", 0.1)
    left_one, right_one = np.tile([[-1.0, 0.0]], (95, 1)), np.tile([[1.0, 0.0]], (5, 1))
    assert aim.judge(np.concatenate([left_one, right_one]).astype(np.float32)) == (1, 1.0)
    assert aim.judge(np.concatenate([left_one, right_one[:1].repeat(20, 0)]).astype(np.float32)) == (2, 1.0)
    assert aim.judge(np.full((10, 2), np.nan, np.float32)) == (0, 0.0)


def test_a_drawing_is_its_cells_and_an_empty_one_is_refused() -> None:
    assert write_drawing(read_drawing(HEART)) == HEART and len(HEART) == 96
    for text in ("", "no drawing", write_drawing(np.zeros((SIDE, SIDE), bool))):
        with pytest.raises(InvalidConfig, match=r"drawing|drawn"):
            PlaneConfig(drawing=text)


def test_what_would_take_too_long_is_refused() -> None:
    with pytest.raises(InvalidConfig, match="too long"):
        PlaneConfig(generator_layers="256-256-256-256", batch_size=512)
    with pytest.raises(ValueError, match="at most 4"):
        layers("8-8-8-8-8")
    with pytest.raises(ValueError, match="dashes"):
        layers("none")
