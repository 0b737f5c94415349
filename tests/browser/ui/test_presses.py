"""What a learner does is heard, and once, however busy browser and server are."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.helpers import open_page

BUSY = """() => setTimeout(() => {
    const end = performance.now() + 2000;
    while (performance.now() < end);  // a look of the fragment is due by then; the press is heard before it
})"""


def looks(page: Page) -> int:
    found = re.search(r"looks: (\d+)", page.inner_text("body"))
    assert found
    return int(found[1])


def test_a_press_beside_a_look_counts_once(page: Page, demos: str) -> None:
    open_page(page, f"{demos}/pressing")
    step = page.get_by_role("button", name="Step")
    for press in range(1, 4):
        step.hover()
        page.mouse.down()
        page.evaluate(BUSY)
        page.mouse.up()
        page.get_by_text(re.compile(rf"presses: [{press}-9]")).wait_for()
        now = looks(page)
        page.wait_for_function("n => Number(/looks: (\\d+)/.exec(document.body.innerText)[1]) > n + 1", arg=now)
        expect(page.get_by_text("presses:")).to_have_text(f"presses: {press}")


def test_a_switch_that_is_turned_as_a_fragment_speaks_is_heard_by_the_page(page: Page, demos: str) -> None:
    open_page(page, f"{demos}/pressing")
    step = page.get_by_role("button", name="Step").element_handle()
    third = page.get_by_role("radio", name="third").element_handle()
    page.evaluate("both => both.forEach((each) => each.click())", [step, third])  # one message says both
    expect(page.get_by_text("part:")).to_have_text("part: third")
    expect(page.get_by_text("presses:")).to_have_text("presses: 1")


def test_a_press_during_a_slow_run_is_heard_though_another_run_takes_its_place(page: Page, demos: str) -> None:
    open_page(page, f"{demos}/pressing")
    page.get_by_role("radio", name="second").click()
    expect(page.get_by_text("part:")).to_have_text("part: second")  # the page is at it, and will be for a while
    page.get_by_role("button", name="Step").click()
    page.get_by_role("radio", name="third").click()
    expect(page.get_by_text("part:")).to_have_text("part: third")
    expect(page.get_by_text("presses:")).to_have_text("presses: 1")
