"""A text on the stage: as it is, in its shades, and still for a reader who has scrolled up."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from dnnlab.plots.palette import DARK, LIGHT, Palette
from tests.browser.helpers import open_page, set_theme

LINE = "<b>a 🙂</b> & so on\n"
"""As the app has it: the first three characters in full colour, the fourth in half of it."""


@pytest.fixture
def demo(demos: str) -> str:
    """The address of a page with a text on two panels."""
    return f"{demos}/growing_text"


def channels(colour: str) -> list[int]:
    return list(bytes.fromhex(colour[1:]))


def shades(palette: Palette) -> list[str]:
    """The backgrounds of one line's runs."""
    full, none = channels(palette.positive), channels(palette.surface)
    half = [int(n + (f - n) * 128 / 255 + 0.5) for f, n in zip(full, none, strict=True)]
    return [*(f"rgb({r}, {g}, {b})" for r, g, b in (full, half)), "rgba(0, 0, 0, 0)"]


def backgrounds(box: Locator) -> list[str]:
    found: list[str] = box.evaluate("box => [...box.children].map(run => getComputedStyle(run).backgroundColor)")
    return found


def scroll(box: Locator, where: str) -> None:
    """Scroll as a reader does, and let the box notice."""
    box.evaluate(
        f"async box => {{ box.scrollTop = {where};"
        " for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame); }"
    )


def below(box: Locator) -> int:
    """CSS pixels of text below what the box shows."""
    hidden: float = box.evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight")
    return round(hidden)


def test_a_growing_text(demo: str, page: Page) -> None:
    open_page(page, demo)
    box = page.get_by_role("log", name="What the network writes")
    prose = page.get_by_role("log", name="The same in prose")
    more = page.get_by_role("button", name="More")
    expect(box).to_be_visible()

    # as it is: nothing in it is markup, and a character of two UTF-16 halves shifts no shade
    assert [each.text_content() for each in box.locator("> *").all()] == ["<b>", "a", " 🙂</b> & so on\n"] * 2
    assert backgrounds(box) == shades(LIGHT) * 2
    assert box.locator("b, mark").count() == 0
    assert prose.locator("> *").count() == 1
    fonts = [each.evaluate("box => getComputedStyle(box).fontFamily") for each in (box, prose)]
    assert "mono" in fonts[0].lower()
    assert "mono" not in fonts[1].lower()

    # grows in place, the newest part marked, and shows its end
    prose.evaluate(
        "box => { window.first = box.firstChild.firstChild; getSelection().setBaseAndExtent(first, 3, first, 6); }"
    )
    more.click()
    expect(page.get_by_text("lines: 7")).to_be_visible()
    expect(box.locator("mark")).to_have_text(["<b>", "a", "🙂</b> & so on"])
    assert box.text_content() == prose.text_content() == LINE * 7
    assert prose.evaluate("box => window.first === box.firstChild.firstChild")
    assert page.evaluate("getSelection().toString()") == "a 🙂"
    assert box.evaluate("box => box.scrollTop") > 0
    assert below(box) == 0

    # stays where a reader has scrolled to, until they are back at its end
    scroll(box, "5")
    more.click()
    expect(page.get_by_text("lines: 12")).to_be_visible()
    page.wait_for_function("text => document.querySelector('.dl-text').textContent === text", arg=LINE * 12)
    assert box.evaluate("box => box.scrollTop") == 5
    scroll(box, "box.scrollHeight")
    more.click()
    page.wait_for_function("text => document.querySelector('.dl-text').textContent === text", arg=LINE * 17)
    assert below(box) == 0

    set_theme(page, dark=True)
    expect(box.locator("> *").first).to_have_css("background-color", shades(DARK)[0])
    assert backgrounds(box)[:3] == shades(DARK)
    assert box.text_content() == LINE * 17


def test_a_kind_that_cannot_be_loaded_is_named_and_tried_again(demo: str, page: Page) -> None:
    page.route("**/kinds/text.js", lambda route: route.abort())
    open_page(page, demo)
    expect(page.get_by_text("The live view cannot be shown")).to_be_visible()
    page.unroute("**/kinds/text.js")
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("log", name="What the network writes")).to_be_visible()
    expect(page.get_by_text("The live view cannot be shown")).to_have_count(0)


def test_the_stage_keeps_its_height_while_more_is_to_come(demo: str, page: Page) -> None:
    open_page(page, demo)
    texts, stage = page.get_by_role("log"), page.locator(".dl-stage")
    expect(texts).to_have_count(2)
    height = stage.evaluate("stage => stage.clientHeight")
    page.get_by_text("The second comes later").click()
    expect(page.get_by_text("Your run’s first picture is coming")).to_be_visible()
    expect(texts).to_have_count(2)  # what stood there stays until then
    assert stage.evaluate("stage => stage.clientHeight") == height
    page.get_by_text("The second comes later").click()
    expect(texts).to_have_count(2)
    assert stage.evaluate("stage => stage.style.minHeight") == ""
