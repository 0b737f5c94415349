"""The digit lesson as a learner uses it: draw, follow, upload, click, compare, predict."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import expect_no_exception, set_theme
from tests.browser.lesson import button, open_lesson, open_tab, pause, play_until, press, stage, status
from tests.browser.walk import expect_theme


@pytest.fixture(autouse=True)
def _leave_nothing_running(page: Page) -> Iterator[None]:
    """A run that plays on would slow the next test down until its lease ends."""
    yield
    if button(page, "pause").is_visible():
        pause(page)


def draw_a_one(page: Page) -> None:
    """A vertical stroke on the pad."""
    pad = page.locator(".pad canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    x = box["x"] + box["width"] / 2
    page.mouse.move(x, box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(x, box["y"] + 0.8 * box["height"], steps=6)
    page.mouse.up()


def test_a_drawing_is_read_by_the_shipped_network_and_by_the_own_run(app: str, page: Page) -> None:
    open_lesson(page, app)
    reading = page.locator(".st-key-digits-reading")
    expect(reading.locator(".dl-title").first).to_have_text(re.compile("An example: it reads a 5"))
    draw_a_one(page)
    expect(reading.locator(".dl-title").first).to_have_text("Your digit: it reads a 1")
    expect(reading.locator(".dl-name")).to_have_count(8)
    press(page, "step")
    expect(status(page)).to_contain_text(re.compile(r"^step 1 .*paused"))
    expect(page.get_by_role("radio", name="your run")).to_have_attribute("aria-checked", "true")
    expect(reading.locator(".dl-title").first).to_have_text(re.compile(r"Your digit: it reads a \d"))


def test_broken_uploads_are_a_sentence(app: str, page: Page) -> None:
    open_lesson(page, app)
    page.get_by_role("radio", name="Upload").click()
    files = page.locator(".st-key-digits-upload input[type=file]")
    alert = page.get_by_test_id("stAlert")
    for name, data, words in (("empty.png", b"", "empty"), ("broken.png", b"\x89PNG\r\n\x1a\nno", "damaged")):
        files.set_input_files({"name": name, "mimeType": "image/png", "buffer": data})
        expect(alert).to_contain_text(words)
        expect_no_exception(page)


def test_a_cell_of_the_confusion_matrix_shows_its_digits(app: str, page: Page) -> None:
    open_lesson(page, app)
    play_until(page, 60)
    pause(page)
    matrix = stage(page).get_by_role("application")
    matrix.focus()
    matrix.press("ArrowRight")
    matrix.press("Enter")
    title = stage(page).locator(".dl-title").last
    expect(title).to_have_text(re.compile(r"^(\d+ digits \d that were|No \d was) read (rightly|as a \d)$"))
    page.get_by_role("button", name="Back to the worst mistakes").locator("visible=true").click()
    expect(title).to_have_text("The worst mistakes")


def test_a_pinned_run_is_laid_beside_the_next(app: str, page: Page) -> None:
    open_lesson(page, app)
    play_until(page, 20)
    pause(page)
    press(page, "pin")
    expect(page.get_by_text("This run: the same knobs.")).to_be_visible()
    page.get_by_role("radio", name="ReLU").click()
    expect(page.get_by_text("activation tanh → ReLU")).to_be_visible()
    expect(stage(page).get_by_text("The filters of layer 1 · pinned run 1")).to_be_visible()
    expect(stage(page).get_by_text("The filters of layer 1 · this run")).to_be_visible()
    open_tab(page, "Runs in this tab")
    expect(page.locator(".dl-table tr")).to_have_count(2)
    press(page, "unpin")
    expect(stage(page).get_by_text("pinned run")).to_have_count(0)


def test_the_maths_follow_the_knobs_and_a_prediction_waits_for_its_run(app: str, page: Page) -> None:
    open_lesson(page, app)
    open_tab(page, "The maths")
    expect(page.get_by_role("tabpanel", name="The maths")).to_contain_text("61,706")
    page.get_by_role("slider", name="Filters in layer 1").press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="The maths")).not_to_contain_text("61,706")
    open_tab(page, "Try it")
    page.get_by_text("below 60 %", exact=True).click()
    expect(page.get_by_text("Your own run will be the judge.").first).to_be_visible()


def test_every_stage_follows_the_theme_however_often_it_changes(app: str, page: Page) -> None:
    open_lesson(page, app)
    expect(page.locator(".st-key-digits-reading canvas").first).to_be_visible()
    for dark in (True, False, True, False):
        set_theme(page, dark=dark)
        expect_theme(page, dark=dark)
