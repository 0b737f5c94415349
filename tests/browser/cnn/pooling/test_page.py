"""The pooling lesson as a learner uses it: point, write, move a digit, upload."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize, expect

from dnnlab.cnn.pooling.knobs import PoolingConfig
from tests.browser.helpers import PHONE, expect_no_exception, open_page, overflow, wait_until_idle

WINDOWS = [{"width": 1440, "height": 900}, {"width": 1280, "height": 720}]


@pytest.fixture
def lesson(app: str) -> str:
    """The address of the lesson."""
    return f"{app}/pooling"


def bottom(place: Locator) -> float:
    """Where it ends, in pixels from the window's top."""
    expect(place).to_be_visible()
    box = place.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def title(page: Page, words: str) -> Locator:
    """The title of a panel of the moved digit."""
    return page.locator(".st-key-pooling-shift .dl-title").filter(has_text=words)


def open_lesson(page: Page, address: str) -> Locator:
    """Open it and wait until the bench is drawn; its root."""
    page.goto(address if "?" in address else f"{address}?part=window")
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


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window['width']}")
def test_the_claim_is_checked_on_the_first_screen(lesson: str, page: Page, window: ViewportSize) -> None:
    page.set_viewport_size(window)
    open_page(page, lesson)
    figures = page.locator(".st-key-pooling-shift .main-svg")
    expect(figures.first).to_be_visible()
    for words in ("27.6 %", "61.2 %", "98.3 %"):
        share = page.locator(".st-key-pooling-shift .annotation-text").filter(has_text=words.replace(" ", "\u00a0"))
        assert 0 < bottom(share.first) < window["height"]
    plots = page.locator(".st-key-pooling-shift .dl-plot")
    for each in (
        plots.nth(0),
        plots.nth(1),
        page.get_by_role("slider", name="Down dy"),
        page.get_by_role("button", name="Play"),
    ):
        assert bottom(each) < window["height"]
    assert bottom(page.locator("[class*=-asked-now]").first) < window["height"]
    assert overflow(page) == 0


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window['width']}")
def test_the_window_stands_on_its_first_place_whole_on_the_first_screen(
    lesson: str, page: Page, window: ViewportSize
) -> None:
    page.set_viewport_size(window)
    bench = open_lesson(page, lesson)
    expect(bench).to_have_attribute("data-position", "0,0")
    expect(result(bench)).to_have_text("6")
    for each in (bench, page.get_by_role("slider", name="Window f"), page.locator("[class*=-asked-now]").first):
        assert bottom(each) < window["height"]


def test_moving_the_digit_changes_answers_and_marker(lesson: str, page: Page) -> None:
    open_page(page, lesson)
    expect(title(page, "Moved 4 right")).to_be_visible()
    expect(title(page, "One answer has changed")).to_be_visible()
    slider = page.get_by_role("slider", name="To the right dx")
    for _ in range(2):
        slider.press("ArrowRight")
    expect(title(page, "Moved 6 right")).to_be_visible()
    expect(title(page, "Two answers have changed")).to_be_visible()
    expect(title(page, "Right answers when any digit moves 6 pixels")).to_be_visible()
    page.wait_for_function("() => location.search.includes('dx=6')")


def test_the_digit_walks_until_the_slider_is_taken(lesson: str, page: Page) -> None:
    open_page(page, lesson)
    page.get_by_role("button", name="Play").click()
    slider = page.get_by_role("slider", name="To the right dx")
    for place in ("Where it was drawn", "Moved 1 right", "Moved 2 right"):
        expect(title(page, place)).to_be_visible()
    slider.press("Home")
    expect(title(page, "Moved 8 left")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(slider).to_have_value("-8")
    expect_no_exception(page)


def test_the_digit_walks_to_its_end_and_the_link_goes_along(lesson: str, page: Page) -> None:
    open_page(page, lesson)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(title(page, "Moved 8 right")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_function("() => location.search.includes('dx=8')")


def test_a_link_from_before_opens_the_window(lesson: str, page: Page) -> None:
    bench = open_lesson(page, f"{lesson}?size=3&stride=1")
    expect(bench).to_contain_text("4 × 4 → 2 × 2: the largest of each 3 × 3 window")
    page.wait_for_function("() => location.search.includes('part=window')")


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
