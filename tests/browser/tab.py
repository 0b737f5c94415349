"""The browser tab that tests share, given to each of them as to a learner who comes for the first time.

A page that is new has Streamlit's and Plotly's code compiled again, which is most of the time that a test
of a page takes: a tab that has shown a page before shows the next one in a third of that time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, WebError

from tests.patience import PATIENCE

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
BLANK = "about:blank"
PROBE = re.compile(r"404 \(Not Found\) http://[^/]+/[\w-]+/_stcore/(health|host-config)$")
"""Streamlit's page asks first below the lesson's own address where its server is."""


@dataclass
class Complaints:
    """What a browser's pages complained about."""

    uncaught: list[str] = field(default_factory=list)
    """Errors that no code caught: these fail the test."""
    console: list[str] = field(default_factory=list)
    """Lines of the console marked as errors: for a test to look at."""

    def listen(self, context: BrowserContext) -> None:
        """Note the complaints of a context's pages from now on."""
        context.on("weberror", self._note_error)
        context.on("console", self._note_line)

    def clear(self) -> None:
        """Forget what was said so far."""
        self.uncaught.clear()
        self.console.clear()

    def _note_error(self, error: WebError) -> None:
        self.uncaught.append(str(error.error))

    def _note_line(self, message: ConsoleMessage) -> None:
        line = f"{message.text} {message.location['url']}"
        if message.type == "error" and not PROBE.search(line):
            self.console.append(line)


class Tab:
    """One page for many tests; what a test leaves in it is gone when the next one gets it.

    Three things cannot be taken back: scripts added for every page to come, listeners, and
    a touch screen. A test that wants one of these opens a context of its own.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._page: Page | None = None
        self.complaints = Complaints()

    def fresh(self) -> Page:
        """The tab, 1280 x 900, light and blank; without cookies, storage and other pages beside it."""
        if self._page is None:
            self._page = new_page(self._browser)
            self.complaints.listen(self._page.context)
        page = self._page
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self.complaints.clear()
        return page

    def leave(self) -> None:
        """The test is over: forget who was there."""
        if self._page is None:
            return
        page, context = self._page, self._page.context
        if page.is_closed():
            self.close()
            return
        for other in context.pages:
            if other is not page:
                other.close()
        page.unroute_all()
        page.mouse.move(0, 0)
        if page.url != BLANK:
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            page.goto(BLANK)
        context.clear_cookies()

    def close(self) -> None:
        """End the tab; the next test gets another one."""
        if self._page is not None:
            self._page.context.close()
            self._page = None


def new_page(browser: Browser, **options: object) -> Page:
    """A page in a context of its own: 1280 x 900 and light, unless the options say otherwise."""
    context = browser.new_context(**{"viewport": DESKTOP, "color_scheme": "light", **options})  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE * 1000)
    return context.new_page()
