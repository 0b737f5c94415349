"""A lesson is one entry of the browser's history: Back leaves it, Forward shows it as its address says."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.helpers import expect_no_exception, follow_sidebar, open_page, wait_until_idle

HOME = re.compile(r"^http://[^/]+/$")
LESSON = "Convolution"


def visit(page: Page, name: str) -> None:
    """Follow the sidebar's link to a page, and wait until it stands there."""
    follow_sidebar(page, name)
    expect_lesson(page, name)


def expect_lesson(page: Page, name: str) -> None:
    heading = page.get_by_test_id("stMain").get_by_role("heading", level=1)
    expect(heading).to_have_text("dnnlab" if name == "Home" else name)
    wait_until_idle(page)


def set_dilation(page: Page, to: int) -> None:
    """Move the knob by the keyboard, one notch to the right; the address says where it is."""
    page.get_by_role("slider", name="Dilation d").press("ArrowRight")
    expect_dilation(page, to)


def expect_dilation(page: Page, value: int) -> None:
    """The widget and the address agree."""
    expect(page.get_by_role("slider", name="Dilation d")).to_have_value(str(value))
    expect(page).to_have_url(re.compile(rf"/convolution\?(.*&)?dilation={value}(&|$)"))


def choose(page: Page, option: str, address: str) -> None:
    """Press one of the buttons that stand side by side."""
    page.get_by_role("radio", name=option).click()
    expect(page.get_by_role("radio", name=option)).to_have_attribute("aria-checked", "true")
    expect(page).to_have_url(re.compile(address))


def entries(page: Page) -> int:
    """How many pages the tab's history has."""
    return int(page.evaluate("history.length"))


def back(page: Page, name: str) -> None:
    page.go_back()
    expect_lesson(page, name)


def forward(page: Page, name: str) -> None:
    page.go_forward()
    expect_lesson(page, name)


def test_back_leaves_a_lesson_with_one_press_and_forward_shows_it_as_it_was(app: str, page: Page) -> None:
    open_page(page, app)
    visit(page, LESSON)
    before = entries(page)
    set_dilation(page, 2)
    set_dilation(page, 3)
    choose(page, "ReLU", "activation=ReLU")
    choose(page, "Why not dense?", "part=dense")
    address = page.url
    assert entries(page) == before
    back(page, "Home")
    expect(page).to_have_url(HOME)
    forward(page, LESSON)
    expect(page).to_have_url(address)
    expect(page.get_by_role("radio", name="Why not dense?")).to_have_attribute("aria-checked", "true")
    choose(page, "Slide a kernel", r"\?((?!part).)*$")
    expect_dilation(page, 3)
    expect(page.get_by_role("radio", name="ReLU")).to_have_attribute("aria-checked", "true")
    expect_no_exception(page)


def test_each_visit_comes_back_with_the_knobs_of_its_own_address(app: str, page: Page) -> None:
    open_page(page, app)
    visit(page, LESSON)
    set_dilation(page, 2)
    visit(page, "Home")
    visit(page, LESSON)
    expect_dilation(page, 2)
    set_dilation(page, 3)
    back(page, "Home")
    expect(page).to_have_url(HOME)  # the way to the lesson with its knobs has left home's address alone
    back(page, LESSON)
    expect_dilation(page, 2)
    forward(page, "Home")
    forward(page, LESSON)
    expect_dilation(page, 3)
    visit(page, "Home")
    expect(page).to_have_url(HOME)
    expect_no_exception(page)


def test_links_and_reloads_are_what_they_were(app: str, page: Page) -> None:
    open_page(page, f"{app}/convolution?dilation=3&part=dense")
    before = entries(page)
    page.reload()
    expect_lesson(page, LESSON)
    choose(page, "Slide a kernel", r"\?dilation=3$")
    expect_dilation(page, 3)
    page.reload()
    expect_lesson(page, LESSON)
    expect_dilation(page, 3)
    assert entries(page) == before
    visit(page, "Pooling")
    expect(page).to_have_url(f"{app}/pooling")
    back(page, LESSON)
    expect_dilation(page, 3)
    expect_no_exception(page)
