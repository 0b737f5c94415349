"""Photos of the learner's own: what became of them on the way is said."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from dnnlab.autoencoders.basic.pictures import MOST, OWN
from dnnlab.data.photos import load
from dnnlab.data.uploads import Picture
from dnnlab.live.pool import Pool
from dnnlab.ui.pictures import remarks
from pages.lessons import LESSONS
from tests.pages.helpers import elements, visit, widget, widgets

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
    files = [("my_own_a.png", png(clear())), ("b.png", png(tiny())), ("*c*.png", png(clear()))]
    told = said(uploading(owner, "photo", "photo/upload", files))
    assert rf"my\_own\_a.png, \*c\*.png: {CLEAR}" in told  # names of files are text, not Markdown
    assert told.count(CLEAR) == told.count(ENLARGED) == 1


@pytest.mark.parametrize(("lesson", "key"), [("convolution", "convolution/upload"), ("pooling", "pooling/upload")])
def test_other_lessons_say_it_too(pool: Pool, owner: str, lesson: str, key: str) -> None:
    assert CLEAR in said(uploading(owner, lesson, key, [("clear.png", png(clear()))], source="upload"))


def standing(files: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """These files, each with its number, stand in every uploader for several from now on."""
    data = png(Image.new("RGB", (300, 300), "red"))
    made = [SimpleNamespace(file_id=number, name=name, getvalue=lambda: data) for number, name in files]
    monkeypatch.setattr(st, "file_uploader", lambda *args, **named: made)


def numbered(count: int) -> list[tuple[str, str]]:
    return [(f"id{each}", f"{each}.png") for each in range(1, count + 1)]


def test_one_that_moves_up_does_not_push_itself_on_the_stage(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = numbered(22)
    standing(files, monkeypatch)
    page = visit(LESSONS["photo"], owner)
    assert page.session_state["photo/shown upload"] == "id1"
    page.session_state["photo/shown upload"] = "id7"
    standing(files[:2] + files[3:], monkeypatch)  # the third is taken away, and the 21st moves up
    page.run()
    assert page.session_state["photo/shown upload"] == "id7"
    assert "id21" in page.session_state["photo/upload/decoded"]
    standing([*files[3:6], ("id23", "23.png")], monkeypatch)  # one that is new is meant, as ever
    page.run()
    assert page.session_state["photo/shown upload"] == "id23"


def test_one_that_moves_up_does_not_leave_the_gallery(pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = numbered(22)
    standing(files, monkeypatch)
    page = visit(LESSONS["photo"], owner)
    page.session_state["photo/knobs/photo"] = "coffee"
    page.query_params["photo"] = "coffee"
    standing(files[1:], monkeypatch)
    page.run()
    assert page.query_params["photo"] == "coffee"


def test_two_files_of_one_name_are_told_apart(pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    standing([("a", "IMG_0001.png"), ("b", "IMG_0001.png")], monkeypatch)
    page = visit(LESSONS["photo"], owner)
    tables = " ".join(str(each.proto) for each in elements(page) if "dl-table" in str(each.proto))
    assert "IMG_0001.png" in tables
    assert "IMG_0001 (2).png" in tables


@pytest.mark.parametrize("lesson", ["autoencoder", "vae"])
def test_taking_a_picture_away_moves_no_knob(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch, lesson: str
) -> None:
    files = numbered(MOST + 2)
    standing(files, monkeypatch)
    page = visit(LESSONS[lesson], owner, data=OWN, code="2")
    assert not page.exception
    code = max((each for each in widgets(page) if f"{lesson}/knobs/code/" in str(each.key)), key=lambda each: each.key)
    assert code.value == "8", "pictures that come need more numbers than digits"
    code.set_value("4").run()
    assert page.query_params["code"] == "4"
    standing(files[1:], monkeypatch)
    page.run()
    assert not page.exception
    assert page.query_params["code"] == "4"
    assert len(page.session_state[f"{lesson}/own pictures/pictures"]) == MOST
    assert page.session_state[f"{lesson}/own pictures/seen"][-1] == f"id{MOST + 1}"
