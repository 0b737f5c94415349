"""The deep network in the browser: another depth is another profile, before any step; Play goes on from it."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.helpers import open_page, wait_until_idle
from tests.browser.tab import Complaints

LAYERS = """() => { for (const plot of document.querySelectorAll('.dl-plot'))
    for (const trace of plot._fullData ?? []) if (trace.name === 'now') return trace.x.length;
    return 0; }"""


def test_another_depth_shows_another_profile(app: str, page: Page, complaints: Complaints) -> None:
    open_page(page, f"{app}/gradient-flow?depth=9")
    wait_until_idle(page)
    page.wait_for_function(f"() => ({LAYERS})() === 10")
    slider = page.get_by_role("slider", name="Hidden layers")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => ({LAYERS})() === 13")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => /step [1-9]/.test(document.body.innerText)")
    assert complaints.console == []
