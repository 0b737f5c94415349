"""Drawings and photos between page and pad: they survive the way, and what is none is refused."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

from dnnlab.data import photos
from dnnlab.ui.components.pad.component import decode_drawing, drawing_pad, encode_drawing, encode_pictures


@pytest.mark.parametrize("size", [28, 112])
def test_a_drawing_survives_the_round_trip(size: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (size, size), dtype=np.uint8)
    back = decode_drawing(encode_drawing(pixels, size), size)
    assert back is not None
    np.testing.assert_array_equal(back, pixels)
    assert decode_drawing(encode_drawing(np.zeros((size, size), np.uint8), size), size) is None


@pytest.mark.parametrize("size", [28, 112])
@pytest.mark.parametrize(
    ("ink", "message"),
    [
        ("AAAA", "3 pixels, not {cells}"),
        (base64.b64encode(bytes(60 * 60)).decode(), "3600 pixels, not {cells}"),
        ("?" * 1048, "not base64"),
        ("é", "not base64"),
        (784, "a int, not a text"),
        ([0] * 784, "a list, not a text"),
    ],
)
def test_what_is_no_drawing_is_refused(ink: Any, message: str, size: int) -> None:
    with pytest.raises(ValueError, match=message.format(cells=size * size)):
        decode_drawing(ink, size)


def test_a_drawing_to_begin_with_is_checked() -> None:
    with pytest.raises(ValueError, match=r"\(28, 28\) uint8, got \(28, 28\) float64"):
        drawing_pad(key="pad", value=np.zeros((28, 28)))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"\(112, 112\) uint8, got \(28, 28\) uint8"):
        drawing_pad(key="pad", size=112, value=np.zeros((28, 28), np.uint8))


@pytest.mark.parametrize(
    "brush", [{"radius": 0}, {"radius": -1}, {"softness": 0}, {"radius": float("nan")}, {"softness": float("inf")}]
)
def test_a_brush_without_a_size_is_refused(brush: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="radius and softness are above 0"):
        drawing_pad(key="pad", **brush)  # type: ignore[arg-type]


def flat(*shape: int) -> np.ndarray:
    return np.full(shape, 127, np.uint8)


@pytest.mark.parametrize(
    ("under", "over", "message"),
    [
        (flat(224, 224, 3), None, "both pictures"),
        (None, flat(224, 224, 3), "both pictures"),
        (flat(224, 224, 3), flat(227, 227, 3), r"equally large, got \(224, 224, 3\) and \(227, 227, 3\)"),
        (flat(224, 200, 3), flat(224, 200, 3), r"under must be a square picture .* got \(224, 200, 3\)"),
        (flat(224, 224, 3), flat(224, 224), r"over must be a square picture .* got \(224, 224\)"),
        (flat(3, 224, 224), flat(3, 224, 224), "under must be a square picture"),
        (flat(224, 224, 4), flat(224, 224, 4), "under must be a square picture"),
        (flat(0, 0, 3), flat(0, 0, 3), "under must be a square picture"),
        (flat(224, 224, 3), flat(224, 224, 3) / 255, "over must be a square picture .* float64"),
    ],
)
def test_two_equal_squares_or_no_pictures(under: Any, over: Any, message: str) -> None:
    assert encode_pictures(None, None) == (None, None)
    with pytest.raises(ValueError, match=message):
        drawing_pad(key="pad", size=112, under=under, over=over)


@pytest.mark.parametrize("name", photos.PHOTOS)
def test_photo_and_cover_travel_as_one_short_text_each(name: str) -> None:
    photo = photos.load(name).resize((227, 227))
    under, over = np.asarray(photo), np.asarray(photo.filter(ImageFilter.GaussianBlur(8)))
    sent = encode_pictures(under, over)
    assert sent == encode_pictures(under.copy(), over.copy())
    assert sum(len(address or "") for address in sent) < 80_000
    for address, picture in zip(sent, (under, over), strict=True):
        assert address is not None
        head, _, text = address.partition(",")
        assert head == "data:image/jpeg;base64"
        back = np.asarray(Image.open(io.BytesIO(base64.b64decode(text)))).astype(int)
        assert np.abs(back - picture).mean() < 2.5
