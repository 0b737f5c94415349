"""A press is heard once, however busy the browser is."""

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
