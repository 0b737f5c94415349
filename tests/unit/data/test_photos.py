"""The photos: what the card says of them is so, and everybody may do with a loaded one as they like."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import numpy as np
import pytest
from PIL import Image

from dnnlab.data import photos
from dnnlab.data.photos import FOLDER, PHOTOS, as_array, load

CARD = (FOLDER / "card.md").read_text(encoding="utf-8")
each_photo = pytest.mark.parametrize("name", PHOTOS)


@each_photo
def test_the_card_states_size_and_checksum(name: str) -> None:
    file = PHOTOS[name].file
    content = file.read_bytes()
    row = re.search(rf"^\| `{file.name}` \| (\d+) x (\d+) \| ([\d,]+) \| `(\w+)` \|", CARD, re.MULTILINE)
    assert row is not None
    assert load(name).size == (int(row[1]), int(row[2]))
    assert len(content) == int(row[3].replace(",", ""))
    assert hashlib.sha256(content).hexdigest() == row[4]
    assert f"- **{name}**: " in CARD


def test_nothing_else_is_shipped_and_all_of_it_is_small() -> None:
    files = {photo.file for photo in PHOTOS.values()}
    assert files == set(FOLDER.glob("*.jpg"))
    assert len(files) == len(PHOTOS) == 10
    assert sum(file.stat().st_size for file in files) < 1_200_000


@each_photo
def test_it_loads_as_rgb_and_carries_its_words(name: str) -> None:
    photo, image = PHOTOS[name], load(name)
    assert image.mode == "RGB"
    assert 300 <= max(image.size) <= 640
    assert photo.name == name
    assert photo.alt.endswith(".")
    assert re.search(r"CC0|CC BY 2\.0|public domain", photo.credit)
    channels = np.asarray(image).astype(int)
    assert photo.colour == bool(np.ptp(channels, axis=2).any())


@each_photo
def test_no_photo_carries_metadata(name: str) -> None:
    with Image.open(PHOTOS[name].file) as image:
        assert not image.getexif()
        assert not {"icc_profile", "comment", "exif", "xmp"} & set(image.info)


def test_a_loaded_photo_is_the_callers_own() -> None:
    image = load("cat")
    image.paste((0, 0, 0), (0, 0, *image.size))
    assert np.asarray(load("cat")).any()


def test_a_crowd_decodes_a_photo_once() -> None:
    fresh = photos.once(lambda: photos._decode(PHOTOS["coffee"].file))
    with (
        patch.dict(photos._decoded, coffee=fresh),
        patch.object(photos, "_decode", side_effect=photos._decode) as decode,
        ThreadPoolExecutor(8) as crowd,
    ):
        assert {image.size for image in crowd.map(load, ["coffee"] * 24)} == {(600, 400)}
    assert decode.call_count == 1


def test_an_unknown_name_is_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"There is no photo 'dog': the names are cat, coffee, .*flower\."):
        load("dog")


@each_photo
@pytest.mark.parametrize("longest", [128, 37])
def test_arrays_keep_the_proportions(name: str, longest: int) -> None:
    image = load(name)
    width, height = image.size
    grey, colour = (as_array(image, longest=longest, colour=each) for each in (False, True))
    assert grey.dtype == colour.dtype == np.uint8
    assert colour.shape == (3, *grey.shape)
    assert max(grey.shape) == longest
    assert abs(grey.shape[0] / grey.shape[1] - height / width) < 1.5 / longest * height / width + 1 / longest
    assert colour.flags.c_contiguous
    assert np.abs(colour[0] * 0.299 + colour[1] * 0.587 + colour[2] * 0.114 - grey).mean() < 2


def test_a_small_picture_stays_as_it_is() -> None:
    image = Image.fromarray(np.arange(60, dtype=np.uint8).reshape(6, 10))
    assert np.array_equal(as_array(image, longest=10, colour=False), np.asarray(image))
    assert as_array(image, longest=999, colour=True).shape == (3, 6, 10)
    thin = Image.new("L", (300, 1), 7)
    assert as_array(thin, longest=10, colour=False).tolist() == [[7] * 10]
    with pytest.raises(ValueError, match="at least 1 pixel, got 0"):
        as_array(image, longest=0, colour=False)


@pytest.mark.parametrize("colour", [False, True])
def test_the_bytes_of_a_photo_are_made_once_and_cannot_be_written(colour: bool) -> None:
    made = photos.bytes_of("cat", 64, colour=colour)
    assert made is photos.bytes_of("cat", 64, colour=colour)
    assert np.array_equal(made, photos.as_array(photos.load("cat"), longest=64, colour=colour))
    with pytest.raises(ValueError, match="read-only"):
        made[...] = 0
