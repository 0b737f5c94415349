"""The pooling lesson as a learner uses it: point, write, move a digit, upload."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from dnnlab.cnn.pooling.knobs import PoolingConfig
from tests.browser.helpers import PHONE, expect_no_exception, overflow, wait_until_idle


@pytest.fixture
def lesson(app: str) -> str:
    """The address of the lesson."""
    return f"{app}/pooling"


def open_lesson(page: Page, address: str) -> Locator:
    """Open it and wait until the bench is drawn; its root."""
    page.goto(address)
    bench = page.locator(".st-key-pooling-window-max .sb")
    expect(bench).to_have_attribute("data-ready", "true")
    wait_until_idle(page)
    return bench


def result(bench: Locator) -> Locator:
    return bench.locator(".sb-result")


def test_pointing_at_the_output_reads_the_lectures_maxima(lesson: str, page: Page) -> None:
    bench = open_lesson(page, lesson)
    output = bench.locator("canvas").last
    box = output.bounding_box()
    assert box is not None
    for (row, column), value in {(0, 0): "6", (0, 1): "8", (1, 0): "3", (1, 1): "4"}.items():
        output.hover(position={"x": box["width"] * (0.3 + 0.4 * column), "y": box["height"] * (0.3 + 0.4 * row)})
        expect(bench).to_have_attribute("data-position", f"{row},{column}")
        expect(result(bench)).to_have_text(value)
    expect(page.locator(".katex").filter(has_text="3.25").first).to_be_visible()
    expect_no_exception(page)


def test_a_number_that_is_written_is_pooled_and_stands_in_the_link(lesson: str, page: Page) -> None:
    bench = open_lesson(page, lesson)
    bench.locator(".sb-scrub").evaluate("slider => { slider.value = 0; slider.dispatchEvent(new Event('input')); }")
    expect(result(bench)).to_have_text("6")
    cell = bench.locator("input:not(.sb-scrub)").first
    cell.fill("9")
    cell.press("Enter")
    expect(page.locator(".katex").filter(has_text="average").first).to_contain_text("5.25")
    expect(result(bench)).to_have_text("9")
    page.wait_for_function("() => location.search.includes('numbers=9')")


def test_a_grid_of_another_size_shows_all_its_numbers(lesson: str, page: Page) -> None:
    bench = open_lesson(page, f"{lesson}?numbers=-9,1,2,4;5,6,7,8;3,2,1,0;1,2,3,4")
    cells = bench.locator(".sb-cells input")
    slider = page.get_by_role("slider", name="Rows and columns")
    for key, side in (("ArrowRight", 5), ("End", 7), ("Home", 2), ("ArrowRight", 3)):
        slider.press(key)
        expect(cells).to_have_count(side * side)
        texts = [f"{value:g}".replace("-", "−") for value in np.ravel(grid(side))]
        for i, text in enumerate(texts):
            expect(cells.nth(i)).to_have_value(text)
    cells.first.fill("8")
    cells.first.press("Enter")
    page.wait_for_function("() => location.search.includes('numbers=8')")
    expect(cells.nth(1)).to_have_value("1")


def test_where_the_window_has_one_place_there_is_nothing_to_play(lesson: str, page: Page) -> None:
    bench = open_lesson(page, lesson)
    expect(bench.locator(".sb-bar")).to_be_visible()
    expect(bench.locator(".sb-kernel")).to_have_text("the largest counts")
    page.get_by_role("slider", name="Rows and columns").press("Home")  # 2: one window
    expect(bench.locator(".sb-bar")).to_be_hidden()
    expect(result(bench)).to_have_text("6")
    page.get_by_role("slider", name="Rows and columns").press("End")
    expect(bench.locator(".sb-bar")).to_be_visible()


def test_on_a_phone_the_knobs_stand_between_bench_and_formulas(lesson: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    bench = open_lesson(page, lesson)
    places = [
        box["y"]
        for each in (bench, page.get_by_role("slider", name="Window f"), page.get_by_text("How many come out"))
        if (box := each.bounding_box())
    ]
    assert len(places) == 3
    assert places == sorted(places)
    assert overflow(page) == 0


def grid(side: int) -> NDArray[np.float32]:
    """What stands on the bench of that size when the learner's corner is -9."""
    numbers = PoolingConfig(side=side, size=2).grid()
    numbers[0, 0] = -9
    return numbers


def test_moving_the_digit_changes_answers_and_marker(lesson: str, page: Page) -> None:
    open_lesson(page, lesson)
    titles = page.locator(".st-key-pooling-shift .dl-title")
    expect(titles.nth(0)).to_have_text("Moved 4 right")
    expect(titles.nth(1)).to_have_text("One answer has changed")
    slider = page.get_by_role("slider", name="To the right dx")
    for _ in range(2):
        slider.press("ArrowRight")
    expect(titles.nth(0)).to_have_text("Moved 6 right")
    expect(titles.nth(1)).to_have_text("Two answers have changed")
    expect(titles.nth(2)).to_have_text("Right answers when any digit moves 6 pixels")
    page.wait_for_function("() => location.search.includes('dx=6')")


def test_an_upload_is_pooled_and_a_broken_one_is_a_sentence(lesson: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    bench = open_lesson(page, f"{lesson}?source=upload")
    files = page.locator(".st-key-pooling-upload input[type=file]")
    picture = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (60, 40), np.uint8)).save(picture, "png")
    files.set_input_files({"name": "good.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    expect(bench).to_contain_text("60 × 40 → 30 × 20")
    files.set_input_files({"name": "broken.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\nno"})
    expect(page.get_by_test_id("stAlert")).to_contain_text("damaged")
    expect_no_exception(page)
    assert overflow(page) == 0
