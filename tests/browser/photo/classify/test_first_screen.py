"""What a newcomer sees of the photo lesson before scrolling, and what the first click does."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dnnlab.data.photos import PHOTOS
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from tests.browser.helpers import PHONE, expect_no_exception, open_page, overflow
from tests.browser.photo.lesson import bar, marked, net, tile, upload


def heat(page: Page, name: str) -> str:
    """The map of a network as it is painted."""
    return str(net(page, name).locator("canvas").evaluate("each => each.toDataURL()"))


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_a_click_on_an_answer_explains_it(app: str, own_page: Callable[..., Page], touch: bool) -> None:
    page = own_page(**({"has_touch": True, "is_mobile": True, "viewport": PHONE} if touch else {}))
    open_page(page, f"{app}/photo")
    pick = (lambda each: each.tap()) if touch else (lambda each: each.click())
    expect(marked(page, SQUEEZENET)).to_have_text("Egyptian Mau")
    before = {name: heat(page, name) for name in NETS}
    pick(bar(page, EFFICIENTNET, "lynx"))
    expect(marked(page, EFFICIENTNET)).to_have_text("lynx")
    expect(page).to_have_url(re.compile("efficientnet_rank=4"))
    expect(bar(page, EFFICIENTNET, "lynx")).to_have_attribute("aria-pressed", "true")
    assert heat(page, EFFICIENTNET) != before[EFFICIENTNET], "another class, another map"
    expect(marked(page, SQUEEZENET)).to_have_text("Egyptian Mau")
    assert heat(page, SQUEEZENET) == before[SQUEEZENET]
    expect(page.get_by_text("Explain which answer")).to_have_count(0)
    expect_no_exception(page)


SIZES = [(1440, 900), (1280, 720)]


@pytest.mark.parametrize("own", [0, 10])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_photo_answers_and_maps_stand_on_the_first_screen(
    app: str, page: Page, size: tuple[int, int], own: int
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, f"{app}/photo")
    if own:
        upload(page, *list(PHOTOS)[:own])
        expect(page.locator(".st-key-photo-gallery button")).to_have_count(len(PHOTOS) + own)
    shown = [page.locator(".st-key-photo-shown canvas")]
    for name in NETS:
        expect(net(page, name).locator("button.dl-bar")).to_have_count(5)
        shown += [net(page, name).locator("canvas"), *net(page, name).locator("button.dl-bar").all()]
    boxes = [each.bounding_box() for each in shown]
    assert len(boxes) == 1 + 2 * (1 + 5)
    for box in boxes:
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= height, box
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, box
    photo, *_ = boxes
    maps = [box for box in boxes if box and photo and box["height"] == photo["height"]]
    assert len({box["y"] for box in maps}) == 1 and len(maps) == 3, "photo and maps side by side, of one size"


@pytest.mark.parametrize("part", ["look", "cover", "inside"])
def test_all_photos_stand_in_one_row(app: str, page: Page, part: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, f"{app}/photo?part={part}&photo=flower")
    row = page.locator(".st-key-photo-row")
    expect(tile(page, "flower")).to_be_in_viewport(ratio=1)
    high = (row.bounding_box() or {})["height"]
    assert high < 70
    upload(page, *list(PHOTOS))
    expect(page.locator(".st-key-photo-gallery button")).to_have_count(2 * len(PHOTOS))
    assert (row.bounding_box() or {})["height"] < high + 20, "a scrollbar at most"
    assert overflow(page) == 0
    places = [box for each in page.locator(".st-key-photo-gallery button").all() if (box := each.bounding_box())]
    assert len({box["y"] for box in places}) == 1
    tile(page, "rocket").click()  # scrolled to
    expect(page).to_have_url(re.compile("photo=rocket"))
    expect_no_exception(page)


def test_look_inside_opens_on_edges_and_says_why(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?part=inside")
    maps, patches = (page.locator(f".st-key-photo-{name}") for name in ("maps", "patches"))
    expect(maps).to_contain_text("What the layer block1 makes of the photo: 16 of 16 maps. Click one.")
    expect(maps).to_contain_text("112 × 112 numbers each.")
    expect(page.get_by_role("heading", name="What drives unit 12", exact=True)).to_be_visible()
    expect(patches).to_contain_text("Chosen because its patches look most alike.")
    maps.locator("button").nth(3).click()  # the third is unit 12 itself
    expect(page.get_by_role("heading", name="What drives unit 12", exact=True)).to_have_count(0)
    expect(patches).not_to_contain_text("Chosen because")
    expect_no_exception(page)
