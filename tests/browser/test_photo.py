"""The photo lesson as a learner uses it: photos of one's own, both networks, why, and a file that is no picture."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dnnlab.data.photos import PHOTOS
from tests.browser.helpers import PHONE, expect_no_exception, open_page, overflow, set_theme, wait_until_idle


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)  # Playwright's default


def title(page: Page, words: str) -> Locator:
    return page.locator(".dl-title", has_text=words)


def upload(page: Page, *names: str, also: Path | None = None) -> None:
    files = [str(PHOTOS[name].file) for name in names]
    page.locator("input[type=file]").set_input_files([*files, *([str(also)] if also else [])])


def test_upload_a_photo_read_the_class_and_ask_the_other_network_why(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?photo=upload")
    upload(page, "pagoda")
    expect(title(page, "EfficientNet-Lite0: palace")).to_be_visible()
    expect(title(page, "SqueezeNet 1.1: boathouse")).to_be_visible()
    expect(title(page, "Grad-CAM at head: palace")).to_be_visible()
    page.get_by_text("SqueezeNet 1.1", exact=True).first.click()
    expect(title(page, "Grad-CAM at fire9: boathouse")).to_be_visible()
    page.get_by_text("input gradient", exact=True).click()
    expect(title(page, "input gradient: boathouse")).to_be_visible()
    expect(page).to_have_url(re.compile("method=input"))
    expect_no_exception(page)


def test_several_photos_and_one_that_is_none(app: str, page: Page, tmp_path: Path) -> None:
    text = tmp_path / "holiday.jpg"
    text.write_text("no picture at all")
    open_page(page, f"{app}/photo?photo=upload")
    upload(page, "coffee", "rocket", "flower", also=text)
    expect(page.get_by_text("holiday.jpg: This looks like a text file")).to_be_visible()
    table = page.locator(".dl-table", has_text="coffee.jpg")
    expect(table.locator("tr")).to_have_count(4)
    expect(table).to_contain_text("espresso 95%")
    with page.expect_download() as download:
        page.get_by_role("button", name="All five answers as CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    assert len(rows) == 3 * 2 * 5
    assert rows[0]["photo"] == "coffee.jpg"
    assert rows[0]["class"] == "espresso"
    expect_no_exception(page)


def test_twenty_one_files_at_once(app: str, page: Page, tmp_path: Path) -> None:
    files = []
    for number in range(21):
        file = tmp_path / f"photo{number}.jpg"
        file.write_bytes(PHOTOS["flower" if number % 2 else "coffee"].file.read_bytes())
        files.append(str(file))
    open_page(page, f"{app}/photo?photo=upload")
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text("These are 21 pictures: the first 20 are looked at.")).to_be_visible()
    expect(page.locator(".dl-table", has_text="photo19.jpg").locator("tr")).to_have_count(21)
    expect_no_exception(page)


def test_the_wrong_preparation_changes_the_answer(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?photo=coffee")
    expect(title(page, "SqueezeNet 1.1: espresso")).to_be_visible()
    page.get_by_text("Prepare it wrongly").click()
    expect(title(page, "SqueezeNet 1.1: espresso")).to_have_count(0)
    expect(title(page, "SqueezeNet 1.1: ").first).to_be_visible()


def test_a_phone_in_light_and_dark(app: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, f"{app}/photo?photo=rocket")
    expect(title(page, "Grad-CAM at head: missile")).to_be_visible()
    for dark in (True, False):
        set_theme(page, dark=dark)
        wait_until_idle(page)
        assert overflow(page) == 0
    expect_no_exception(page)
