"""A learner on the page of GANs of pictures: trains, moves through the history, asks for a 7, sorts real from fake."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.helpers import expect_no_exception, open_page
from tests.browser.walk import bar_button, settle
from tests.live.helpers import until

LESSON = "/gan-images"


def pixels(page: Page, stage: str) -> str:
    """Of the first sheet of a stage."""
    found: str = page.evaluate("(stage) => document.querySelector(`.st-key-${stage} canvas`)?.toDataURL() ?? ''", stage)
    return found


def changed(page: Page, stage: str, before: str) -> None:
    until(lambda: pixels(page, stage) not in ("", before), f"the pictures of {stage} are others")


def test_whoever_presses_play_sees_the_samples_change_and_finds_the_history_of_the_run(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    button = bar_button(page, "play")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text(re.compile(r"The judge: step \d+")).first).to_be_visible()
    before = pixels(page, "gan-images-stage")
    changed(page, "gan-images-stage", before)
    page.get_by_role("radio", name="Its history").click()
    page.get_by_text("your run", exact=True).click()
    expect(page.get_by_role("button", name="Fetch what is new")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^The same noise at step ")).first).to_be_visible()
    expect_no_exception(page)


def test_the_scrubber_goes_through_the_history_and_the_gif_is_there_to_take(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=history")
    expect(page.get_by_text(re.compile(r"The same noise at step 20,000")).first).to_be_visible()
    before = pixels(page, "gan-images-history-stage")
    slider = page.get_by_role("slider", name="Step")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text(re.compile(r"^The same noise at step 0$")).first).to_be_visible()
    changed(page, "gan-images-history-stage", before)
    with page.expect_download() as taken:
        page.get_by_role("button", name="GIF", exact=True).click()
    assert taken.value.path().read_bytes()[:6] == b"GIF89a"
    expect_no_exception(page)


def test_a_seven_is_drawn_when_one_asks_for_it_and_its_neighbours_are_found(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=draw&draw_players=told+the+class&draw_wanted=3")
    expect(page.get_by_text("At 0.5 of the way, as 3").first).to_be_visible()
    before = pixels(page, "gan-images-draw-stage")
    page.goto(f"{app}{LESSON}?part=draw&draw_players=told+the+class&draw_wanted=7")
    expect(page.get_by_text("At 0.5 of the way, as 7").first).to_be_visible()
    changed(page, "gan-images-draw-stage", before)
    expect(page.get_by_text(re.compile(r"^This one: nearest at \d")).first).to_be_visible()
    expect_no_exception(page)


def test_twenty_pictures_are_sorted_with_keys_and_buttons_and_counted_beside_d(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=game")
    expect(page.get_by_text(re.compile("look first, then start the clock")).first).to_be_visible()
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_text("1 of 20")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 of 20")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_text("3 of 20")).to_be_visible()
    for _ in range(18):
        page.get_by_role("button", name="Generated", exact=True).click()
    expect(page.get_by_text(re.compile(r"^You: \d+ of 20 in [\d.]+\ss")).first).to_be_visible()
    expect(page.get_by_text("D, the same pictures")).to_be_visible()
    page.get_by_role("button", name="Deal again").click()
    expect(page.get_by_text("20 pictures", exact=True)).to_be_visible()
    expect_no_exception(page)


def test_a_click_on_a_sample_shows_the_training_pictures_that_are_most_like_it(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    settle(page)
    page.locator(".st-key-gan-images-stage .dl-cells button").nth(12).click()
    found = page.locator(".dl-title", has_text=re.compile("^Sample 13 at step .* most like it"))
    expect(found).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(found).to_have_count(0)
    expect_no_exception(page)
