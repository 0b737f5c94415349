"""The lines of the three regression losses against numpy's, a linear programme, and a general minimiser."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog, minimize

from dnnlab.foundations.losses import l1, pseudo_huber
from dnnlab.foundations.neuron.examples import LINE, WITH_OUTLIER
from dnnlab.foundations.neuron.fitting import l1_line, l2_line, pseudo_huber_line, residuals

Floats = NDArray[np.float64]
SETS = [LINE, WITH_OUTLIER, *(np.random.default_rng(seed).uniform((0, -4), (10, 12), (9, 2)) for seed in range(5))]


@pytest.mark.parametrize("points", SETS)
def test_l2_is_least_squares(points: Floats) -> None:
    np.testing.assert_allclose(l2_line(points), np.polyfit(*points.T, 1), atol=1e-9)


@pytest.mark.parametrize("points", SETS)
def test_l1_is_the_linear_programmes(points: Floats) -> None:
    """Minimise the sum of u with -u <= y - slope x - shift <= u."""
    count, (x, y) = len(points), points.T
    design = np.stack([x, np.ones(count)], -1)
    above, below = np.hstack([-design, -np.eye(count)]), np.hstack([design, -np.eye(count)])
    found = linprog(
        np.concatenate([[0, 0], np.ones(count)]), A_ub=np.vstack([above, below]), b_ub=np.concatenate([-y, y]),
        bounds=[(None, None)] * 2 + [(0, None)] * count,
    )  # fmt: skip
    assert l1(residuals(points, l1_line(points)), 0).sum() == pytest.approx(found.fun, abs=1e-8)


@pytest.mark.parametrize("delta", [0.1, 1.0, 10.0])
@pytest.mark.parametrize("points", SETS)
def test_pseudo_huber_has_the_least_loss(points: Floats, delta: float) -> None:
    def loss(line: Floats) -> float:
        return float(pseudo_huber(residuals(points, (line[0], line[1])), 0, delta).sum())

    line = pseudo_huber_line(points, delta)
    found = minimize(loss, line, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-13, "maxiter": 5000})
    assert loss(np.array(line)) <= found.fun + 1e-7
    assert loss(np.array(line)) <= loss(np.array(l2_line(points)))
    assert loss(np.array(line)) <= loss(np.array(l1_line(points)))


def test_pseudo_huber_goes_from_l1_to_l2() -> None:
    slopes = [pseudo_huber_line(WITH_OUTLIER, delta)[0] for delta in (0.01, 0.1, 1, 10, 1000)]
    assert slopes == sorted(slopes, reverse=True)
    assert slopes[0] == pytest.approx(l1_line(WITH_OUTLIER)[0], abs=0.02)
    assert slopes[-1] == pytest.approx(l2_line(WITH_OUTLIER)[0], abs=1e-4)


def test_points_above_one_another_have_a_level_line() -> None:
    points = np.array([[3.0, 1.0], [3.0, 2.0], [3.0, 9.0]])
    assert l2_line(points) == (0, pytest.approx(4))
    assert l1_line(points) == (0, 2)
    slope, shift = pseudo_huber_line(points, 0.1)
    assert slope == 0
    assert 1.9 < shift < 2.4


def test_a_delta_of_0_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="delta must be above 0, got 0"):
        pseudo_huber_line(LINE, 0)
