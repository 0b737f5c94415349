"""Densities, D*, JS and KL against numerical integration and closed forms; samples against their density."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dnnlab.gan.plane.densities import BLUR, best_discriminator, cells, density, js, kl
from dnnlab.gan.plane.knobs import HEART
from dnnlab.gan.plane.targets import GOOD, TARGETS, target

ONE, OTHER, SPREAD = np.array([[-0.3, 0.2]]), np.array([[0.4, -0.1]]), 0.4


def normal(middle: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The density, as the books write it; at is (..., 2)."""
    made: np.ndarray = np.exp(-((at - middle) ** 2).sum(-1) / (2 * SPREAD**2)) / (2 * np.pi * SPREAD**2)
    return made


def test_js_is_the_integral() -> None:
    """By Gauss and Legendre, 120 nodes on each axis of a square that is twice as wide as the grid's window."""
    nodes, weights = np.polynomial.legendre.leggauss(120)
    at = 4 * np.stack(np.meshgrid(nodes, nodes), -1)
    a, b = normal(ONE, at), normal(OTHER, at)
    middle = (a + b) / 2
    inside = (a * np.log(a / middle) + b * np.log(b / middle)) / 2
    wanted = float(16 * weights @ inside @ weights)
    assert 0.05 < wanted < 0.6  # far from nothing, and from log 2
    assert js(density(ONE, SPREAD), density(OTHER, SPREAD)) == pytest.approx(wanted, abs=2e-4)


def test_kl_of_two_normal_distributions_is_in_closed_form() -> None:
    wanted = float(((ONE - OTHER) ** 2).sum()) / (2 * SPREAD**2)
    assert kl(density(ONE, SPREAD), density(OTHER, SPREAD)) == pytest.approx(wanted, rel=2e-3)


def test_d_star_is_p_over_p_and_q_and_gives_the_value_of_the_game() -> None:
    """V(D*, G) = -log 4 + 2 JS (Goodfellow et al., 2014, theorem 1), V integrated with the D* of the grid."""
    p, q = density(ONE, SPREAD), density(OTHER, SPREAD)
    best = best_discriminator(p, q)
    at = cells()
    row, column = 20, 30
    place = np.array([at[column], at[::-1][row]])
    a, b = normal(ONE, place).item(), normal(OTHER, place).item()
    assert best[row, column] == pytest.approx(a / (a + b))
    area = (at[1] - at[0]) ** 2
    value = float((p * np.log(best) + q * np.log1p(-best)).sum() * area)
    assert value == pytest.approx(-math.log(4) + 2 * js(p, q), abs=1e-3)


def test_no_other_discriminator_has_more_value_than_d_star() -> None:
    p, q = density(ONE, SPREAD), density(OTHER, SPREAD)
    best, chance = best_discriminator(p, q), np.random.default_rng(0)

    def value(d: np.ndarray) -> float:
        return float((p * np.log(d) + q * np.log1p(-d)).sum())

    for _ in range(20):
        moved = np.clip(best + 0.05 * chance.standard_normal(best.shape), 1e-6, 1 - 1e-6)
        assert value(moved) < value(np.clip(best, 1e-9, 1 - 1e-9))


def test_what_lies_outside_of_the_window_counts() -> None:
    far = density(np.array([[50.0, 50.0]]), BLUR)
    near = density(ONE, BLUR)
    assert js(near, far) == pytest.approx(math.log(2), abs=1e-6)
    assert js(far, far) == 0 and kl(near, near) == 0
    assert kl(near, far) > 10


def test_points_that_are_no_numbers_count_as_far_away() -> None:
    broken = np.array([[np.nan, 0.0], [np.inf, 1.0]])
    assert density(broken, BLUR).max() == 0
    assert np.isfinite(js(density(ONE, BLUR), density(broken, BLUR)))


@pytest.mark.parametrize("name", TARGETS)
def test_samples_have_the_density_and_are_good(name: str) -> None:
    aim = target(name, 0.08, HEART)
    truth = density(aim.centres, math.hypot(0.08, BLUR))
    assert truth.sum() * (4 / 48) ** 2 == pytest.approx(1, abs=0.02)
    points = aim.sample(4_000, np.random.default_rng(0))
    assert js(truth, density(points, BLUR)) < 0.005
    modes, good = aim.judge(points)
    assert modes == aim.count
    assert good > 1 - math.exp(-(GOOD**2) / 2) - 0.01  # exactly that for one Gaussian: two normal numbers
