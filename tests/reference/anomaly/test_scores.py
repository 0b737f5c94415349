"""ROC, precision, recall and areas against scikit-learn; thresholds against counting."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from dnnlab.anomaly import scores


def sample(seed: int, ties: bool) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    labels = chance.random(200) < 0.3
    values = chance.standard_normal(200) + labels
    return labels, np.round(values) if ties else values


cases = pytest.mark.parametrize(("seed", "ties"), [(seed, ties) for seed in range(5) for ties in (False, True)])


@cases
def test_areas_are_those_of_scikit_learn(seed: int, ties: bool) -> None:
    labels, values = sample(seed, ties)
    assert scores.auc(labels, values) == pytest.approx(metrics.roc_auc_score(labels, values), abs=1e-12)
    assert scores.average_precision(labels, values) == pytest.approx(
        metrics.average_precision_score(labels, values), abs=1e-12
    )


@cases
def test_curves_are_those_of_scikit_learn(seed: int, ties: bool) -> None:
    labels, values = sample(seed, ties)
    x, y, thresholds = metrics.roc_curve(labels, values, drop_intermediate=False)
    curve = scores.roc(labels, values)
    np.testing.assert_allclose([curve.x, curve.y, curve.thresholds], [x, y, thresholds])
    precision, recall, _ = metrics.precision_recall_curve(labels, values)
    pr = scores.precision_recall(labels, values)
    np.testing.assert_allclose(pr.x, recall[::-1])
    np.testing.assert_allclose(pr.y, precision[::-1])


@cases
def test_counts_and_shares_are_those_of_scikit_learn(seed: int, ties: bool) -> None:
    labels, values = sample(seed, ties)
    counts = scores.confusion(labels, values, 0.5)
    alarm = values > 0.5
    (quiet, false), (missed, found) = metrics.confusion_matrix(labels, alarm)
    assert (counts.quiet, counts.false_alarms, counts.missed, counts.found) == (quiet, false, missed, found)
    assert counts.precision == pytest.approx(metrics.precision_score(labels, alarm))
    assert counts.recall == pytest.approx(metrics.recall_score(labels, alarm))
    assert counts.f1 == pytest.approx(metrics.f1_score(labels, alarm))
    assert counts.false_alarm_rate == pytest.approx(false / (false + quiet))


@cases
def test_the_peeked_thresholds_are_the_best_of_all(seed: int, ties: bool) -> None:
    labels, values = sample(seed, ties)
    middles = np.concatenate([[-np.inf], (np.unique(values)[1:] + np.unique(values)[:-1]) / 2, [np.inf]])
    every = [scores.confusion(labels, values, each) for each in middles]
    for cost in (1.0, 7.0):
        chosen = scores.confusion(labels, values, scores.cheapest(labels, values, cost))
        assert chosen.cost(cost) == min(each.cost(cost) for each in every)
    best = scores.confusion(labels, values, scores.best_f1(labels, values))
    assert best.f1 == pytest.approx(max(each.f1 for each in every if each.found))


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.2])
def test_a_threshold_from_normal_scores_keeps_its_promise_on_average(rate: float) -> None:
    chance = np.random.default_rng(0)
    observed = []
    for _ in range(2_000):
        limit = scores.threshold_for(chance.standard_normal(199), rate)
        observed.append(np.mean(chance.standard_normal(100) > limit))
    assert np.mean(observed) == pytest.approx(rate, rel=0.06)


def test_too_few_normal_scores_promise_nothing() -> None:
    assert scores.threshold_for(np.arange(98.0), 0.01) == np.inf
    assert scores.threshold_for(np.arange(99.0), 0.01) == 98.0
    assert scores.smallest_rate(99) == 0.01


def test_scores_that_are_no_numbers_have_a_place() -> None:
    assert scores.auc([1, 1, 0, 0], [np.nan, np.inf, 0.0, -np.inf]) == pytest.approx(0.625)


def test_a_thinned_curve_keeps_its_ends_and_its_area() -> None:
    labels, values = sample(1, ties=False)
    curve = scores.roc(np.tile(labels, 50), np.random.default_rng(3).standard_normal(10_000) + np.tile(values, 50))
    thin = curve.thinned(100)
    assert len(thin.x) <= 101
    assert (thin.x[0], thin.y[0], thin.x[-1], thin.y[-1]) == (0, 0, 1, 1)
    assert np.trapezoid(thin.y, thin.x) == pytest.approx(np.trapezoid(curve.y, curve.x), abs=2e-3)


@pytest.mark.parametrize("labels", [[0, 0], [1, 1]])
def test_one_kind_alone_has_no_area(labels: list[int]) -> None:
    with pytest.raises(ValueError, match="both anomalies and normal"):
        scores.auc(labels, [1.0, 2.0])


def test_each_score_needs_a_label() -> None:
    with pytest.raises(ValueError, match="3 scores and 2 labels"):
        scores.confusion([1, 0], [1.0, 2.0, 3.0], 0.0)
