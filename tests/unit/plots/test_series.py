"""Smoothing counts steps, not points; what is drawn is few, with both ends."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.live.history import History
from dnnlab.plots.series import POINTS, WINDOW, smoothed, thinned


def reference(steps: np.ndarray, values: np.ndarray, window: int = WINDOW) -> list[float]:
    """The definition, one step after the other."""
    means = []
    for now in steps:
        inside = [value for step, value in zip(steps, values, strict=True) if now - window < step <= now]
        means.append(sum(inside) / len(inside))
    return means


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_mean_of_the_steps_in_the_window(seed: int) -> None:
    random = np.random.default_rng(seed)
    steps = np.cumsum(random.integers(1, random.integers(2, 60), 300))  # ascending, with gaps
    values = random.normal(size=300) * 10.0 ** random.integers(-6, 6)
    for window in (1, 2, WINDOW, 1000):
        same, means = smoothed(steps, values, window)
        assert same is steps
        np.testing.assert_allclose(
            means, reference(steps, values, window), rtol=1e-9, atol=1e-12 * np.abs(values).max()
        )


def test_of_every_step_it_is_the_last_20_values() -> None:
    values = np.random.default_rng(0).normal(size=100)
    means = smoothed(np.arange(1, 101), values)[1]
    assert means[0] == values[0]
    assert means[4] == pytest.approx(values[:5].mean())
    assert means[-1] == pytest.approx(values[-20:].mean())


@pytest.mark.parametrize("length", [1_500, 3_000, 9_000, 70_000])
def test_a_thinned_history_is_averaged_over_the_same_steps(length: int) -> None:
    history = History()
    for step in range(1, length + 1):
        history.add(step, {"loss": float(step)})
    steps, values = history.curves()["loss"]
    means = smoothed(steps, values)[1]
    behind = values - means  # of a straight line: the window's middle
    assert (behind < WINDOW).all()
    stride = int(steps[1] - steps[0])
    expected = 0 if stride >= WINDOW else (WINDOW - 1) // stride * stride / 2
    np.testing.assert_allclose(behind[WINDOW:-1], expected)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308])
def test_a_value_that_is_not_finite_spoils_its_own_window_and_no_other(bad: float) -> None:
    values = np.ones(100)
    values[[30, 33]] = bad
    means = smoothed(np.arange(100), values)[1]
    assert (means[:30] == 1).all()
    assert not np.isfinite(means[33:50]).any()
    assert (means[53:] == 1).all(), "not even a rounding error is left"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_anything_is_left_as_it_is(count: int) -> None:
    steps, values = np.arange(count) * 100, np.full(count, 3.0)
    assert smoothed(steps, values)[1].tolist() == values.tolist()
    assert thinned(steps, values)[0].tolist() == steps.tolist()


@pytest.mark.parametrize("count", [5, POINTS - 1, POINTS, POINTS + 1, 10_000])
def test_a_curve_has_at_most_400_points_with_both_ends(count: int) -> None:
    steps = np.arange(count) * 7
    few, values = thinned(steps, steps / 2)
    assert len(few) == min(count, POINTS)
    assert (few[0], few[-1]) == (0, steps[-1])
    assert (np.diff(few) > 0).all()
    assert (values == few / 2).all()
