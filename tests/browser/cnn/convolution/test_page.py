"""The convolution lesson as a learner uses it: a picture of one's own, a kernel of one's own, the link."""

from __future__ import annotations

import io
import re
from urllib.parse import urlencode

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize, expect

from dnnlab.cnn import kernels
from dnnlab.ui.static_files import modules_folder
from tests.browser.held import Held
from tests.browser.helpers import PHONE, expect_no_exception, open_page, wait_until_idle
from tests.browser.walk import settle

GREY = np.array([0.299, 0.587, 0.114])


def bench(page: Page) -> Locator:
    """The bench, once it is drawn."""
    root = page.locator(".sb")
    expect(root).to_have_attribute("data-ready", "true")
    return root


def open_lesson(page: Page, app: str, **settings: str) -> Locator:
    open_page(page, f"{app}/convolution?{urlencode(settings)}")
    return bench(page)


def result(page: Page) -> float:
    return float(bench(page).locator(".sb-result").get_attribute("data-value") or "nan")


def position(page: Page) -> tuple[int, int]:
    row, column = (bench(page).get_attribute("data-position") or "").split(",")
    return int(row), int(column)


def hover(page: Page, x: float, y: float) -> tuple[int, int]:
    """Point at a place of the output, in fractions of its sides; the pixel (row, column) there."""
    canvas = bench(page).locator(".sb-output canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    before = bench(page).get_attribute("data-position")
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    expect(bench(page)).not_to_have_attribute("data-position", before or "")
    return position(page)


def jpeg(pixels: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=92)
    return file.getvalue()


def test_upload_a_photo_choose_a_sobel_and_read_the_sum(app: str, page: Page) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8).repeat(4, 0).repeat(4, 1)
    data = jpeg(pixels)
    open_lesson(page, app, source="upload", padding="0")
    page.locator("input[type=file]").set_input_files({"name": "mine.jpg", "mimeType": "image/jpeg", "buffer": data})
    expect(bench(page)).to_contain_text("120 × 160")
    page.get_by_role("combobox", name=re.compile("^Kernel")).click()
    page.get_by_role("option", name="top sobel", exact=True).click()
    expect(page).to_have_url(re.compile("kernel=top"))
    # The code of the layer is the same for every kernel: only the bench says that the new one has come.
    cells = bench(page).locator(".sb-kernel input")
    expect(cells).to_have_count(9)
    for k, weight in enumerate(kernels.preset("top sobel").flat):
        expect(cells.nth(k)).to_have_value(f"{weight:g}".replace("-", "−"))
    expect(page.get_by_text("nn.Conv2d(1, 1, kernel_size=3)")).to_be_visible()
    photo = np.asarray(Image.open(io.BytesIO(data)), np.float64)
    grey = np.rint(photo @ GREY)
    for x, y in ((0.3, 0.6), (0.91, 0.12)):
        row, column = hover(page, x, y)
        patch = grey[row : row + 3, column : column + 3]
        expected = float((patch * kernels.preset("top sobel")).sum())
        assert abs(result(page) - expected) <= 8  # a grey value may be rounded the other way
        products = bench(page).locator(".sb-products").inner_text().split()
        shown = sum(float(each.replace("−", "-")) for each in products)
        assert shown == pytest.approx(result(page))
    expect_no_exception(page)


def test_an_edited_preset_becomes_custom_and_its_link_shows_it_again(app: str, page: Page) -> None:
    open_lesson(page, app)
    cell = bench(page).locator(".sb-kernel input").nth(4)
    cell.fill("7")
    cell.press("Enter")
    expect(page).to_have_url(re.compile("kernel=custom"))
    expect(page.get_by_role("combobox", name=re.compile("^Kernel"))).to_have_value("custom")
    wait_until_idle(page)
    here = hover(page, 0.4, 0.4)
    shown = result(page)
    link = page.url
    other = page.context.new_page()
    open_page(other, link)
    expect(bench(other).locator(".sb-kernel input").nth(4)).to_have_value("7")
    hover(other, 0.8, 0.8)
    assert hover(other, 0.4, 0.4) == here
    assert result(other) == shown


def test_numbers_can_be_written_and_stay(app: str, page: Page) -> None:
    open_lesson(page, app, source="numbers", padding="0", kernel="identity")
    cell = bench(page).locator(".sb-input input").nth(7)  # row 1, column 1 of 6 x 6: the first output looks at it
    cell.fill("42")
    cell.press("Enter")
    expect(page).to_have_url(re.compile("numbers="))
    wait_until_idle(page)
    bench(page).locator(".sb-scrub").evaluate("each => { each.value = 0; each.dispatchEvent(new Event('input')); }")
    expect(bench(page).locator(".sb-result")).to_have_attribute("data-value", "42")


def test_a_link_out_of_range_and_a_kernel_that_does_not_fit_get_a_sentence(app: str, page: Page) -> None:
    open_lesson(page, app, stride="9")
    expect(page.get_by_text("The link asks for stride s 9, which this page does not have")).to_be_visible()
    open_page(page, f"{app}/convolution?source=numbers&kernel_size=7&padding=0")
    expect(page.get_by_text("The kernel spans 7 pixels, the padded input has only 6")).to_be_visible()
    expect_no_exception(page)


def test_a_transposed_sum_says_that_it_stands_against_its_window(app: str, page: Page) -> None:
    root = open_lesson(page, app, layer="transposed", source="numbers")
    expect(root.locator(".sb-rows")).to_contain_text("turned 180°")
    expect(root.locator(".sb-caption")).to_contain_text("turned by 180°")
    expect(root.locator(".sb-caption")).to_contain_text("choose stride 2 to make the picture larger")
    open_lesson(page, app, layer="transposed", source="numbers", stride="2")
    expect(page.locator(".sb-caption")).not_to_contain_text("choose stride 2")
    open_lesson(page, app, source="numbers")
    expect(page.locator(".sb-rows")).not_to_contain_text("turned")


def test_an_output_is_not_pale_because_of_its_rim(app: str, page: Page) -> None:
    root = open_lesson(page, app)
    expect(root.locator(".sb-caption")).to_contain_text("are clipped in the picture, not in the sum")
    blue = """canvas => {
      const { data } = canvas.getContext('2d').getImageData(12, 12, canvas.width - 24, canvas.height - 24);
      let strong = 0;
      for (let i = 0; i < data.length; i += 4) strong += Math.max(data[i], data[i + 2]) - data[i + 1] > 80;
      return 4 * strong / data.length;
    }"""
    assert root.locator(".sb-output canvas").evaluate(blue) > 0.02


def test_knobs_stand_beside_the_stage_and_on_a_phone_before_the_tabs(app: str, page: Page) -> None:
    def box(selector: str) -> dict[str, float]:
        found = page.locator(selector).first.bounding_box()
        assert found is not None
        right, bottom = found["x"] + found["width"], found["y"] + found["height"]
        return {"left": found["x"], "right": right, "top": found["y"], "bottom": bottom}

    names = (".sb", ".st-key-dl-knobs", "[data-testid=stTabs]")
    open_lesson(page, app)
    stage, knobs, tabs = map(box, names)
    assert stage["left"] == tabs["left"] < knobs["left"]
    assert knobs["top"] < stage["bottom"] < tabs["top"]
    assert tabs["right"] < knobs["left"], "the tabs stand in the stage's column: they do not wait for the last knob"
    page.set_viewport_size(PHONE)
    open_lesson(page, app)
    stage, knobs, tabs = map(box, names)
    assert stage["bottom"] < knobs["top"] < knobs["bottom"] < tabs["top"]


def test_a_guess_is_shown_beside_its_target(app: str, page: Page) -> None:
    open_page(page, f"{app}/convolution?part=learn&seed=2")
    expect(page.get_by_text("Press Play: gradient descent looks for this kernel")).to_be_visible()
    expect(page.get_by_text("your output")).to_have_count(0)
    cell = page.get_by_role("spinbutton", name="Row 1, column 1")
    cell.fill("1")
    cell.press("Tab")
    page.get_by_role("button", name="Score my guess").click()
    expect(page.get_by_text("your output")).to_be_visible()
    expect_no_exception(page)


WINDOWS = [{"width": 1440, "height": 900}, {"width": 1280, "height": 720}]
each_window = pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window['width']}")


def place(found: Locator) -> dict[str, float]:
    expect(found).to_be_visible()
    box: dict[str, float] = found.evaluate("each => each.getBoundingClientRect().toJSON()")
    return box


@each_window
def test_every_pixel_of_a_picture_can_be_pointed_at(app: str, page: Page, window: ViewportSize) -> None:
    page.set_viewport_size(window)
    root = open_lesson(page, app, source="cat", kernel_size="5")
    for canvas in (root.locator(".sb-input canvas"), root.locator(".sb-output canvas")):
        box = place(canvas)
        assert box["right"] - box["left"] >= 256


@each_window
def test_the_guess_stands_beside_photo_and_target(app: str, page: Page, window: ViewportSize) -> None:
    page.set_viewport_size(window)
    open_page(page, f"{app}/convolution?part=learn")
    settle(page)
    titles = page.locator(".st-key-learn-kernel-stage .dl-title")
    pictures = [place(titles.filter(has_text=words).first) for words in ("The photo", "The target")]
    button = place(page.get_by_role("button", name="Score my guess"))
    first = place(page.get_by_role("spinbutton", name="Row 1, column 1"))
    for picture in pictures:
        assert picture["right"] <= first["left"]
        assert abs(picture["top"] - first["top"]) < 250
    assert button["bottom"] < window["height"]
    assert place(page.locator("[class*=-asked-now]").first)["bottom"] < window["height"]


@each_window
def test_a_layers_knobs_stand_beside_the_picture(app: str, page: Page, window: ViewportSize) -> None:
    page.set_viewport_size(window)
    open_page(page, f"{app}/convolution?part=stack")
    settle(page)
    picture = place(page.locator(".st-key-convolution-field"))
    knobs = place(page.get_by_role("slider", name="Layers"))
    assert picture["right"] <= knobs["left"]
    assert abs(picture["top"] - knobs["top"]) < 80


def test_a_still_stands_until_the_sliding_window_does(app: str, page: Page) -> None:
    held = Held(page, f"**/{modules_folder()}/sliding/view.js")
    page.goto(f"{app}/convolution?stride=2")
    still = page.locator("img.sb-still")
    expect(still).to_be_visible()
    expect(still).to_have_attribute("data-other", "")  # the knobs are others
    assert still.evaluate("async (img) => { await img.decode(); return img.naturalWidth; }") > 600
    held.let_go()
    expect(page.locator(".sb[data-ready=true]")).to_be_visible()
    expect(still).to_have_count(0)
