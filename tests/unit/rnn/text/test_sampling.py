"""Temperature, top-k, top-p and the draw, against closed forms and brute force."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.rnn.text.sampling import draw, filtered, keep_top_k, keep_top_p, softmax, surprise, with_temperature

SCORES = np.log(np.array([[0.5, 0.2, 0.2, 0.06, 0.04]]))


def test_temperature_is_a_power_of_the_probabilities() -> None:
    p = softmax(SCORES)
    for temperature in (0.1, 0.5, 1.0, 2.0):
        expected = p ** (1 / temperature) / (p ** (1 / temperature)).sum()
        assert np.allclose(with_temperature(SCORES, temperature), expected, atol=1e-12)


def test_extreme_scores_stay_numbers() -> None:
    p = with_temperature(np.array([[1e4, -1e4, 0.0]], np.float32), 0.1)
    assert np.array_equal(p, [[1.0, 0.0, 0.0]])


def test_top_k_keeps_the_likeliest_and_of_equals_the_first() -> None:
    p = softmax(SCORES)
    assert np.allclose(keep_top_k(p, 2), [[5 / 7, 2 / 7, 0, 0, 0]])
    assert np.allclose(keep_top_k(p, 1), [[1, 0, 0, 0, 0]])
    for all_of_them in (0, 5, 99):
        assert np.array_equal(keep_top_k(p, all_of_them), p)


@pytest.mark.parametrize(
    ("p", "kept"), [(0.4, [1]), (0.49, [1]), (0.6, [5 / 7, 2 / 7]), (0.85, [5 / 9, 2 / 9, 2 / 9]), (1.0, None)]
)
def test_top_p_keeps_the_fewest_that_reach_it(p: float, kept: list[float] | None) -> None:
    full = softmax(SCORES)[0]
    expected = full if kept is None else [*kept, *[0] * (5 - len(kept))]
    assert np.allclose(keep_top_p(full[None], p), [expected])


def test_one_sort_for_both_filters_gives_the_same_as_one_after_the_other() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        scores = rng.normal(0, 2, (2, 12)).round(int(rng.integers(1, 4)))  # with ties
        k, p, temperature = int(rng.integers(0, 14)), float(rng.uniform(0.05, 1)), float(rng.uniform(0.1, 2))
        expected = keep_top_p(keep_top_k(with_temperature(scores, temperature), k), p)
        assert np.allclose(filtered(scores, temperature, k, p), expected, atol=1e-12)


@pytest.mark.parametrize(
    "wrong", [{"temperature": 0.0}, {"temperature": float("nan")}, {"top_k": -1}, {"top_p": 0.0}, {"top_p": 1.1}]
)
def test_what_is_out_of_range_is_said(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        filtered(SCORES, **wrong)  # type: ignore[arg-type]


def test_draws_come_as_often_as_they_should_and_never_where_nothing_is() -> None:
    p = np.array([0.0, 0.5, 0.0, 0.3, 0.2, 0.0])
    chances = np.random.default_rng(1).random(20_000)
    counts = np.bincount(draw(np.tile(p, (20_000, 1)), chances), minlength=6) / 20_000
    assert np.abs(counts - p).max() < 0.02
    assert counts[[0, 2, 5]].tolist() == [0, 0, 0]
    edges = np.array([0.0, np.nextafter(1, 0)])
    assert draw(np.tile(p, (2, 1)), edges).tolist() == [1, 4]


def test_surprise_is_minus_the_log_of_the_probability() -> None:
    assert np.allclose(surprise(np.repeat(SCORES, 5, 0), np.arange(5)), -SCORES[0])
