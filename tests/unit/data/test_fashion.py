"""The clothes are the official ones, parted the same way everywhere; so are the portraits."""

import hashlib
import re

import numpy as np
import pytest

from dnnlab.data import fashion, portraits

PARTS = [(fashion.training, 18_000), (fashion.validation, 2_000), (fashion.test, 10_000)]


@pytest.mark.parametrize(("part", "count"), PARTS)
def test_each_part_has_its_size_and_is_read_only(part, count):
    clothes = part()
    assert clothes.images.shape == (count, 28, 28)
    assert clothes.labels.shape == (count,)
    assert clothes.images.dtype == clothes.labels.dtype == np.uint8
    with pytest.raises(ValueError, match="read-only"):
        clothes.images[0, 0, 0] = 1
    assert part() is clothes


def test_the_test_set_is_the_whole_official_one():
    assert np.bincount(fashion.test().labels).tolist() == [1_000] * 10
    assert len(fashion.NAMES) == 10


def test_no_picture_of_validation_is_one_of_training():
    training = {picture.tobytes() for picture in fashion.training().images}
    assert sum(picture.tobytes() in training for picture in fashion.validation().images) == 0


def test_there_are_a_hundred_portraits():
    images = portraits.portraits()
    assert images.shape == (100, 25, 25)
    assert images.dtype == np.uint8
    with pytest.raises(ValueError, match="read-only"):
        images[0, 0, 0] = 1


@pytest.mark.parametrize("file", [fashion.FILE, portraits.FILE], ids=["fashion", "portraits"])
def test_the_card_gives_the_checksums_of_the_arrays(file):
    card = file.with_name("card.md").read_text(encoding="utf-8")
    with np.load(file, allow_pickle=False) as arrays:
        for name in arrays.files:
            said = re.search(rf"\| `{name}` \| .* \| `(\w+)` \|", card)
            assert said is not None, name
            assert said[1] == hashlib.sha256(arrays[name].tobytes()).hexdigest()
    assert file.stat().st_size < 12_000_000
