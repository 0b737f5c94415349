"""What a browser test says: open a page, wait until it is still, look at it."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize, expect

PHONE: ViewportSize = {"width": 390, "height": 844}


def open_page(page: Page, url: str) -> None:
    """Go to an address and wait until the app has drawn it."""
    page.goto(url)
    wait_until_idle(page)


def wait_until_idle(page: Page) -> None:
    """Wait until the script has run and the page shows its result.

    After a click, first ``expect`` what the click brings about: the script's
    state is still that of the run before until the server has heard of it.
    """
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stMain")).to_be_visible()


def set_theme(page: Page, *, dark: bool) -> None:
    """Ask for the dark or the light theme, as the learner's system would."""
    page.emulate_media(color_scheme="dark" if dark else "light")


def expect_no_exception(page: Page) -> None:
    """No box with an error of the app stands on the page."""
    expect(page.get_by_test_id("stException")).to_have_count(0)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window; 0 when nothing scrolls sideways."""
    wider = page.evaluate(
        """() => Math.max(...[document.documentElement, document.querySelector('[data-testid="stMain"]')]
                  .map(each => each.scrollWidth - each.clientWidth))"""
    )
    return int(wider)
