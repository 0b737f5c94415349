"""The memory lesson as a learner uses it: press Play, see the gradient, start a twin, find both in the table."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import expect_no_exception, open_page
from tests.browser.lesson import wait_for_step
from tests.browser.walk import bar_button, settle


def plots(page: Page) -> Locator:
    """The figures of the stage: gradient, table, curves."""
    return page.get_by_test_id("stMain").locator(".dl-plot")


def lines(plot: Locator) -> Locator:
    """The curves of a figure."""
    return plot.locator(".scatterlayer .trace .js-line")


def test_play_and_a_twin_whose_gradient_stands_beside(app: str, page: Page) -> None:
    open_page(page, f"{app}/copy-task?blanks=20&length=100")
    settle(page)
    expect(lines(plots(page).nth(0))).to_have_count(1)
    bar_button(page, "play").click()
    wait_for_step(page, 100)
    expect(plots(page).nth(1).locator(".scatterlayer .trace").last.locator(".point")).to_have_count(1)
    page.get_by_role("button", name="Twins to try").click()
    page.get_by_role("button", name="An LSTM beside it").click()
    expect(lines(plots(page).nth(0))).to_have_count(2)
    page.keyboard.press("Escape")
    wait_for_step(page, 100)
    expect(plots(page).nth(0).locator(".annotation").filter(has_text="twin")).to_be_visible()
    expect(plots(page).nth(1).locator(".scatterlayer .trace").last.locator(".point")).to_have_count(3)
    expect_no_exception(page)
