"""The race of optimizers in the browser: a click on the surface is a new start, and the landscape turns."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.helpers import open_page, wait_until_idle
from tests.browser.tab import Complaints

PATHS = """() => { const plot = document.querySelector('.dl-plot');
    return plot._fullData.filter((trace) => trace.mode === 'lines').map((trace) => [trace.x[0], trace.y[0]]); }"""


def test_a_click_on_the_surface_is_where_all_begin(app: str, page: Page, complaints: Complaints) -> None:
    open_page(page, f"{app}/optimizers")
    wait_until_idle(page)
    plot = page.locator(".dl-plot").first
    expect(plot.locator(".main-svg").first).to_be_visible()
    area = plot.locator(".nsewdrag").first.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + 0.75 * area["width"], area["y"] + 0.75 * area["height"], steps=3)
    page.mouse.click(area["x"] + 0.75 * area["width"], area["y"] + 0.75 * area["height"])
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
