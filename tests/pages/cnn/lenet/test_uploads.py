"""Uploads on the digit lesson: read, or refused with a sentence; never a traceback."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from dnnlab.data import mnist
from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from dnnlab.ui.asking import NOT_READY
from dnnlab.ui.components.pad.component import encode_drawing
from pages.lessons import LESSONS
from tests.live.helpers import poll_until, until
from tests.pages.helpers import elements, press, sentences, visit, widget

DIGITS = LESSONS["digits"]
SEVEN = next(image for image, label in zip(mnist.test().images, mnist.test().labels, strict=False) if label == 7)


def png(pixels: np.ndarray) -> bytes:
    """A picture file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return file.getvalue()


def photo() -> bytes:
    """A seven in black on white, ten times as large."""
    return png(np.kron(255 - SEVEN, np.ones((10, 10), np.uint8)))


def uploading(owner: str, name: str, data: bytes) -> AppTest:
    """The page after an upload."""
    page = visit(DIGITS, owner)
    widget(page, "digits/how").set_value("Upload").run()
    uploader: Any = widget(page, "digits/upload")
    uploader.upload(name, data, "image/png") if hasattr(uploader, "upload") else uploader.set_value((name, data))
    return page.run()


def answered(page: AppTest) -> AppTest:
    """Run the page again, as it does by itself, until the trainer has read the digit."""
    until(lambda: NOT_READY not in sentences(page.run()), "the trainer reads the digit")
    return page


def read_as(page: AppTest) -> str:
    """What the stage says of the digit: its titles stand in the component's payload."""
    payloads = [each.proto for each in elements(page) if getattr(each, "key", "") == "digits/stage"]
    return " ".join(str(payload) for payload in payloads)


def test_a_photo_is_read(pool: Pool, owner: str) -> None:
    page = answered(uploading(owner, "seven.png", photo()))
    assert not page.exception
    assert not sentences(page)
    assert "Your digit on its way" in read_as(page)
    assert "It reads a 7" in read_as(page)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (photo()[:300], "damaged"),
        (b"%PDF-1.7 nothing of use", "cannot be read here"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot be read here|not a picture"),
        (bytes(5000), "not a picture"),
        (png(np.full((200, 200), 255, np.uint8)), "digit|ink|blank"),
    ],
    ids=["empty", "cut off", "pdf", "svg", "zeros", "blank paper"],
)
def test_what_cannot_be_read_is_a_sentence(pool: Pool, owner: str, data: bytes, says: str) -> None:
    page = uploading(owner, "digit.png", data)
    assert not page.exception
    (error,) = page.error
    assert any(word in error.value for word in says.split("|"))
    assert "A validation digit, a 5" in read_as(page)


def test_a_drawing_is_read(pool: Pool, owner: str) -> None:
    page = visit(DIGITS, owner)
    page.session_state["digits/pad"] = {"drawing": {"clear": 0, "ink": encode_drawing(SEVEN)}}
    answered(page)
    assert not page.exception
    assert "Your digit on its way" in read_as(page)
    assert "It reads a 7" in read_as(page)


def test_a_pinned_run_and_the_next_read_the_same_digit(pool: Pool, owner: str) -> None:
    page = visit(DIGITS, owner)
    page.session_state["digits/pad"] = {"drawing": {"clear": 0, "ink": encode_drawing(SEVEN)}}
    press(page.run(), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1 and now.state is State.PAUSED, "it takes its step")
    assert "Your digit on its way" in read_as(answered(page))
    press(page, "Compare")
    assert not page.exception
    assert "Your digit" not in read_as(page)
    assert any("Unpin it" in each.value for each in page.caption)
