"""A learner on the digit lesson: open it, press its buttons, see where the run stands."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import wait_until_idle

SLUG = "digits"


def open_lesson(page: Page, app: str, **knobs: Any) -> None:
    """Open the lesson by a link, and wait until it can be used: tab known, stage drawn."""
    page.goto(f"{app}/{SLUG}" + (f"?{urlencode(knobs)}" if knobs else ""))
    expect_usable(page)


def expect_usable(page: Page) -> None:
    """The stage is drawn and the bar answers."""
    wait_until_idle(page)
    expect(stage(page).locator(".main-svg").first).to_be_visible()
    expect(button(page, "play").or_(button(page, "pause"))).to_be_enabled()


def stage(page: Page) -> Locator:
    """The live stage (the reading of a drawing, further down, is another one)."""
    return page.locator(".st-key-digits-stage")


def button(page: Page, name: str) -> Locator:
    """A button of the bar: play, pause, step, reset, pin, unpin (Streamlit keeps a hidden twin for phones)."""
    return page.locator(f".st-key-digits-{name} button").locator("visible=true")


def press(page: Page, name: str) -> None:
    """Press a button of the bar."""
    button(page, name).click()


def play_until(page: Page, step: int) -> None:
    """Press Play and wait until the run has come that far."""
    press(page, "play")
    wait_for_step(page, step)


def pause(page: Page) -> int:
    """Pause; the step where the run stands."""
    press(page, "pause")
    expect(status(page)).to_contain_text("paused")
    return step_of(page)


def leave_nothing_running(page: Page) -> None:
    """Pause what runs on; it may end, or its single step be taken, before the press comes."""
    button(page, "pause").evaluate_all("(buttons) => buttons.forEach((each) => each.click())")
    expect(button(page, "pause")).to_have_count(0)


def status(page: Page) -> Locator:
    """Where the run stands, in words."""
    return page.locator(".dl-status").first  # the newest: one of before may stand below it for a moment


def rewind(page: Page) -> Locator:
    """The bar's line, once there is something to go back to."""
    return page.get_by_role("slider", name="Rewind to step")


def point(page: Page, share: float) -> tuple[float, float]:
    """A place on the bar's line: 0 its beginning, 1 its end."""
    box = rewind(page).bounding_box()
    assert box is not None
    return box["x"] + share * (box["width"] - 1), box["y"] + box["height"] / 2


def step_of(page: Page) -> int:
    """The step that the status line shows."""
    found = re.search(r"step ([\d,]+)", status(page).inner_text())
    assert found, status(page).inner_text()
    return int(found[1].replace(",", ""))


def wait_for_step(page: Page, step: int) -> None:
    """Wait until the learner's own run shows this step or a later one."""
    page.wait_for_function(
        """step => {
            const line = document.querySelector('.dl-status');
            const shown = line?.querySelector('b')?.textContent.replaceAll(',', '');
            return line && !/recorded/i.test(line.textContent) && Number(shown) >= step;
        }""",
        arg=step,
    )


def open_tab(page: Page, name: str) -> None:
    """Open one of the tabs below the stage."""
    page.get_by_role("tab", name=name, exact=True).click()
