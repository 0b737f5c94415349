"""The tools of the text lesson in a browser: a text coloured by a unit, read with the pointer and with the keys."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import expect_no_exception, open_page, overflow, set_theme, wait_until_idle


def shades(box: Locator) -> set[str]:
    """The backgrounds of its characters."""
    found: list[str] = box.evaluate("box => [...box.children].map(each => getComputedStyle(each).backgroundColor)")
    return set(found)


LEAST_CONTRAST = """box => Math.min(...[...box.children].filter(each => each.style.background).map(each => {
    const light = (colour) => colour.match(/\\d+/g).slice(0, 3).map(Number).map(each => each / 255)
        .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
    const {color, backgroundColor} = getComputedStyle(each);
    const [one, other] = [light(color), light(backgroundColor)].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
}))"""


def test_colour_a_text_by_a_unit(demos: str, page: Page) -> None:
    open_page(page, f"{demos}/text_tools?part=xray")
    box = page.get_by_role("group", name=re.compile("A text coloured by Memory C of unit"))
    expect(box).to_be_visible()
    expect(page.get_by_text("They are the same for")).to_be_visible()  # the answers are there: the page rests
    wait_until_idle(page)
    capitals = page.get_by_role("button", name=re.compile(r"^f \d+ · ")).first
    capitals.click()
    box = page.get_by_role("group", name=re.compile("A text coloured by Forget gate f of unit"))
    expect(box).to_be_visible()
    page.get_by_role("textbox", name="The text that it reads").fill("ROMEO:\nO king")
    page.get_by_role("textbox", name="The text that it reads").press("Control+Enter")
    expect(box.locator("> *")).to_have_count(13)
    assert len(shades(box)) > 3

    said = page.locator(".dl-said").first
    box.locator("> *").nth(2).hover()
    expect(said).to_have_text(re.compile("^“M”: "))
    page.mouse.move(0, 0)
    box.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile("^“O”: "))
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text(re.compile("^space: "))
    page.keyboard.press("Home")
    expect(said).to_have_text(re.compile("^“R”: "))

    light = shades(box)
    assert box.evaluate(LEAST_CONTRAST) >= 4
    set_theme(page, dark=True)
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('.dl-prose')).backgroundColor === 'rgb(18, 20, 28)'"
    )
    expect(box.locator("> *")).to_have_count(13)
    assert shades(box) != light
    assert box.evaluate(LEAST_CONTRAST) >= 4
    assert overflow(page) == 0
    expect_no_exception(page)


def test_choose_a_character_by_pointer_and_by_keys(demos: str, page: Page) -> None:
    open_page(page, f"{demos}/text_tools?part=influence")
    boxes = page.locator(".dl-prose")
    expect(boxes).to_have_count(3)
    chosen, said = page.locator(".dl-prose > .dl-chosen"), page.locator(".dl-said")
    expect(chosen).to_have_text(["Y"] * 3)
    boxes.nth(2).locator("> *").nth(7).hover()
    expect(chosen).to_have_text(["N"] * 3)
    for number in range(3):
        expect(said.nth(number)).to_have_text(re.compile("^It gave “N” "))
    assert len(shades(boxes.first)) > 3
    page.mouse.move(0, 0)
    expect(chosen).to_have_text(["Y"] * 3)
    boxes.nth(1).locator("> *").nth(8).click()
    expect(chosen).to_have_text(["R"] * 3)
    page.mouse.move(0, 0)
    expect(chosen).to_have_text(["R"] * 3)
    boxes.first.focus()
    for key in ("ArrowLeft", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(chosen).to_have_text([":"] * 3)
    assert overflow(page) == 0
    expect_no_exception(page)
