"""The digits are the real ones, parted the same way everywhere, and nobody can change them."""

import hashlib
import re

import numpy as np
import pytest

from dnnlab.data import mnist

HISTOGRAM_60000 = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
HISTOGRAM_10000 = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]

PARTS = [(mnist.training, 55_000), (mnist.validation, 5_000), (mnist.test, 10_000)]


@pytest.mark.parametrize(("part", "count"), PARTS)
def test_each_part_has_its_size_and_type(part, count):
    digits = part()
    assert len(digits) == count
    assert digits.images.shape == (count, 28, 28)
    assert digits.labels.shape == (count,)
    assert digits.images.dtype == digits.labels.dtype == np.uint8


@pytest.mark.parametrize(("part", "count"), PARTS)
def test_each_part_is_read_only_and_loaded_once(part, count):
    digits = part()
    with pytest.raises(ValueError, match="read-only"):
        digits.images[0, 0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        digits.labels[0] = 1
    assert part() is digits


def test_the_labels_are_those_of_the_original_files():
    both = np.concatenate([mnist.training().labels, mnist.validation().labels])
    assert np.bincount(both).tolist() == HISTOGRAM_60000
    assert np.bincount(mnist.test().labels).tolist() == HISTOGRAM_10000


def test_training_and_validation_are_the_original_training_set_once_each():
    with np.load(mnist.FILE, allow_pickle=False) as arrays:
        original = sorted(image.tobytes() for image in arrays["train_images"])
    parted = [image.tobytes() for part in (mnist.training(), mnist.validation()) for image in part.images]
    assert sorted(parted) == original


def test_the_split_is_the_same_in_every_process():
    assert mnist.validation().labels[:20].tolist() == [5, 7, 7, 6, 0, 3, 3, 5, 0, 8, 7, 7, 7, 6, 2, 3, 2, 8, 7, 5]


def test_the_card_gives_the_checksums_of_the_arrays():
    card = mnist.FILE.with_name("card.md").read_text(encoding="utf-8")
    with np.load(mnist.FILE, allow_pickle=False) as arrays:
        for name in arrays.files:
            said = re.search(rf"\| `{name}` \| .* \| `(\w+)` \|", card)
            assert said is not None, name
            assert said[1] == hashlib.sha256(arrays[name].tobytes()).hexdigest()


def test_the_file_is_small_enough_for_the_repository():
    assert mnist.FILE.stat().st_size < 12_000_000
