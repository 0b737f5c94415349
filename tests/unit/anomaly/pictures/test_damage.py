"""What damage does to pictures: as much as asked, where the seed says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.anomaly.pictures.damage import FULL, damaged
from dnnlab.anomaly.pictures.words import DAMAGES, NOISE, OCCLUSION, ROTATION, SCRATCHES
from dnnlab.data import mnist


def eights(count: int = 20) -> np.ndarray:
    digits = mnist.test()
    return np.asarray(digits.images[digits.labels == 8][:count])


@pytest.mark.parametrize("kind", DAMAGES)
def test_more_damage_changes_more_none_changes_nothing_and_the_original_is_left_alone(kind: str) -> None:
    images = eights()
    before = images.copy()
    off = [np.abs(damaged(images, kind, strength, seed=3).astype(int) - images).mean() for strength in (0.0, 0.2, 0.5)]
    assert off[0] == 0 < off[1] < off[2]
    np.testing.assert_array_equal(images, before)
    made = damaged(images, kind, 0.5, seed=3)
    assert (made.dtype, made.shape) == (np.uint8, images.shape)


@pytest.mark.parametrize("kind", DAMAGES)
def test_the_same_seed_hits_the_same_place_and_another_one_another(kind: str) -> None:
    images = eights()
    one, same, other = (damaged(images, kind, 0.3, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_noise_has_the_deviation_that_is_told() -> None:
    grey = np.full((50, 28, 28), 128, np.uint8)
    for strength in (0.1, 0.3):  # 0.6 of full ink would be clipped
        spread = (damaged(grey, NOISE, strength, seed=0) / 255).std()
        assert spread == pytest.approx(FULL[NOISE] * strength, rel=0.02)


def test_occlusion_covers_the_share_that_is_told_with_black() -> None:
    white = np.full((30, 28, 28), 255, np.uint8)
    covered = damaged(white, OCCLUSION, 1.0, seed=0) == 0
    np.testing.assert_allclose(covered.mean((1, 2)), FULL[OCCLUSION], atol=0.04)


def test_scratches_only_add_light() -> None:
    images = eights()
    made = damaged(images, SCRATCHES, 1.0, seed=0)
    assert (made >= images).all()
    assert (made > images).any((1, 2)).all()


def test_a_turn_by_half_a_circle_is_the_picture_upside_down() -> None:
    images = eights(3)
    np.testing.assert_array_equal(damaged(images, ROTATION, 1.0, seed=0), images[:, ::-1, ::-1])


def test_what_there_is_not_is_told_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="A picture can have noise"):
        damaged(eights(1), "rust", 0.5, seed=0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        damaged(eights(1), NOISE, 1.5, seed=0)
    with pytest.raises(ValueError, match="squares"):
        damaged(np.zeros((28, 28), np.uint8), NOISE, 0.5, seed=0)
    assert damaged(np.zeros((0, 28, 28), np.uint8), NOISE, 0.5, seed=0).shape == (0, 28, 28)
