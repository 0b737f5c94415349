"""Browser tests: one Chromium, apps served on free ports, and pages that report what went wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.lesson import leave_nothing_running
from tests.browser.server import APPS, ROOT, Server, serving
from tests.browser.tab import Complaints, Tab, new_page
from tests.patience import PATIENCE

pytest.register_assert_rewrite("tests.browser.walk")

HERE = Path(__file__).parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",  # with its sandbox Chromium refuses to run as root, as tests in containers do
    "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",  # a camera that shows a green test picture
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that ``-m "not browser"`` leaves it out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests. Without one: a failure under CI, a skip elsewhere."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        reason = "there is no Chromium on the PATH (on Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET, timeout=PATIENCE * 1000)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of the app itself, started once."""
    with serving(ROOT / "streamlit_app.py", tmp_path_factory.mktemp("app") / "server.log") as server:
        yield server


@pytest.fixture
def app(app_server: Server) -> Iterator[str]:
    """The address of the app; the test fails if the app logged a traceback or loaded torch meanwhile."""
    yield app_server.url
    app_server.check()


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of the small apps that only tests use, started once."""
    with serving(APPS / "app.py", tmp_path_factory.mktemp("demos") / "server.log") as server:
        yield server


@pytest.fixture
def demos(demo_server: Server) -> Iterator[str]:
    """The address below which the small apps are; the test fails if one logged a traceback meanwhile."""
    yield demo_server.url
    demo_server.check_log()


@pytest.fixture(scope="session")
def _tab(browser: Browser) -> Iterator[Tab]:
    tab = Tab(browser)
    yield tab
    tab.close()


@pytest.fixture
def complaints(_tab: Tab) -> Iterator[Complaints]:
    """What the browser complained about during the test; an error that no code caught fails it."""
    complaints = _tab.complaints
    complaints.clear()
    yield complaints
    if complaints.uncaught:
        pytest.fail("uncaught in the browser: " + "; ".join(complaints.uncaught + complaints.console))


@pytest.fixture
def page(_tab: Tab, complaints: Complaints) -> Iterator[Page]:
    """The tab, as a learner finds it who comes for the first time: 1280 x 900, light."""
    yield _tab.fresh()
    _tab.leave()


@pytest.fixture
def nothing_runs_on(page: Page) -> Iterator[None]:
    """Afterwards: a run that plays on would slow the next test down until its lease ends."""
    yield
    for each in page.context.pages:
        leave_nothing_running(each)


@pytest.fixture
def own_page(browser: Browser, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Open a page in a context of its own, with the options of one: another learner, a telephone with a touch screen.

    It takes three times as long to open as ``page``.
    """
    with ExitStack() as stack:

        def open_one(**options: Any) -> Page:
            made = new_page(browser, **options)
            stack.callback(made.context.close)
            complaints.listen(made.context)
            return made

        yield open_one
