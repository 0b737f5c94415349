"""The overfit bench in the browser: a step with dropout shows who is off, and another step shows others."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.helpers import open_page, wait_until_idle
from tests.browser.tab import Complaints

OFF = """() => { for (const plot of document.querySelectorAll('.dl-plot'))
    for (const trace of plot._fullData ?? []) if (trace.name === 'off') return [...(trace.text ?? [])];
    return null; }"""


def test_each_step_switches_other_units_off(app: str, page: Page, complaints: Complaints) -> None:
    open_page(page, f"{app}/regularisation?dropout=0.5")
    wait_until_idle(page)
    step = page.get_by_role("button", name="Step", exact=True)
    expect(step).to_be_enabled()
    step.click()
    page.wait_for_function(f"() => (({OFF})() ?? []).length > 4")
    first = page.evaluate(OFF)
    assert all(each.endswith(": off") for each in first)
    step.click()
    page.wait_for_function(f"(before) => {{ const now = ({OFF})(); return now?.length && now.join() !== before; }}",
                           arg=",".join(first))  # fmt: skip
    assert complaints.console == []
