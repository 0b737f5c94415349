"""The drawing pad as a brush over a photo: what Python gets, and what the learner sees of both pictures."""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.apps.photo_pad import SIDE, blurred, photo, ramp
from tests.browser.helpers import PHONE, open_page, overflow, wait_until_idle
from tests.browser.pad import at, canvas, draw, expect_box, expect_ink, ink, touch

SOME = r"[1-9]\d*"


@pytest.fixture
def url(demos: str) -> str:
    """The address of a page with a photo to cover."""
    return f"{demos}/photo_pad"


def shown(page: Page) -> NDArray[np.float64]:
    """What the canvas shows, (224, 224, 3), without the brush's outline: the mouse leaves first."""
    page.mouse.move(1, 1)
    address: str = canvas(page).evaluate("canvas => canvas.toDataURL()")
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB")
    return np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX)).astype(float)


def difference(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How far two pictures are apart, in levels of 255 on average."""
    return float(np.abs(one - other).mean())


def pixels(image: Image.Image) -> NDArray[np.float64]:
    return np.asarray(image).astype(float)


def wait_for_pixel(page: Page, condition: str) -> None:
    """Until the pixel (210, 210) of the canvas, near the middle, is so: ``r``, ``g``, ``b``, ``a`` in JavaScript."""
    page.wait_for_function(
        f"""canvas => {{
          const [r, g, b, a] = canvas.getContext("2d").getImageData(210, 210, 1, 1).data;
          return {condition};
        }}""",
        arg=canvas(page).element_handle(),
    )


def expect_status(page: Page, pattern: str) -> None:
    expect(page.locator(".pad .status")).to_have_text(re.compile(pattern))


def open_photo(page: Page, url: str) -> None:
    open_page(page, url)
    wait_for_pixel(page, "a === 255")  # the photo is decoded


def test_the_photo_stands_on_the_pad(url: str, page: Page) -> None:
    open_photo(page, url)
    expect_status(page, "^Nothing covered$")
    assert difference(shown(page), pixels(photo("cat"))) < 4  # enlarged for the screen, and made smaller for the test
    box = canvas(page).bounding_box()
    assert box is not None and box["width"] == box["height"] == 420
    label = r"^Photo of a cat to cover with a brush\. Arrow keys move the brush, .* Delete clears\.$"
    expect(page.get_by_role("application", name=re.compile(label))).to_be_visible()


def test_a_stroke_covers_what_it_touches_and_nothing_else(url: str, page: Page) -> None:
    open_photo(page, url)
    draw(page, (0.5, 0.25), (0.5, 0.75))
    # from row 28 to row 84 at column 56, and a brush of radius 8
    expect_box(page, "20-91", "48-63")
    cells = 2 * 8 * 56 + math.pi * 8**2
    assert ink(page) / 255 == pytest.approx(cells, rel=0.03)
    expect_status(page, r"^8\.8\s% covered$")
    seen, cat = shown(page), pixels(photo("cat"))
    assert difference(seen[44:180, 102:122], np.float64(127)) < 1  # within the stroke
    rest = np.ones((SIDE, SIDE), bool)
    rest[34:190, 90:134] = False
    assert difference(seen[rest], cat[rest]) < 4


def test_the_canvas_shows_both_pictures_mixed_by_the_ink(url: str, page: Page) -> None:
    open_photo(page, f"{url}?exact=1")
    expect_ink(page, str(int(ramp().sum())))
    assert canvas(page).evaluate("canvas => [canvas.width, canvas.height]") == [SIDE, SIDE]
    large = pixels(Image.fromarray(ramp()).resize((SIDE, SIDE), Image.Resampling.BILINEAR))[..., np.newaxis] / 255
    mixed = pixels(photo("cat")) * (1 - large) + pixels(blurred(photo("cat"))) * large
    seen = shown(page)
    assert difference(seen, mixed) < 1.5  # JPEG's own error
    assert difference(seen[:, -1], mixed[:, -1]) < 1.5  # fully covered up to the last column
    assert difference(seen, mixed[:, ::-1]) > 20


def test_undo_and_clear(url: str, page: Page) -> None:
    open_photo(page, url)
    draw(page, (0.3, 0.3), (0.3, 0.7))
    expect_box(page, "26-85", "26-41")  # the whole stroke has arrived
    one = ink(page)
    draw(page, (0.7, 0.3), (0.7, 0.7))
    expect_box(page, "26-85", "26-85")
    page.get_by_role("button", name="Undo").click()
    expect_ink(page, str(one))
    page.get_by_role("button", name="Clear").click()
    expect_ink(page, "0")
    expect_status(page, "^Nothing covered$")
    expect(page.get_by_role("button", name="Clear")).to_be_disabled()
    assert difference(shown(page), pixels(photo("cat"))) < 4
    page.get_by_role("button", name="Undo").click()  # clearing can be taken back
    expect_ink(page, str(one))


def test_a_larger_brush_keeps_the_drawing_and_what_can_be_undone(url: str, page: Page) -> None:
    open_photo(page, url)
    draw(page, (0.2, 0.5), (0.2, 0.5))
    small = expect_ink(page, SOME)
    assert small / 255 == pytest.approx(math.pi * 8**2, rel=0.05)
    slider = page.get_by_role("slider")
    slider.focus()
    for _ in range(8):
        slider.press("ArrowRight")
    expect(slider).to_have_value("16")
    wait_until_idle(page)
    expect_ink(page, str(small))
    draw(page, (0.6, 0.5), (0.6, 0.5))
    expect_box(page, "40-71", "14-82")
    assert (ink(page) - small) / 255 == pytest.approx(math.pi * 16**2, rel=0.05)
    page.get_by_role("button", name="Undo").click()
    expect_ink(page, str(small))
    page.get_by_role("button", name="Undo").click()
    expect_ink(page, "0")


def test_another_cover_keeps_the_drawing_and_another_photo_drops_it(url: str, page: Page) -> None:
    open_photo(page, url)
    draw(page, (0.5, 0.5), (0.5, 0.5))
    before = expect_ink(page, SOME)
    page.get_by_text("black", exact=True).click()
    wait_for_pixel(page, "r + g + b < 9")
    expect_ink(page, str(before))
    page.get_by_role("button", name="Rerun").click()
    wait_until_idle(page)
    expect_ink(page, str(before))
    page.get_by_text("coffee", exact=True).click()
    expect_ink(page, "0")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.get_by_role("application", name=re.compile("Photo of a coffee"))).to_be_visible()
    wait_for_pixel(page, "r + g + b > 9")
    assert difference(shown(page), pixels(photo("coffee"))) < 5


def test_the_keyboard_covers(url: str, page: Page) -> None:
    open_photo(page, url)
    canvas(page).focus()
    page.keyboard.press("ArrowUp")
    expect_status(page, "^Nothing covered, brush up, column 57, row 53$")
    page.keyboard.press("Shift+ArrowUp")
    expect_status(page, "brush up, column 57, row 37$")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect_status(page, "% covered, brush down, column 57, row 53$")
    page.keyboard.press("Space")
    expect_box(page, "28-59", "48-63")
    page.keyboard.press("Control+z")
    expect_ink(page, "0")
    page.keyboard.press("Control+z")  # nothing left to take back
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect_ink(page, SOME)
    page.keyboard.press("Delete")
    expect_ink(page, "0")


def test_the_mouse_shows_how_much_the_brush_will_cover(url: str, page: Page) -> None:
    open_photo(page, url)
    edge = "canvas => Math.min(...canvas.getContext('2d').getImageData(240, 210, 1, 1).data)"  # 30 px: 8 of 112 cells
    before = canvas(page).evaluate(edge)
    page.mouse.move(*at(page, 0.5, 0.5))
    assert canvas(page).evaluate(edge) > 230 > before
    expect_ink(page, "0")  # it only shows
    page.mouse.move(1, 1)
    assert canvas(page).evaluate(edge) == before


def test_a_finger_covers_on_a_phone(url: str, own_page: Callable[..., Page]) -> None:
    page = own_page(viewport=PHONE, has_touch=True, is_mobile=True)
    open_photo(page, url)
    box = canvas(page).bounding_box()
    assert box is not None and 0.7 * 390 < box["width"] == box["height"] < 0.84 * 390, "beside it a thumb scrolls"
    touch(page, *((0.25 + 0.05 * k, 0.5) for k in range(11)))
    expect_box(page, "48-63", "20-91")
    assert overflow(page) == 0
