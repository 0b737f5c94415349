"""The digit lesson as a learner uses it: draw, follow, upload, click, compare, predict."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import expect_no_exception, set_theme, settled
from tests.browser.lesson import (
    open_lesson,
    open_tab,
    pause,
    play_until,
    press,
    stage,
    status,
)
from tests.browser.walk import expect_theme

pytestmark = pytest.mark.usefixtures("nothing_runs_on")


def a_one() -> bytes:
    """A picture file of a vertical stroke on white paper."""
    pixels = np.full((120, 120), 255, np.uint8)
    pixels[20:100, 55:65] = 0
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return file.getvalue()


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


def open_pad(page: Page) -> None:
    """Open what sends a digit of one's own through the layers."""
    page.get_by_role("button", name="Draw your own").click()


def title(page: Page, text: str | re.Pattern[str]) -> Locator:
    """A title on the stage."""
    return stage(page).locator(".dl-title").filter(has_text=text)


def test_a_drawing_is_read_by_the_shipped_network_and_by_the_own_run(app: str, page: Page) -> None:
    open_lesson(page, app)
    expect(title(page, "A validation digit, a 5, on its way through the layers")).to_be_visible()
    open_pad(page)
    draw_a_one(page)
    expect(title(page, "Your digit on its way through the layers")).to_be_visible()
    expect(title(page, "It reads a 1")).to_be_visible()
    expect(stage(page).get_by_text("Read by the shipped network")).to_be_visible()
    expect(stage(page).locator(".dl-way .dl-name")).to_have_count(8)
    said = page.get_by_text("All of your ink is read")
    expect(said).to_be_in_viewport(ratio=1.0)  # words do not push the pad's frame off the screen
    page.keyboard.press("Escape")
    press(page, "step")
    expect(status(page)).to_contain_text(re.compile(r"^step 1 .*paused"))
    expect(title(page, "Your digit on its way through the layers")).to_be_visible()
    expect(stage(page).get_by_text("Read by the shipped network")).to_have_count(0)
    open_pad(page)
    page.get_by_role("button", name="Clear").click()
    expect(title(page, "A validation digit, a 5, on its way through the layers")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_layers_answer_curves_and_filters_are_whole_on_the_first_screen(
    app: str, page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_lesson(page, app)
    expect(stage(page).locator(".dl-way canvas")).to_have_count(8)
    names = ["on its way through the layers", "It reads a", "Accuracy and loss", "The filters of layer 1"]
    for name in names:
        expect(title(page, name)).to_be_visible()
    missing = settled(
        page,
        """() => {
            const panels = [...document.querySelectorAll('.st-key-digits-stage .dl-panel')].slice(0, 4);
            const below = panels.map((each) => each.getBoundingClientRect().bottom - innerHeight);
            return Math.max(...below) > 0 ? below : null;
        }""",
    )
    assert missing is None, f"pixels below the window, a panel each: {missing}"
    lines = stage(page).locator(".dl-way")
    expect(lines).to_have_count(1)
    beside = [title(page, name).locator("..").bounding_box() for name in names[2:]]
    bottoms = [box["y"] + box["height"] for box in beside if box]
    assert abs(bottoms[0] - bottoms[1]) < 40, "curves and filters end at about the same height"


def test_an_opened_pad_leaves_the_way_and_its_answer_to_be_seen(app: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_lesson(page, app)
    open_pad(page)
    expect(page.locator(".pad canvas")).to_be_visible()
    covered = settled(
        page,
        """() => {
            const stage = document.querySelector('.st-key-digits-stage').getBoundingClientRect();
            const pad = document.querySelector('[data-testid="stPopoverBody"]').getBoundingClientRect();
            return Math.max(0, stage.right - pad.left) + Math.max(0, pad.right - innerWidth) || null;
        }""",
    )
    assert covered is None, f"the pad covers {covered} pixels of the stage, or leaves the window"


def test_broken_uploads_are_a_sentence(app: str, page: Page) -> None:
    open_lesson(page, app)
    open_pad(page)
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
    behind = stage(page).locator(".dl-title").last
    expect(behind).to_have_text(re.compile(r"^(\d+ digits \d that were|No \d was) read (rightly|as a \d)$"))
    page.get_by_role("button", name="Back to the worst mistakes").locator("visible=true").click()
    expect(behind).to_have_text("The worst mistakes")


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
    open_pad(page)
    page.get_by_role("radio", name="Upload").click()
    upload = {"name": "one.png", "mimeType": "image/png", "buffer": a_one()}
    page.locator(".st-key-digits-upload input[type=file]").set_input_files(upload)
    expect(page.locator(".st-key-digits-steps canvas").first).to_be_visible()
    for dark in (True, False, True, False):
        set_theme(page, dark=dark)
        expect_theme(page, dark=dark)
