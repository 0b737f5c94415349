"""What a learner has before the eyes when a lesson opens on a laptop: head, bar, stage and knobs without scrolling."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from dnnlab.ui.static_files import modules_folder
from pages.lessons import LESSONS
from tests.browser.held import Held
from tests.browser.helpers import set_theme, wait_until_idle
from tests.browser.lesson import open_lesson
from tests.browser.walk import STAGES, settle
from tests.live.helpers import until

LOW: ViewportSize = {"width": 1280, "height": 720}


def test_the_knobs_fit_beside_the_stage(app: str, page: Page) -> None:
    page.set_viewport_size(LOW)
    open_lesson(page, app)
    groups = page.locator("[class*='-knob-group-']")
    box = groups.last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= LOW["height"]
    for kind, highest in ((".stSlider", 46), (".stButtonGroup, .stSelectbox, .stNumberInput", 44)):
        for knob in groups.locator(kind).locator("visible=true").all():
            box = knob.bounding_box()
            assert box is not None
            assert box["height"] <= highest
    data = groups.filter(has_text="Augmentation")
    expect(data.get_by_role("slider", include_hidden=True)).not_to_be_visible()
    data.locator("summary").click()
    expect(data.get_by_text("Augmentation")).to_be_visible()


LINES = """() => [...document.querySelectorAll("[class*='-knob-group-'] .stSlider")]
    .filter((each) => each.checkVisibility()).map((each) => {
        const label = each.querySelector("[data-testid=stWidgetLabel] button").getBoundingClientRect();
        const value = each.querySelector("[data-testid=stSliderThumbValue] > *").getBoundingClientRect();
        const box = each.getBoundingClientRect(), middle = (at) => (at.top + at.bottom) / 2;
        const line = Math.abs(middle(label) - middle(value)) < 3;
        return line && value.left > label.right && value.right <= box.right && value.right > box.right - 16;
    })"""
"""Of each slider: whether label, help and value share a line, the value at its end."""


def test_a_sliders_value_stands_beside_its_label_wherever_the_thumb_is(app: str, page: Page) -> None:
    page.set_viewport_size(LOW)
    open_lesson(page, app)
    for key in ("End", "Home"):
        page.get_by_role("slider", name="Filters in layer 1").press(key)
        expect(page.locator(".st-key-digits-knobs-filters").get_by_test_id("stSliderThumbValue")).to_have_text(
            {"End": "16", "Home": "2"}[key]
        )
        lines = page.evaluate(LINES)
        assert len(lines) >= 6
        assert all(lines)


@pytest.mark.parametrize(("link", "dark"), [("", False), ("?filters=8", True)])
def test_before_the_stage_has_come_its_still_stands_there(app: str, page: Page, link: str, dark: bool) -> None:
    set_theme(page, dark=dark)
    held = Held(page, f"**/{modules_folder()}/stage/view.js")
    page.goto(f"{app}/digits{link}")
    still = page.get_by_role("img", name="The stage of Digits with LeNet-5 (recorded, default knobs).")
    expect(still).to_be_visible()
    expect(still).to_have_attribute("src", re.compile(f"/still-{'dark' if dark else 'light'}.webp$"))
    page.wait_for_function("document.querySelector('.dl-still img').naturalWidth > 0")
    expect(page.locator(".dl-tag")).to_have_text("recorded, default knobs")
    wait_until_idle(page)
    greyed = "[getComputedStyle(document.querySelector('.dl-still')).opacity, "
    greyed += "getComputedStyle(document.querySelector('.dl-still').parentElement).opacity].includes('0.5')"
    page.wait_for_function(f"({greyed}) === {str(bool(link)).lower()}")
    top = page.locator(".st-key-digits-stage").bounding_box()
    held.let_go()
    expect(page.locator(".st-key-digits-stage .main-svg").first).to_be_visible()
    expect(still).to_have_count(0)
    now = page.locator(".st-key-digits-stage").bounding_box()
    assert top is not None
    assert now is not None
    assert (now["x"], now["y"], now["width"]) == (top["x"], top["y"], top["width"])


def height_of(place: Locator) -> float:
    """Pixels, as it is painted."""
    box = place.bounding_box()
    assert box is not None
    return box["height"]


def top_of_stage(page: Page) -> float:
    """Pixels above what carries the lesson."""
    box = page.get_by_test_id("stMain").locator(STAGES).locator("visible=true").first.bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize("slug", LESSONS)
def test_head_and_bar_leave_the_window_to_the_stage(app: str, page: Page, slug: str) -> None:
    page.set_viewport_size(LOW)
    page.goto(f"{app}/{slug}")
    settle(page)
    claim = page.locator(".st-key-dl-head .dl-claim")
    assert height_of(page.locator(".st-key-dl-head")) <= 40
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert claim.evaluate("claim => claim.scrollWidth <= claim.clientWidth"), f"cut: {claim.inner_text()}"
    assert top_of_stage(page) < 200
    for bar in page.locator("[class*=-transport-bar]").all():
        assert height_of(bar) <= 56
    page.set_viewport_size({"width": 1440, "height": 900})
    until(lambda: top_of_stage(page) < 250, "the stage begins in the upper quarter of a larger window")


def test_the_sidebar_is_folded_until_the_learner_opens_it(app: str, page: Page) -> None:
    page.set_viewport_size(LOW)
    page.goto(f"{app}/pooling")
    settle(page)
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(sidebar).to_be_in_viewport()
    sidebar.get_by_role("link", name="Convolution").click()
    expect(page.get_by_role("heading", name="Convolution", level=1)).to_be_visible()
    settle(page)
    expect(sidebar).to_be_in_viewport()


def test_the_question_of_the_moment_takes_an_answer_once(app: str, page: Page) -> None:
    page.set_viewport_size(LOW)
    page.goto(f"{app}/convolution")
    settle(page)
    strip = page.locator("[class*='-asked-now'] button").locator("visible=true").first
    strip.click()
    choice = page.get_by_test_id("stPopoverBody").get_by_role("radio")
    expect(choice.first).to_be_enabled()
    choice.nth(1).check(force=True)
    expect(strip).to_contain_text("Now see")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Try it", exact=True).click()
    below = page.get_by_role("tabpanel").get_by_role("button", name="Set this up").first
    below.scroll_into_view_if_needed()
    main = page.get_by_test_id("stMain")
    until(lambda: main.evaluate("main => main.scrollTop") > 0, "the tab lies far below")
    below.click()
    until(lambda: main.evaluate("main => main.scrollTop") == 0, "the page shows what was set")
    expect(strip).to_contain_text(re.compile("You predicted it|It turned out otherwise"))
    strip.click()
    for option in choice.all():
        expect(option).to_be_disabled()
