"""The server's process never loads torch, whatever a learner does; the trainers do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dnnlab.catalogue import CATALOGUE
from pages.lessons import LESSONS
from tests.browser.helpers import open_page
from tests.browser.lesson import button, memory_map, open_lesson, open_tab, pause, play_until, trainers
from tests.browser.server import Server

EVERY_CALL = {"lenet.read"}
"""The calls that this test makes, by drawing."""


def test_the_server_maps_no_torch(app: str, app_server: Server, page: Page) -> None:
    assert set(LESSONS) == {"digits"}, "a new lesson: visit it here, too"
    assert set(CATALOGUE.calls) == EVERY_CALL, "a new call: make it here, too"
    open_page(page, app)
    open_lesson(page, app)
    play_until(page, 5)
    reading = page.locator(".st-key-digits-reading .dl-title").first
    expect(reading).to_contain_text("An example: it reads a", timeout=30_000)
    pad = page.locator(".pad canvas")
    pad.scroll_into_view_if_needed()
    pad.focus()
    pad.press("Space")
    for _ in range(3):
        pad.press("Shift+ArrowDown")
    pad.press("Space")
    expect(reading).to_contain_text("Your digit: it reads a", timeout=30_000)
    for tab in ("The maths", "The code", "Runs in this tab", "Sources"):
        open_tab(page, tab)
    page.get_by_role("button", name="Take it home").locator("visible=true").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Weights (safetensors)").locator("visible=true").click()
    assert download.value.path().stat().st_size > 100_000
    page.keyboard.press("Escape")
    expect(button(page, "pause")).to_be_visible()
    pause(page)
    mapped = memory_map(app_server.process.pid)
    assert "libpython" in mapped or "python" in mapped
    assert "torch" not in mapped
    assert all("libtorch" in memory_map(trainer.pid) for trainer in trainers(app_server))
    assert trainers(app_server)


def test_without_a_process_there_is_no_verdict() -> None:
    with pytest.raises(ProcessLookupError):
        memory_map(2**22 + 1)
