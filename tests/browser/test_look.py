"""The lesson in light and dark, on a desk and on a phone: nothing cut off, nothing scrolls sideways."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dnnlab.plots.palette import DARK, LIGHT
from tests.browser.helpers import (
    PHONE,
    expect_no_exception,
    open_page,
    overflow,
    set_theme,
    wait_until_idle,
)
from tests.browser.lesson import open_lesson, open_tab, stage

TABS = ("The maths", "The code", "Runs in this tab", "Sources", "Try it")


def cut_off(page: Page) -> list[str]:
    """The texts of the page that are wider than their box, or stand outside the window."""
    found: list[str] = page.evaluate(
        """() => {
            const scrolls = (node) => {
                for (let each = node; each; each = each.parentElement)
                    if (['auto', 'scroll'].includes(getComputedStyle(each).overflowX)
                        && each.dataset.testid !== 'stMain' && each.scrollWidth > each.clientWidth) return true;
                return false;
            };
            const told = (node) => node.textContent.trim().slice(0, 40);
            const cut = [];
            for (const node of document.querySelectorAll('[data-testid=stMain] *')) {
                const style = getComputedStyle(node), box = node.getBoundingClientRect();
                if (style.visibility === 'hidden' || box.width < 2 || box.height < 2 || !told(node)) continue;
                if (node.closest('.dl-spoken, svg, [aria-hidden=true], .katex-mathml') || scrolls(node)) continue;
                if (box.right > innerWidth + 1 || box.left < -1) cut.push(`outside: ${told(node)}`);
                const hides = ['hidden', 'clip'].includes(style.overflowX) && node.scrollWidth > node.clientWidth + 1;
                if (hides && node.clientWidth > 1) cut.push(`too wide: ${told(node)}`);
            }
            return [...new Set(cut)];
        }"""
    )
    return found


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_nothing_is_cut_off_in_light_and_dark(app: str, page: Page, phone: bool) -> None:
    if phone:
        page.set_viewport_size(PHONE)
    open_lesson(page, app)
    expect(page.locator(".st-key-digits-reading canvas").first).to_be_visible()
    for dark in (True, False):
        set_theme(page, dark=dark)
        text = (DARK if dark else LIGHT).text
        red, green, blue = bytes.fromhex(text.removeprefix("#"))
        expect(stage(page).locator(".dl-title").first).to_have_css("color", f"rgb({red}, {green}, {blue})")
        assert overflow(page) == 0
        assert cut_off(page) == []
    for tab in TABS:
        open_tab(page, tab)
        expect(page.get_by_role("tabpanel", name=tab)).to_be_visible()
        assert overflow(page) == 0
        assert cut_off(page) == []
    expect_no_exception(page)


def test_a_chosen_option_stays_chosen_and_each_is_round_where_they_wrap(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?part=cover")
    first, second = (
        page.get_by_role("radio", name=name, exact=True) for name in ("EfficientNet-Lite0", "SqueezeNet 1.1")
    )
    places = [each.bounding_box() for each in (first, second)]
    assert places[0] and places[1] and places[0]["y"] < places[1]["y"]
    corners = "each => getComputedStyle(each).borderRadius"
    assert first.evaluate(corners) == second.evaluate(corners)
    second.click()
    expect(page).to_have_url(re.compile("net=SqueezeNet"))
    wait_until_idle(page)
    second.click()
    wait_until_idle(page)
    expect(second).to_have_attribute("aria-checked", "true")
    expect(first).to_have_attribute("aria-checked", "false")
    expect(page).to_have_url(re.compile("net=SqueezeNet"))
