"""Browser tests: one Chromium, apps served on free ports, and pages that report what went wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.helpers import DESKTOP, Complaints
from tests.browser.server import ROOT, Server, serving

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
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Path | str], str]]:
    """Serve an app file (absolute, or from the repository) and get its address.

    The servers end with the test, which fails if one of them logged a traceback.
    """
    with ExitStack() as stack:
        servers: list[Server] = []

        def serve_app(app: Path | str) -> str:
            log = tmp_path / f"server-{len(servers)}.log"
            servers.append(stack.enter_context(serving(ROOT / app, log)))
            return servers[-1].url

        yield serve_app
        for server in servers:
            server.check_log()


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of the app itself, started once."""
    with serving(ROOT / "streamlit_app.py", tmp_path_factory.mktemp("app") / "server.log") as server:
        yield server


@pytest.fixture
def app(app_server: Server) -> Iterator[str]:
    """The address of the app; the test fails if the app logged a traceback meanwhile."""
    yield app_server.url
    app_server.check_log()


@pytest.fixture
def complaints() -> Complaints:
    """What the page's browser complained about so far."""
    return Complaints()


@pytest.fixture
def page(browser: Browser, complaints: Complaints) -> Iterator[Page]:
    """A page in a context of its own, 1280 x 900, light; an uncaught error on it fails the test."""
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    context.on("page", complaints.listen)
    yield context.new_page()
    context.close()
    if complaints.uncaught:
        pytest.fail("uncaught in the browser: " + "; ".join(complaints.uncaught + complaints.console))
