"""A learner on the autoencoder's page: drags over the map, draws a digit, has missing pixels filled in."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import pad
from tests.browser.helpers import expect_no_exception, open_page

LESSON = "/autoencoder"


def field(page: Page) -> dict[str, float]:
    canvas = page.locator(".dl-map-field")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    return dict(box)


def drag(page: Page, *shares: tuple[float, float]) -> None:
    """Press at the first place of the map, move over the others, and hold there."""
    box = field(page)
    for number, (across, down) in enumerate(shares):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=6)
        if number == 0:
            page.mouse.down()


def picture(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('.dl-map-picture').toDataURL()")
    return found


def at_its_end(page: Page) -> None:
    """The recording has come to its end, where its decoder is there."""
    expect(page.locator(".dl-map-drags")).to_be_visible()


def test_the_picture_follows_a_drag_without_a_word_to_the_server(page: Page, app: str) -> None:
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    asked: list[str] = []
    page.on("request", lambda request: "/asked/" in request.url and asked.append(request.url))
    open_page(page, app + LESSON)
    at_its_end(page)
    expect(page.locator(".dl-map-picture")).to_be_hidden()
    assert asked == []
    drag(page, (0.5, 0.5))
    expect(page.locator(".dl-map-picture")).to_be_visible()
    assert len(asked) == 1
    before, counted, frames = picture(page), decoded(page), len(sent)
    drag_on(page, (0.05, 0.95), (0.9, 0.1))  # empty ground, too
    expect(page.locator(".dl-map-said")).to_contain_text(re.compile(r"at .*, .*\n?.*nearest"))
    page.wait_for_function(
        "(before) => Number(document.querySelector('.dl-map').dataset.decoded) > before", arg=counted
    )
    assert picture(page) != before
    assert (len(sent), len(asked)) == (frames, 1)
    page.mouse.up()
    expect_no_exception(page)


def drag_on(page: Page, *shares: tuple[float, float]) -> None:
    box = field(page)
    for across, down in shares:
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=12)


def decoded(page: Page) -> int:
    return int(page.locator(".dl-map").get_attribute("data-decoded") or 0)


def test_arrow_keys_move_the_point(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    at_its_end(page)
    page.locator(".dl-map-field").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".dl-map-picture")).to_be_visible()
    before = page.locator(".dl-map-said").inner_text()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator(".dl-map-said")).not_to_have_text(before)


def test_a_drawn_digit_passes_through_the_network(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    at_its_end(page)
    page.get_by_role("button", name="Draw your own").click()
    pad.draw(page, (0.5, 0.2), (0.5, 0.8))
    expect(page.get_by_text(re.compile(r"Your digit becomes .*, "))).to_be_visible()
    expect(page.get_by_text(re.compile(r"Read by the recorded network, as it ended"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Your digit, its code"))).to_have_count(3)
    expect_no_exception(page)


def test_a_run_fills_in_missing_pixels_and_its_decoder_is_dragged(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?regularizer=denoising&missing=50&code=16")
    page.get_by_role("button", name="Play").first.click()
    expect(page.get_by_text("Missing pixels, filled in")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^PCA\n0\.0\d+$"))).to_be_visible()
    drag(page, (0.3, 0.3), (0.6, 0.6))
    expect(page.locator(".dl-map-picture")).to_be_visible()
    page.mouse.up()
    expect_no_exception(page)
