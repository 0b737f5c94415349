"""A learner on the page of InfoGAN: trains, drags c2 and c3 without a word to the server, chooses a category."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.helpers import expect_no_exception, note_words, open_page
from tests.browser.lesson import wait_for_step
from tests.browser.walk import bar_button
from tests.live.helpers import until

LESSON = "/infogan"


def picture(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('.dl-map-picture').toDataURL()")
    return found


def sheet(page: Page) -> str:
    """The first sheet of the first part's stage."""
    found: str = page.evaluate("document.querySelector('.st-key-infogan-stage canvas')?.toDataURL() ?? ''")
    return found


def drag(page: Page, *shares: tuple[float, float]) -> None:
    """The pointer over these places of the plane."""
    plane = page.locator(".dl-map-field")
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    assert box is not None
    for across, down in shares:
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=6)


def test_whoever_presses_play_sees_digits_by_category_that_go_on_learning(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?start=shipped+weights")
    button = bar_button(page, "play")
    expect(button).to_be_enabled()
    button.click()
    wait_for_step(page, 100)
    expect(page.get_by_text(re.compile(r"The judge: step \d")).first).to_be_visible()
    # chance is 10: the shipped weights' digits, which go on from there
    expect(page.get_by_text(re.compile(r"^Codes and digits: [3-9]\d\s% match")).first).to_be_visible()
    before = sheet(page)
    until(lambda: sheet(page) not in ("", before), "the pictures change")
    expect_no_exception(page)


def test_c2_and_c3_are_dragged_without_a_word_to_the_server_and_a_category_is_chosen(page: Page, app: str) -> None:
    sent: list[str] = []
    note_words(page, sent)
    open_page(page, f"{app}{LESSON}?part=turn")
    expect(page.locator(".dl-map-drags")).to_be_visible()
    drag(page, (0.5, 0.5))
    page.mouse.down()
    expect(page.locator(".dl-map-picture")).to_be_visible()
    middle, frames = picture(page), len(sent)
    seen = {middle}
    for place in ((0.35, 0.5), (0.65, 0.5), (0.5, 0.2), (0.5, 0.8)):  # c2, then c3
        counted = page.locator(".dl-map").get_attribute("data-decoded")
        drag(page, place)
        page.wait_for_function("(before) => document.querySelector('.dl-map').dataset.decoded !== before", arg=counted)
        seen.add(picture(page))
    assert len(seen) == 5 and len(sent) == frames
    page.mouse.up()
    page.goto(f"{app}{LESSON}?part=turn&turn_category=7")
    expect(page.get_by_text("c2 to the right, c3 up; c1 = 7").first).to_be_visible()
    expect(page.locator(".dl-map-drags")).to_be_visible()
    drag(page, (0.5, 0.5))
    page.mouse.down()
    expect(page.locator(".dl-map-picture")).to_be_visible()
    until(lambda: picture(page) != middle, "another category is drawn")
    page.mouse.up()
    expect_no_exception(page)


def test_the_plain_gan_stands_beside_the_infogan(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=panels")
    for title in (
        "(a) InfoGAN: a category a column",
        "(b) Plain GAN: a category a column",
        "(c) InfoGAN: c2 from −2 to 2",
    ):
        expect(page.get_by_text(title, exact=True).first).to_be_visible()
    expect(page.get_by_text("purity 1.000").first).to_be_visible()
    expect_no_exception(page)
