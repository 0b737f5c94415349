"""The race of optimizers in the browser: a click on the surface is a new start, and the landscape turns."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Position, expect

from tests.browser.helpers import follow_sidebar, open_page, wait_until_idle
from tests.browser.tab import Complaints

PATHS = """() => { const plot = document.querySelector('.dl-plot');
    return plot._fullData.filter((trace) => trace.mode === 'lines').map((trace) => [trace.x[0], trace.y[0]]); }"""


def test_a_click_on_the_surface_is_where_all_begin(app: str, page: Page, complaints: Complaints) -> None:
    open_page(page, f"{app}/optimizers")
    wait_until_idle(page)
    plot = page.locator(".dl-plot").first
    expect(plot.locator(".main-svg").first).to_be_visible()
    area = plot.locator(".nsewdrag").first
    box = area.bounding_box()
    assert box is not None
    there: Position = {"x": 0.75 * box["width"], "y": 0.75 * box["height"]}
    area.hover(position=there)  # it waits until the figure has come to rest
    area.click(position=there)
    expect(page).to_have_url(re.compile("start_x=(0.9|0.95|1|1.0|1.05|1.1)&"))
    page.wait_for_function(f"() => ({PATHS})().some((start) => start[0] > 0.8)")
    starts = page.evaluate(PATHS)
    assert len(starts) == 6
    assert all(0.8 < x < 1.2 and -0.7 < y < -0.3 for x, y in starts)
    assert complaints.console == []


def test_the_landscape_needs_the_whole_of_plotly_and_shows(app: str, page: Page) -> None:
    open_page(page, f"{app}/optimizers")
    wait_until_idle(page)
    page.locator("[class*=st-key-optimizers-solid] label").first.click()
    expect(page.locator(".dl-plot .gl-container canvas, .dl-plot .gl-container").first).to_be_attached()
    expect(page.get_by_text("Drag to turn it")).to_be_visible()


def test_the_net_of_the_playground_races_and_stands_in_the_link(app: str, page: Page, complaints: Complaints) -> None:
    open_page(page, f"{app}/playground?hidden=5+ReLU&data=moons&points=200")
    follow_sidebar(page, "Optimizers")
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_have_text("Optimizers")
    page.get_by_role("radio", name="On your net").click()
    expect(page.get_by_text("Your net from the playground")).to_be_visible()
    expect(page.get_by_text("200 points of the moons; x, y → 5 ReLU → sigmoid")).to_be_visible()
    expect(page).to_have_url(re.compile("own_hidden=5(\\+|%20)ReLU"))
    wait_until_idle(page)
    link = page.url
    open_page(page, link)
    expect(page.get_by_text("The net of this link")).to_be_visible()
    expect(page.get_by_text("200 points of the moons; x, y → 5 ReLU → sigmoid")).to_be_visible()
    assert complaints.console == []


def test_the_step_of_the_chosen_optimizer_is_worked_through(app: str, page: Page) -> None:
    open_page(page, f"{app}/optimizers")
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page.get_by_text("step 1", exact=False).first).to_be_visible()
    page.get_by_role("tab", name="The maths").click()
    expect(page.get_by_text("Step 1 of Adam")).to_be_visible()
    page.get_by_role("radio", name="momentum").click()
    expect(page.get_by_text("Step 1 of momentum")).to_be_visible()
