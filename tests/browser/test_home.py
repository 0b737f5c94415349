"""Home in the browser: whole cards at every size, a click that stays within the app, a word that finds a lesson."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from dnnlab.ui.course import in_order
from pages.lessons import GROUPS, LESSONS
from tests.browser.helpers import PHONE, open_page, overflow, settled, wait_until_idle
from tests.browser.tab import Complaints

COURSE = in_order(LESSONS, list(GROUPS))
FIRST_ROW = [lesson for lesson in COURSE if lesson.group == COURSE[0].group][:4]
"""The cards that a visitor sees first: those of the first section, at most four of them in a row."""
LAPTOPS: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 1280, "height": 720})
NOT_WHOLE = """() => {
    const cards = [...document.querySelectorAll('[class*="st-key-dl-card-"]')].slice(0, COUNT);
    const pictures = cards.map(card => card.querySelector('img.dl-card'));
    if (!pictures.length || pictures.some(each => !each?.complete || !each.naturalWidth)) return 'a picture is missing';
    const cut = cards.filter(card => {
        const box = card.getBoundingClientRect();
        return box.left < 0 || box.right > innerWidth || box.bottom > innerHeight
            || card.scrollHeight > card.clientHeight + 1;
    });
    return cut.length ? cut.map(card => card.className).join() : null;
}""".replace("COUNT", str(len(FIRST_ROW)))
"""Which of the cards of the first row is cut by the window or cuts its own words; null: none is."""


def card(page: Page, slug: str) -> Locator:
    return page.locator(f".st-key-dl-card-{slug}")


def find(page: Page, word: str) -> None:
    page.locator(".st-key-home-find input").fill(word)


@pytest.mark.parametrize("size", LAPTOPS, ids=lambda size: str(size["width"]))
def test_the_cards_of_the_first_row_are_whole_and_in_one_row(app: str, page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    open_page(page, app)
    expect(page.locator("[class*='st-key-dl-card-']")).to_have_count(len(COURSE))
    assert settled(page, NOT_WHOLE) is None
    tops = [card(page, lesson.slug).bounding_box() for lesson in FIRST_ROW]
    assert len({box and box["y"] for box in tops}) == 1
    assert overflow(page) == 0


def test_on_a_phone_the_cards_stand_in_one_column(app: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, app)
    boxes = [card(page, lesson.slug).bounding_box() for lesson in COURSE]
    assert len({box and box["x"] for box in boxes}) == 1
    assert overflow(page) == 0


def test_a_click_anywhere_on_a_card_goes_to_its_lesson_without_loading_the_app_again(app: str, page: Page) -> None:
    open_page(page, app)
    page.evaluate("window.sameApp = true")
    box = card(page, "pooling").locator("img").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", name="Pooling", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("/pooling$"))
    page.get_by_role("link", name="All lessons").click()
    expect(page.get_by_role("link", name="Go on with Pooling")).to_be_visible()
    assert page.evaluate("window.sameApp") is True


def test_the_end_of_a_lesson_leads_to_the_next_one(app: str, page: Page) -> None:
    first, second = COURSE[:2]
    open_page(page, f"{app}/{first.slug}")
    page.evaluate("window.sameApp = true")
    page.get_by_role("link", name=f"Next: {second.title}").click()
    expect(page.get_by_role("heading", name=second.title, level=1)).to_be_visible()
    expect(page.get_by_role("link", name=f"Back: {first.title}")).to_be_visible()
    assert page.evaluate("window.sameApp") is True


def test_a_card_is_reached_and_opened_with_the_keyboard(app: str, page: Page) -> None:
    open_page(page, app)
    link = page.get_by_role("link", name=re.compile("^Pooling")).and_(page.get_by_test_id("stPageLink-NavLink"))
    link.focus()
    expect(card(page, "pooling").locator("img")).to_have_css("animation-name", "dl-frames")
    link.press("Enter")
    expect(page.get_by_role("heading", name="Pooling", level=1)).to_be_visible()


def test_a_card_moves_when_it_is_pointed_at_unless_the_learner_wants_rest(app: str, page: Page) -> None:
    open_page(page, app)
    picture = card(page, "digits").locator("img")
    expect(picture).to_have_css("animation-name", "none")
    card(page, "digits").locator("a").hover()
    expect(picture).to_have_css("animation-name", "dl-frames")
    page.emulate_media(reduced_motion="reduce")
    expect(picture).to_have_css("animation-name", "none")


def test_a_lesson_is_found_while_its_word_is_typed(app: str, page: Page, complaints: Complaints) -> None:
    open_page(page, app)
    find(page, "receptive")
    expect(page.locator("[class*='st-key-dl-card-']")).to_have_count(2)
    expect(card(page, "convolution")).to_contain_text("Teaches receptive field")
    find(page, "zebra")
    expect(page.get_by_text("No lesson speaks of “zebra”")).to_be_visible()
    expect(page.locator("[class*='st-key-dl-card-']")).to_have_count(0)
    find(page, "")
    expect(page.locator("[class*='st-key-dl-card-']")).to_have_count(len(COURSE))
    wait_until_idle(page)
    assert complaints.console == []
