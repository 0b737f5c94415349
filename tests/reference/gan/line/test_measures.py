"""Densities, D*, the divergence and the value against integrals, closed forms and counts."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch

from dnnlab.gan.line import measures
from dnnlab.gan.line.knobs import LineConfig
from dnnlab.gan.line.net.experiment import LineGame
from dnnlab.gan.line.net.model import draw, with_slope
from dnnlab.gan.line.shapes import BOX, DATA, GAUSS, NOISE, TRIANGLE, Density, Doubles, drawn

ALL = {
    **{f"data {name}": each for name, each in DATA.items()},
    **{f"noise {name}": each for name, each in NOISE.items()},
    "drawn": drawn("002468642000000001357531"),
    "drawn to the edge": drawn("987654321098765432109876"),
}
FINE: Doubles = np.linspace(-9, 9, 180_001)
STANDARD = NOISE["normal"]


def integral(values: Doubles) -> float:
    return float(np.trapezoid(values, FINE))


@pytest.mark.parametrize("name", ALL)
def test_a_density_has_area_one_and_its_integral_is_the_distribution_function(name: str) -> None:
    density = ALL[name]
    assert integral(density.pdf(FINE)) == pytest.approx(1, abs=1e-4)
    below = np.concatenate([[0.0], np.cumsum((density.pdf(FINE)[1:] + density.pdf(FINE)[:-1]) / 2 * np.diff(FINE))])
    assert np.abs(below - density.cdf(FINE)).max() < 2e-4
    low, high = density.span
    assert density.cdf(np.array([low, high])) == pytest.approx([0, 1], abs=1e-4)


@pytest.mark.parametrize("name", ALL)
def test_draws_follow_the_distribution_function(name: str) -> None:
    density, count = ALL[name], 40_000
    found = np.sort(draw(density, count, torch.Generator().manual_seed(1))[:, 0].double().numpy())
    apart = np.abs(density.cdf(found) - (np.arange(count) + 0.5) / count).max()
    assert apart < 1.95 / math.sqrt(count), "Kolmogorov and Smirnov: more in one of 1,000 samples"


def test_a_drawn_density_has_straight_lines_between_its_heights() -> None:
    heights = [int(digit) for digit in "002468642000000001357531"]
    places = np.linspace(-4, 4, 24)
    density, apart = drawn("002468642000000001357531"), places[1] - places[0]
    assert density.pdf(places) == pytest.approx(np.array(heights) / sum(heights) / apart)
    middles = (places[1:] + places[:-1]) / 2
    assert density.pdf(middles) == pytest.approx((density.pdf(places)[1:] + density.pdf(places)[:-1]) / 2)


@pytest.mark.parametrize(("one", "other"), [("data normal", "noise normal"), ("data mixture", "data uniform"),
                                            ("drawn", "data mixture")])  # fmt: skip
def test_the_divergence_is_the_integral(one: str, other: str) -> None:
    p, q = ALL[one].pdf(FINE), ALL[other].pdf(FINE)
    middle = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        wanted = (
            integral(np.nan_to_num(p * np.log(p / middle))) / 2 + integral(np.nan_to_num(q * np.log(q / middle))) / 2
        )
    found = measures.jensen_shannon(measures.shares(ALL[one]), measures.shares(ALL[other]))
    assert found == pytest.approx(wanted, abs=5e-4)
    assert found <= wanted + 1e-6, "bins can only lose"


def test_the_divergence_goes_from_zero_to_log_two() -> None:
    p = measures.shares(ALL["data normal"])
    far = measures.shares(Density(kind=BOX, weights=(1.0,), centres=(-5.0,), widths=(0.5,)))
    assert measures.jensen_shannon(p, p) == 0
    assert measures.jensen_shannon(p, far) == pytest.approx(math.log(2), abs=1e-6)


def test_no_discriminator_is_better_than_the_best_one() -> None:
    p, q = ALL["data mixture"].pdf(FINE[::500]), ALL["data normal"].pdf(FINE[::500])
    best = measures.best(p, q)
    d = np.linspace(1e-6, 1 - 1e-6, 2_001)[:, None]
    searched = d[np.argmax(p * np.log(d) + q * np.log1p(-d), axis=0), 0]
    assert np.abs(searched - best)[p + q > 1e-9].max() < 1e-3


def test_the_value_of_the_best_is_the_bound_and_others_lie_below() -> None:
    p, q = measures.shares(ALL["data mixture"]), measures.shares(ALL["noise normal"])
    with np.errstate(divide="ignore"):
        best = np.clip(np.log(p) - np.log(q), -600, 600)  # the score s with sigmoid(s) = p / (p + q)
    bound = measures.bound(measures.jensen_shannon(p, q))
    assert measures.value(best, p, q) == pytest.approx(bound, abs=1e-9)
    random = np.random.default_rng(0)
    for size in (0.01, 0.3, 3.0):
        assert measures.value(best + size * random.standard_normal(len(best)), p, q) < bound
    assert measures.bound(0.0) == -math.log(4)


def test_the_value_is_the_mean_over_both_densities() -> None:
    game = trained()
    scores, q = game.measured()
    wanted = measures.value(scores, measures.shares(game.config.target), q)
    real = draw(game.config.target, 200_000, torch.Generator().manual_seed(5))
    with torch.no_grad():
        fake = game.generator(draw(game.config.source, 200_000, torch.Generator().manual_seed(6)))
        d_real, d_fake = (game.discriminator(each).double().sigmoid() for each in (real, fake))
    assert float(d_real.log().mean() + (1 - d_fake).log().mean()) == pytest.approx(wanted, abs=0.005)


CASES: dict[str, tuple[Callable[[Doubles], Doubles], Callable[[Doubles], Doubles], Callable[[Doubles], Doubles]]] = {
    "rising line": (lambda z: 0.7 * z + 0.4, lambda z: 0 * z + 0.7, lambda x: STANDARD.pdf((x - 0.4) / 0.7) / 0.7),
    "falling line": (lambda z: 1 - 2 * z, lambda z: 0 * z - 2, lambda x: STANDARD.pdf((1 - x) / 2) / 2),
    "cube": (lambda z: z + z**3 / 9, lambda z: 1 + z**2 / 3, lambda x: np.full_like(x, np.nan)),
    "square, which turns": (
        lambda z: z**2 - 1,
        lambda z: 2 * z,
        lambda x: STANDARD.pdf(np.sqrt(x + 1)) / np.sqrt(x + 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_change_of_variables_is_the_closed_form_and_the_histogram(name: str) -> None:
    function, slope, closed = CASES[name]
    z = np.linspace(-4, 4, 513)
    edges = np.linspace(-0.9, 3.0, 40)
    x = np.linspace(-0.9, 3.0, 391)  # 10 to a bin
    found = measures.by_change_of_variables(x, z, function(z), slope(z), STANDARD)
    if name != "cube":
        assert found == pytest.approx(closed(x), rel=0.01, abs=2e-4)
    fakes = function(np.random.default_rng(0).standard_normal(400_000))
    counted = np.histogram(fakes, edges)[0] / len(fakes)
    held = [float(np.trapezoid(found[10 * i : 10 * i + 11], x[10 * i : 10 * i + 11])) for i in range(39)]
    assert np.abs(counted - held).max() < 0.002
    pushed = measures.pushed(function(np.linspace(-4, 4, measures.PLACES)), measures.places(STANDARD)[1])
    below = np.interp([-0.9, 0.3, 1.1, 3.0], measures.EDGES, np.concatenate([[0], np.cumsum(pushed)]))
    assert below == pytest.approx([float((fakes < edge).mean()) for edge in (-0.9, 0.3, 1.1, 3.0)], abs=0.004)


def test_a_network_s_exact_density_is_the_histogram_of_its_fakes() -> None:
    game = trained()
    z = np.linspace(*game.config.source.span, 513)
    made, slope = (
        each[:, 0].double().numpy()
        for each in with_slope(game.generator, torch.from_numpy(z.astype(np.float32)).unsqueeze(1))
    )
    middles = np.linspace(-3, 5, 81)[:-1] + 0.05
    found = measures.by_change_of_variables(middles, z, made, slope, game.config.source)
    with torch.no_grad():
        fakes = game.generator(draw(game.config.source, 400_000, torch.Generator().manual_seed(2)))[:, 0].numpy()
    counted = np.histogram(fakes, np.linspace(-3, 5, 81))[0] / len(fakes) / 0.1
    assert np.abs(found - counted).max() < 0.02
    assert measures.turns(made) == 0


def test_a_map_that_turns_is_counted() -> None:
    z = np.linspace(-3, 3, 100)
    assert [measures.turns(each) for each in (z, -z, z**2, np.sin(2 * z), 0 * z)] == [0, 0, 1, 4, 0]


def test_the_distance_from_one_half_leaves_out_where_next_to_nothing_is() -> None:
    p = q = measures.shares(ALL["data normal"])
    flat = np.zeros(len(p))
    assert measures.from_half(flat, p, q) == 0
    rare = p + q < 0.05 * (p + q).max()
    assert measures.from_half(np.where(rare, 9.0, 0.0), p, q) == 0
    assert measures.from_half(np.where(rare, 0.0, 1.0), p, q) == pytest.approx(1 / (1 + math.exp(-1)) - 0.5)


def test_kinds_are_told_apart() -> None:
    assert {each.kind for each in ALL.values()} == {GAUSS, BOX, TRIANGLE}


def trained() -> LineGame:
    game = LineGame(LineConfig(seed=3))
    while game.steps_taken < 300:
        game.step()
    return game
