"""A learner on the autoencoder's page: drags over the map, draws a digit, has missing pixels filled in."""

from __future__ import annotations

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import pad
from tests.browser.helpers import expect_no_exception, note_words, open_page

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
    note_words(page, sent)
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


def test_linear_and_pca_come_to_one_space_in_the_recordings(page: Page, app: str) -> None:
    """The default one ends below 2 degrees, that of 30 numbers does not, and both say so."""
    open_page(page, f"{app}{LESSON}?part=linear")
    expect(page.get_by_text(re.compile(r"^Largest angle: 0\.0\d+\s?°$"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^30 numbers: 79")).click()
    expect(page).to_have_url(re.compile("linear_code_size=30"))
    expect(page.get_by_text(re.compile(r"^Largest angle: 79\.\d+\s?°$"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^2 numbers: 0")).click()
    expect(page.get_by_text("Through 2 numbers")).to_be_visible()
    expect(page.get_by_text("The same digits through 30 numbers")).to_be_visible()
    expect_no_exception(page)


def test_a_linear_run_learns_before_ones_eyes(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=linear&linear_code_size=2&linear_optimizer=momentum")
    page.get_by_role("button", name="Play").first.click()
    expect(page.get_by_text(re.compile(r"^Largest angle: (1|0)\.\d+\s?°$"))).to_be_visible()
    expect_no_exception(page)


def test_a_stack_grows_layer_by_layer(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=stacked")
    expect(page.get_by_text("Test accuracy by number of labels")).to_be_visible()
    page.get_by_role("button", name="Play").first.click()
    expect(page.get_by_text(re.compile(r"^Now: .*1"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Now: .*2"))).to_be_visible()
    expect_no_exception(page)


def squares(count: int) -> list[dict[str, object]]:
    """Pictures that are no digits: squares of many sizes and colours, as files."""
    random = np.random.default_rng(0)
    files: list[dict[str, object]] = []
    for number in range(count):
        sheet = np.full((48, 48, 3), 230, np.uint8)
        low, high = random.integers(2, 20), random.integers(26, 46)
        sheet[low:high, low:high] = random.integers(0, 200, 3)
        file = io.BytesIO()
        Image.fromarray(sheet).save(file, "PNG")
        files.append({"name": f"{number}.png", "mimeType": "image/png", "buffer": file.getvalue()})
    return files


def test_pictures_of_ones_own_are_learnt(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?data=your+own+pictures")
    expect(page.get_by_text("digits stand in")).to_be_visible()
    page.get_by_role("button", name="Your own pictures").click()
    page.locator("input[type=file]").set_input_files(squares(12))  # type: ignore[arg-type]
    expect(page.get_by_text("digits stand in")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Play").first.click()
    expect(page.get_by_text("Held-out pictures, through 8 numbers")).to_be_visible()
    expect_no_exception(page)
