"""A lesson opens: nothing is ever empty, the recording waits for its figures, one sender tells of the theme."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.static_files import small_plotly
from pages.lessons import LESSONS
from tests.browser.held import Held
from tests.browser.helpers import set_theme, wait_until_idle
from tests.browser.lesson import button, open_lesson, status
from tests.browser.walk import css, expect_theme

SLOW = 6
"""So many times slower than this machine is the one of the learner."""
WATCH = """
    window.empty = [];
    const shown = (root) => root.innerText.trim() || root.querySelector("canvas, svg, img")
        || getComputedStyle(root, "::before").content.length > 8;
    const look = () => {
        const inside = [...document.querySelectorAll("[data-testid=stMain] *")].map((each) => each.shadowRoot);
        for (const place of [document, ...inside.filter(Boolean)]) {
            for (const root of place.querySelectorAll(".dl-stage, .sb")) {
                const box = root.getBoundingClientRect();
                if (root.checkVisibility() && box.width && (!shown(root) || box.height < 60)) {
                    empty.push([performance.now(), root.className, box.height, root.outerHTML.slice(0, 200)]);
                }
            }
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""
"""At every painted frame: which stages and sliding windows are there and show nothing, not even words."""
STANDS = ".dl-plot .main-svg, .dl-sheet canvas, .sb[data-ready=true]"


@pytest.mark.parametrize("slug", ["digits", "convolution"])
def test_on_a_slow_machine_nothing_is_empty_while_a_lesson_opens(
    app: str, own_page: Callable[..., Page], slug: str
) -> None:
    page = own_page()
    page.add_init_script(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    page.goto(f"{app}/{slug}")
    expect(page.get_by_role("heading", name=LESSONS[slug].title)).to_be_visible()
    expect(page.locator(STANDS).first).to_be_visible()
    assert page.evaluate("window.empty") == []


def test_a_recording_waits_until_its_figures_stand(app: str, own_page: Callable[..., Page]) -> None:
    page = own_page()
    held = Held(page, f"**/{small_plotly().name.removesuffix('.gz')}")
    beats: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda sent: beats.append(sent)))
    page.goto(f"{app}/digits")
    expect(page.locator(".st-key-digits-stage .dl-plot").first).to_have_text("The picture is coming …")
    wait_until_idle(page)
    before = status(page).inner_text()
    count = len(beats)
    while len(beats) < count + 5:  # looks of the page at its recording
        page.evaluate("new Promise(requestAnimationFrame)")
    assert status(page).inner_text() == before
    held.let_go()
    expect(page.locator(".st-key-digits-stage .main-svg").first).to_be_visible()
    expect(status(page)).not_to_have_text(before)


def test_after_a_change_of_the_theme_the_whole_page_has_its_colours(app: str, own_page: Callable[..., Page]) -> None:
    page = own_page()
    warned: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "warning" and re.search("fragment", message.text):
            warned.append(message.text)

    page.on("console", note)
    set_theme(page, dark=True)
    open_lesson(page, app)
    for palette in (LIGHT, DARK, LIGHT):
        set_theme(page, dark=palette is DARK)
        expect_theme(page, dark=palette is DARK)
        expect(button(page, "play")).to_have_css("color", css(palette.background))
    assert warned == []
