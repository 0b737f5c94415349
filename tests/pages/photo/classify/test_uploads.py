"""Photos of the learner's own: what became of them on the way is said."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from dnnlab.data.photos import load
from dnnlab.data.uploads import Picture
from dnnlab.live.pool import Pool
from dnnlab.ui.pictures import remarks
from pages.lessons import LESSONS
from tests.pages.helpers import visit, widget

CLEAR, ENLARGED = "What is transparent in it was made white.", "are made 51 times as large"


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "png")
    return file.getvalue()


def tiny() -> Image.Image:
    return Image.new("RGB", (5, 5), "red")


def clear() -> Image.Image:
    image = load("coffee").convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def uploading(owner: str, lesson: str, key: str, files: list[tuple[str, bytes]], **query: str) -> AppTest:
    """The page after an upload."""
    page = visit(LESSONS[lesson], owner, **query)
    uploader: Any = widget(page, key)
    several = [(name, data, "image/png") for name, data in files]
    uploader.set_value(several if key == "photo/upload" else several[0])
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    return " ".join(each.value for each in page.caption)


@pytest.mark.parametrize(
    ("name", "image", "words"),
    [
        ("tiny.png", tiny(), f"tiny.png: It has 5 × 5 pixels; they {ENLARGED}, and what lies between"),
        ("clear.png", clear(), f"clear.png: {CLEAR}"),
    ],
)  # fmt: skip
def test_a_photo_that_is_not_taken_as_it_is_says_so(
    pool: Pool, owner: str, name: str, image: Image.Image, words: str
) -> None:
    assert words in said(uploading(owner, "photo", "photo/upload", [(name, png(image))]))


def test_a_photo_that_is_taken_as_it_is_says_nothing(pool: Pool, owner: str) -> None:
    told = said(uploading(owner, "photo", "photo/upload", [("coffee.png", png(load("coffee")))]))
    assert CLEAR not in told
    assert "times as large" not in told


def test_a_strip_that_was_made_smaller_first_is_told_with_both_sizes() -> None:
    strip = Picture(image=Image.new("RGB", (640, 64)), size=(6000, 600), transparent=False)
    (told,) = remarks(strip, enlarged=256)
    assert told.startswith("It has 6000 × 600 pixels, of which 640 × 64 are kept; they are made 4 times as large")
    assert not remarks(strip)


def test_what_holds_for_several_is_said_once(pool: Pool, owner: str) -> None:
    files = [("a.png", png(clear())), ("b.png", png(tiny())), ("c.png", png(clear()))]
    told = said(uploading(owner, "photo", "photo/upload", files))
    assert f"a.png, c.png: {CLEAR}" in told
    assert told.count(CLEAR) == told.count(ENLARGED) == 1


@pytest.mark.parametrize(("lesson", "key"), [("convolution", "convolution/upload"), ("pooling", "pooling/upload")])
def test_other_lessons_say_it_too(pool: Pool, owner: str, lesson: str, key: str) -> None:
    assert CLEAR in said(uploading(owner, lesson, key, [("clear.png", png(clear()))], source="upload"))
