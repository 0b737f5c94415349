"""The pictures lesson as a learner uses it: a damaged digit, its heat-map, a threshold that moves, a drawing."""

from __future__ import annotations

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.helpers import expect_no_exception, open_page
from tests.browser.walk import bar_button, settle


def test_a_digit_is_damaged_and_the_heat_map_and_the_verdict_follow(app: str, page: Page) -> None:
    open_page(page, f"{app}/picture-anomalies?part=damage")
    settle(page)
    title = page.locator(".dl-title").first
    expect(title).to_contain_text("No alarm, score")
    before = title.inner_text()
    slider = page.get_by_role("slider", name="Scratches (%)")
    slider.focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile("damage_scratches=100"))
    expect(title).to_contain_text("ALARM, score")
    assert title.inner_text() != before
    expect(page.get_by_text(re.compile(r"of them score higher")).first).to_be_visible()
    expect_no_exception(page)


def test_a_turn_by_half_a_circle_leaves_an_eight_an_eight(app: str, page: Page) -> None:
    for rotation, verdict in ((50, "ALARM"), (100, "No alarm")):
        open_page(page, f"{app}/picture-anomalies?part=damage&damage_rotation={rotation}")
        settle(page)
        expect(page.locator(".dl-title").first).to_contain_text(verdict)
    expect_no_exception(page)


def test_a_picture_of_the_learners_own_is_scored(app: str, page: Page) -> None:
    open_page(page, f"{app}/picture-anomalies?part=damage&damage_picture=my+picture")
    settle_without_stage(page)
    sheet = np.full((200, 200, 3), 255, np.uint8)
    sheet[40:160, 60:75] = sheet[40:55, 60:140] = sheet[145:160, 60:140] = 0  # a square C: no eight
    file = io.BytesIO()
    Image.fromarray(sheet).save(file, "PNG")
    page.locator("input[type=file]").set_input_files(
        {"name": "c.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    expect(page.locator(".dl-title").first).to_contain_text("ALARM, score")
    broken = {"name": "broken.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\nno"}
    page.locator("input[type=file]").set_input_files(broken)
    expect(page.get_by_text("damaged or was cut off")).to_be_visible()
    expect_no_exception(page)


def settle_without_stage(page: Page) -> None:
    """There is nothing to draw before the picture is there."""
    expect(page.locator("input[type=file]")).to_be_attached()


def test_the_threshold_moves_and_peeking_is_told(app: str, page: Page) -> None:
    open_page(page, f"{app}/picture-anomalies?peek=true")
    settle(page)
    slider = page.get_by_role("slider", name="Accepted false alarms (%)")
    for key, accepted in (("Home", "0.2"), ("End", "20")):
        slider.focus()
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(rf"accepted={accepted}\b"))
        expect(page.get_by_text(re.compile(rf"Accepted: {accepted}\s%.*Peeked: cost")).first).to_be_visible()
    expect_no_exception(page)


def test_a_drawing_is_rebuilt_in_place_of_the_examples(app: str, page: Page) -> None:
    open_page(page, f"{app}/picture-anomalies")
    settle(page)
    page.get_by_role("button", name="Draw your own").click()
    box = page.locator(".pad canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.2 * box["height"], steps=8)
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.85 * box["height"], steps=8)
    page.mouse.up()
    expect(page.locator(".dl-title").filter(has_text="Yours:")).to_be_visible()
    expect_no_exception(page)


def test_a_failure_is_set_up_by_its_button(app: str, page: Page) -> None:
    open_page(page, f"{app}/picture-anomalies?part=fails")
    settle(page)
    page.get_by_role("button", name="Train on all but the 1s").click()
    expect(page).to_have_url(re.compile("digit=0%2C2%2C3%2C4%2C5%2C6%2C7%2C8%2C9"))
    settle(page)
    bar_button(page, "play").click()
    expect(page.locator(".dl-title").filter(has_text="Normal is: all but 1")).to_be_visible()
    expect_no_exception(page)
