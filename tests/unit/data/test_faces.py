"""The illustrated faces: parts that share no picture, labels that tell nothing of each other."""

import hashlib
import re
from itertools import combinations

import numpy as np
import pytest

from dnnlab.data import faces

PARTS = [(faces.training, 5_000), (faces.validation, 500), (faces.test, 500)]


@pytest.mark.parametrize(("part", "count"), PARTS)
def test_each_part_has_its_size_and_is_read_only(part, count):
    found = part()
    assert len(found) == count
    assert found.images.shape == (count, 64, 64, 3)
    assert found.images.dtype == np.uint8
    assert found.labels.dtype == faces.LABELS
    for array in (found.images, found.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = array[1]
    assert part() is found


def test_no_picture_stands_there_twice_in_a_part_or_in_two():
    digests = {hashlib.sha256(picture.tobytes()).digest() for part, _ in PARTS for picture in part().images}
    assert len(digests) == 6_000


@pytest.mark.parametrize(("part", "count"), PARTS)
def test_each_label_is_balanced(part, count):
    labels = part().labels
    for name in faces.ATTRIBUTES:
        assert abs(labels[name].mean() - 0.5) < 4 * 0.5 / count**0.5, name
    for name, names in (("hair_colour", faces.HAIR_COLOURS), ("skin_colour", faces.SKIN_COLOURS)):
        shares = np.bincount(labels[name], minlength=len(names)) / count
        assert len(shares) == len(names)
        assert np.abs(shares - 0.2).max() < 4 * 0.4 / count**0.5, name


def test_the_labels_are_independent_of_each_other():
    labels = faces.training().labels
    for one, two in combinations(faces.LABELS.names, 2):
        both = np.corrcoef(labels[one].astype(float), labels[two].astype(float))[0, 1]
        assert abs(both) < 4 / len(labels) ** 0.5, (one, two)


def test_a_label_is_what_the_picture_shows():
    """Pixels that only one attribute paints: hair on the shoulders, frames beside the eyes."""
    found = faces.training()
    shoulders = found.images[:, 56:, :6].astype(float).std(axis=(1, 2, 3))
    light = found.images.mean(axis=(1, 2, 3))
    long_hair, skin = found.labels["long_hair"], found.labels["skin_colour"]
    assert shoulders[long_hair].mean() > 4 * shoulders[~long_hair].mean()
    assert light[skin == 0].mean() > light[skin == 4].mean() + 20


def test_the_card_gives_the_checksums_and_says_that_they_are_illustrations():
    card = faces.FILE.with_name("card.md").read_text(encoding="utf-8")
    assert "illustrations" in card
    with np.load(faces.FILE, allow_pickle=False) as arrays:
        for name in arrays.files:
            said = re.search(rf"\| `{name}` \| .* \| `(\w+)` \|", card)
            assert said is not None, name
            assert said[1] == hashlib.sha256(arrays[name].tobytes()).hexdigest()


def test_the_file_is_small_enough_for_the_repository():
    assert faces.FILE.stat().st_size < 8_000_000
