"""The server's process never loads torch, whatever a learner does; the trainers do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dnnlab.catalogue import CATALOGUE
from pages.lessons import LESSONS
from tests.browser.helpers import open_page
from tests.browser.lesson import button, memory_map, open_lesson, open_tab, pause, play_until, trainers
from tests.browser.server import Server

BENCH, STAGE = ".sb[data-ready=true]", ".dl-stage canvas"
OTHERS = {
    "convolution": (BENCH, {"convolution.convolve"}),
    "convolution?layer=transposed": (BENCH, {"convolution.transpose"}),
    "convolution?part=stack": (STAGE, set()),
    "convolution?part=dense": (STAGE, {"convolution.matrices"}),
    "pooling": (BENCH, {"pooling.pool"}),
    "pooling?source=feature+maps": (BENCH, {"lenet.read"}),
    "photo": (".st-key-photo-why .dl-title", {"photo.classify", "photo.explain"}),
    "photo?part=cover": (".st-key-photo-covered .dl-title", {"photo.cover"}),
    "photo?part=inside": (".st-key-photo-patches .dl-title", {"photo.maps", "photo.unit"}),
}
"""Other lessons: what shows that they have their answers, and which calls these come from."""
RUNS = {
    "learn-kernel": ("convolution?part=learn", "learn-kernel"),
    "occlusion-map": ("photo?part=cover&patch=48&stride=8", "photo-occlusion"),
    "gradient-ascent": ("photo?part=inside&run_length=1000", "photo-ascent"),
}
"""Experiments of the other lessons: where they are played, and what their bench is called."""
ELSEWHERE = {"lenet.read", "shift.read"}
"""Calls that are made by drawing a digit, and by the section below the pooling bench."""


def test_the_server_maps_no_torch(app: str, app_server: Server, page: Page) -> None:
    assert set(LESSONS) == {"digits", *(where.partition("?")[0] for where in OTHERS)}, "a new lesson: visit it here"
    assert set(CATALOGUE.calls) == ELSEWHERE.union(*(calls for _, calls in OTHERS.values())), "a new call: make it here"
    assert set(CATALOGUE.experiments) == {"lenet", *RUNS}, "a new experiment: play it here, too"
    for where, (sign, _) in OTHERS.items():
        open_page(page, f"{app}/{where}")
        expect(page.locator(sign).first).to_be_visible()
    open_page(page, f"{app}/pooling")
    expect(page.locator(".dl-title", has_text="changed").first).to_be_visible()
    for where, bench in RUNS.values():
        open_page(page, f"{app}/{where}")
        page.locator(f".st-key-{bench}-play button").locator("visible=true").click()
        expect(page.locator(f".st-key-{bench}-status")).to_contain_text("steps/s")
        page.locator(f".st-key-{bench}-pause button").locator("visible=true").click()
    open_page(page, app)
    open_lesson(page, app)
    play_until(page, 5)
    reading = page.locator(".st-key-digits-reading .dl-title").first
    expect(reading).to_contain_text("An example: it reads a")
    pad = page.locator(".pad canvas")
    pad.scroll_into_view_if_needed()
    pad.focus()
    pad.press("Space")
    for _ in range(3):
        pad.press("Shift+ArrowDown")
    pad.press("Space")
    expect(reading).to_contain_text("Your digit: it reads a")
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
