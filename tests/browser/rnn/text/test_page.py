"""The text lesson as a learner uses it: paste a text, press Play, read a sample; choose the next character by hand."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import expect_no_exception, open_page
from tests.browser.lesson import status
from tests.browser.walk import bar_button, settle

RHYME = "Ring a ring of roses, a pocket full of posies. Hush, hush, we all fall down!\n" * 60
COMING = "It writes its first sample"


def samples(page: Page) -> Locator:
    """The boxes with what the run wrote, and the one with what it wrote before."""
    return page.get_by_test_id("stMain").locator(".dl-text")


def test_a_pasted_text_is_learnt_and_a_sample_of_it_can_be_read(app: str, page: Page) -> None:
    open_page(page, f"{app}/char-lm")
    settle(page)
    page.get_by_role("button", name="Your own text").click()
    page.get_by_role("textbox", name="Paste a text").fill(RHYME)
    page.get_by_role("button", name="Use this text").click()
    expect(page.get_by_text(f"Your text: {len(RHYME):,} characters")).to_be_visible()
    assert "Ring" not in page.url
    page.keyboard.press("Escape")
    bar_button(page, "play").click()
    expect(status(page)).to_contain_text("of 500")
    expect(page.locator(".dl-stage.dl-waits")).to_have_count(0)  # the recording's pictures have gone
    expect(samples(page).nth(1)).not_to_contain_text(COMING)
    expect(page.get_by_text(re.compile(r"\d+ words exist|No word of 3 letters")).first).to_be_visible()
    if bar_button(page, "pause").count():
        bar_button(page, "pause").click()
    expect_no_exception(page)


def test_a_click_on_a_bar_chooses_the_next_character(app: str, page: Page) -> None:
    open_page(page, f"{app}/char-lm?part=write")
    settle(page)
    prompt = page.get_by_role("textbox", name="It goes on from")
    expect(prompt).to_have_value("ROMEO:\n")
    first = page.locator(".dl-plot .ytick text").first
    letter = first.text_content()
    box = page.locator(".dl-plot .barlayer .point path").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(prompt).to_have_value(f"ROMEO:\n{letter}")
    expect_no_exception(page)
