"""The contract of detectors, held over all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dnnlab.anomaly import scores
from dnnlab.anomaly.net.autoencoder import AutoencoderDetector, DenoisingDetector, extras
from dnnlab.anomaly.net.detectors import (
    BadData,
    Detector,
    ErrorDetector,
    IsolationForestDetector,
    NeighboursDetector,
    NotFitted,
    PCADetector,
    ZScoreDetector,
)

MAKERS: dict[str, Callable[[], Detector]] = {
    "z-scores": ZScoreDetector,
    "PCA": lambda: PCADetector(2),
    "neighbours": NeighboursDetector,
    "isolation forest": IsolationForestDetector,
    "autoencoder": lambda: AutoencoderDetector(steps=60),
    "ReLU": lambda: AutoencoderDetector(steps=60, activation="ReLU"),
    "denoising": lambda: DenoisingDetector(steps=60),
    "convolutional": lambda: AutoencoderDetector(network="convolutional", channels=1, steps=20, hidden=4),
    "LSTM": lambda: AutoencoderDetector(network="LSTM", channels=1, steps=20, hidden=4),
}
each_detector = pytest.mark.parametrize("name", MAKERS)
ERRORS = [name for name in MAKERS if name not in ("neighbours", "isolation forest")]


def data(count: int, seed: int = 0) -> np.ndarray:
    """Rows near a line in 12 dimensions."""
    chance = np.random.default_rng(seed)
    along = chance.standard_normal((count, 1))
    rows: np.ndarray = (along * np.linspace(1, 2, 12) + 0.1 * chance.standard_normal((count, 12)) + 3).astype(
        np.float32
    )
    return rows


@each_detector
def test_higher_is_more_abnormal(name: str) -> None:
    detector = MAKERS[name]().fit(data(200))
    far = data(50, seed=1) + np.where(np.arange(12) % 2, 4, -4)
    values = np.concatenate([detector.decision_function(data(50, seed=2)), detector.decision_function(far)])
    assert values.shape == (100,)
    assert scores.auc(np.arange(100) >= 50, values) > 0.95


@each_detector
def test_fit_returns_the_detector_and_the_same_data_give_the_same_scores(name: str) -> None:
    one, other = MAKERS[name](), MAKERS[name]()
    assert one.fit(data(60)) is one
    np.testing.assert_array_equal(
        one.decision_function(data(9, seed=3)), other.fit(data(60)).decision_function(data(9, seed=3))
    )


@each_detector
def test_lists_are_as_good_as_arrays_and_are_left_alone(name: str) -> None:
    rows = data(60)
    before = rows.copy()
    rows.setflags(write=False)
    detector = MAKERS[name]().fit(rows)
    np.testing.assert_allclose(
        detector.decision_function(rows[:5].tolist()), detector.decision_function(rows[:5]), rtol=1e-5, atol=1e-6
    )
    np.testing.assert_array_equal(rows, before)


@each_detector
@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (np.full((40, 12), np.nan), "row 1, column 1 is missing"),
        (np.where(np.arange(480).reshape(40, 12) == 30, np.inf, 1.0), "row 3, column 7 is infinite"),
        (np.zeros((1, 12)), "one row"),
        (np.zeros((0, 12)), "0 rows"),
        (np.zeros(12), "shape"),
        ([[1.0, 2.0], [3.0]], "as many numbers"),
        ([["a", "b"], ["c", "d"]], "no table of numbers"),
    ],
)
def test_what_cannot_be_learnt_from_is_said_in_a_sentence(name: str, broken: object, says: str) -> None:
    with pytest.raises(BadData, match=says):
        MAKERS[name]().fit(broken)  # type: ignore[arg-type]


@each_detector
def test_it_says_what_it_cannot_score(name: str) -> None:
    detector = MAKERS[name]()
    with pytest.raises(NotFitted, match="call fit first"):
        detector.decision_function(data(3))
    detector.fit(data(60))
    assert detector.n_features_in_ == 12
    with pytest.raises(BadData, match="11 columns"):
        detector.decision_function(data(3)[:, :11])
    with pytest.raises(BadData, match="missing"):
        detector.decision_function(np.full((2, 12), np.nan))


def test_a_constant_column_is_refused_where_each_has_its_own_scale_and_borne_where_all_share_one() -> None:
    rows = data(60)
    rows[:, 4] = 7
    for make in (ZScoreDetector, PCADetector, AutoencoderDetector):
        with pytest.raises(BadData, match="column 5 all rows are equal"):
            make().fit(rows)
        made = make(channels=1, **({"steps": 5} if make is AutoencoderDetector else {}))  # type: ignore[arg-type]
        assert np.isfinite(made.fit(rows).decision_function(rows)).all()


def test_neighbours_need_more_rows_than_they_are() -> None:
    with pytest.raises(BadData, match="5 neighbours"):
        NeighboursDetector(5).fit(data(5))


@pytest.mark.parametrize("name", ERRORS)
def test_a_score_is_the_norm_of_the_error_vector(name: str) -> None:
    detector = MAKERS[name]()
    assert isinstance(detector, ErrorDetector)
    detector.fit(data(80))
    rows = data(7, seed=4)
    errors = detector.errors(rows)
    assert errors.shape == rows.shape
    np.testing.assert_allclose(detector.decision_function(rows), (errors.astype(float) ** 2).mean(1), rtol=1e-6)
    detector.norm = "MAE"
    np.testing.assert_allclose(detector.decision_function(rows), np.abs(errors).mean(1), rtol=1e-5)
    np.testing.assert_allclose(detector.rebuilt(rows), rows - errors * detector.scale_, rtol=1e-5, atol=1e-5)


def test_pca_is_that_of_scikit_learn() -> None:
    from sklearn.decomposition import PCA

    rows, more = data(80), data(9, seed=5)
    detector = PCADetector(3, channels=1).fit(rows)
    scaled, other = ((each - rows.mean(0)) / detector.scale_ for each in (rows, more))
    known = PCA(3).fit(scaled)
    left = other - known.inverse_transform(known.transform(other))
    np.testing.assert_allclose(detector.decision_function(more), (left**2).mean(1), rtol=1e-3)


def test_another_seed_is_another_detector() -> None:
    one, other = (AutoencoderDetector(seed=seed, steps=5).fit(data(60)) for seed in (0, 1))
    assert not np.array_equal(one.decision_function(data(5)), other.decision_function(data(5)))


@pytest.mark.parametrize("activation", ["tanh", "ReLU"])
@pytest.mark.parametrize("network", ["dense", "convolutional", "LSTM"])
@pytest.mark.parametrize(("length", "channels"), [(13, 2), (32, 1), (8, 3)])
def test_a_detector_comes_back_from_its_file(
    tmp_path: Path, network: str, length: int, channels: int, activation: str
) -> None:
    rows = np.random.default_rng(0).standard_normal((30, length * channels)).astype(np.float32)
    detector = AutoencoderDetector(
        network=network, channels=channels, steps=3, hidden=4, norm="MAE", activation=activation
    ).fit(rows)
    file = tmp_path / "detector.safetensors"
    file.write_bytes(detector.packed(held_out_scores=np.arange(3.0)))
    again = AutoencoderDetector.load(file)
    np.testing.assert_array_equal(again.decision_function(rows), detector.decision_function(rows))
    np.testing.assert_array_equal(extras(file)["held_out_scores"], [0, 1, 2])
