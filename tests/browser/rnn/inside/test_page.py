"""The cell lesson as a learner uses it: step gate by gate, click a gate, hold it shut, edit a weight, step on."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import expect_no_exception, open_page
from tests.browser.lesson import status
from tests.browser.walk import bar_button, settle


def node(page: Page, name: str) -> Locator:
    """A box of the diagram, by what it is called."""
    return page.locator(".dl-diagram g.dl-pickable").filter(has=page.locator("title", has_text=re.compile(name)))


def step(page: Page, to: int) -> None:
    """Press Step, and wait until the run has come there."""
    bar_button(page, "step").click()
    expect(status(page)).to_contain_text(f"step {to} of")


def test_step_through_a_cell_hold_a_gate_and_edit_a_weight(app: str, page: Page) -> None:
    open_page(page, f"{app}/inside-a-cell?sequence=0.1+1+0.2&by_gate=false")
    settle(page)
    step(page, 1)
    numbers = page.locator(".dl-text")
    expect(numbers).to_contain_text("moment 1 reads 0.1")
    expect(numbers).to_contain_text("f = σ(−20·0.1 + 0·0 + 10)")
    expect(node(page, "^the forget gate of this moment")).to_have_attribute("aria-label", re.compile(": o 1$"))
    node(page, "^the input gate of this moment").click()
    page.get_by_role("button", name="By hand").click()
    page.get_by_role("radio", name="– closed").click()
    expect(page.get_by_text("From moment 2 on i of unit 1 is held at 0.")).to_be_visible()
    page.keyboard.press("Escape")
    step(page, 2)
    expect(node(page, "^the input gate of this moment")).to_have_attribute("aria-label", re.compile(": – 0$"))
    expect(numbers).to_contain_text("i = 0 (held by hand)")
    page.get_by_role("button", name="By hand").click()
    page.get_by_role("radio", name="free").click()
    expect(page.get_by_text("i of unit 1 is let go")).to_be_visible()
    bias = page.get_by_role("spinbutton", name="i: bias b")
    bias.fill("7")
    bias.press("Enter")
    expect(page.get_by_text("b of i, unit 1, becomes 7.")).to_be_visible()
    page.keyboard.press("Escape")
    bar_button(page, "step").click()
    expect(status(page)).to_contain_text("complete")
    expect(numbers).to_contain_text("i = σ(20·0.2 + ")
    expect(numbers).to_contain_text("= σ(11)")
    expect_no_exception(page)


def test_a_shorter_reach_cuts_the_gradient_off(app: str, page: Page) -> None:
    open_page(page, f"{app}/inside-a-cell?part=unfolded&unfolded_truncation=2")
    settle(page)
    bar_button(page, "step").click()
    expect(status(page)).to_contain_text("step 1 of")
    expect(page.locator(".dl-diagram g.dl-off")).to_have_count(4)
    expect(page.get_by_text("It is cut off before copy 5")).to_be_visible()
    expect(page.locator(".js-plotly-plot .bartext", has_text="cut off")).to_have_count(4)
    expect_no_exception(page)
