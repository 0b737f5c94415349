"""Pictures taken from the running app: a lesson's stage as it stands at the end, its page, a panel while it changes."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageOps
from playwright.sync_api import Locator, Page, ViewportSize, expect

from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.card import SIZE
from dnnlab.ui.lesson import Lesson, Theme
from tools.pictures.drawing import spread

WINDOW: ViewportSize = {"width": 1440, "height": 900}
"""Of the browser: the stage is then as wide as on a laptop."""
PATIENCE = 120_000.0
"""Milliseconds until what must come counts as missing: only a standstill reaches it."""
STAGE = ".dl-stage:has(.main-svg, .dl-diagram), .dl-stage.dl-stands:has([role=application]), .sb[data-ready=true]"
"""What carries a lesson: a live stage with figures, a diagram or something to drag (not a row of thumbnails), or a
sliding window."""
OPEN = ".sb:not([data-ready=true]), .dl-plot:not(:has(.main-svg)), [data-stale=true]"
"""What is not drawn yet, or stood there before."""
ENDED = """() => {
    const line = document.querySelector(".dl-line[role=slider]");
    return Boolean(line) && line.ariaValueNow === line.ariaValueMax;
}"""
"""The recording has come to its last step."""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def open_lesson(page: Page, url: str, lesson: Lesson) -> None:
    """Open it, and wait until its stage is drawn."""
    page.goto(f"{url}/{lesson.slug}")
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    """Everything on the stage is painted, and nothing of before stands there (locators see into components)."""
    main = page.get_by_test_id("stMain")
    expect(main.locator(STAGE).first).to_be_visible(timeout=PATIENCE)
    expect(main.locator(OPEN)).to_have_count(0, timeout=PATIENCE)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
    page.evaluate(PAINTED)


def wait_for_end(page: Page, lesson: Lesson) -> None:
    """The stage as it stands at the end: of the recording, where one plays."""
    if lesson.live:
        page.wait_for_function(ENDED, timeout=PATIENCE)
    wait_until_drawn(page)


def still(page: Page) -> Image.Image:
    """The whole stage, as wide as in :data:`WINDOW`; the window grows as high as the page, for what lies below it."""
    stage = page.get_by_test_id("stMain").locator(STAGE).first
    box = stage.bounding_box()
    assert box is not None
    page.set_viewport_size({"width": WINDOW["width"], "height": math.ceil(box["y"] + box["height"]) + WINDOW["height"]})
    wait_until_drawn(page)
    return picture_of(stage)


def panel_frames(page: Page, lesson: Lesson, theme: Theme) -> list[Image.Image]:
    """The panel that is the lesson's card, while the recording plays.

    Raises:
        ValueError: there is no such panel on the stage.
    """
    panels = page.locator(".dl-stage .dl-panel", has=page.locator(".dl-title", has_text=lesson.card))
    if not panels.count():
        raise ValueError(f"The stage of {lesson.slug} has no panel {lesson.card!r}: see its card= in lesson.py.")
    body = panels.first.locator(".dl-body")
    seen = [body.screenshot()]
    while not (ended := page.evaluate(ENDED)) or seen[-1] != body.screenshot():
        if (now := body.screenshot()) != seen[-1]:
            seen.append(now)
        if ended:
            break
    surface = (DARK if theme == "dark" else LIGHT).background
    frames = [Image.open(io.BytesIO(each)).convert("RGB") for each in seen]
    return [ImageOps.pad(frames[place], SIZE, Image.Resampling.LANCZOS, color=surface) for place in spread(len(frames))]


def picture_of(element: Locator) -> Image.Image:
    """An element as it is painted, however high it is."""
    return Image.open(io.BytesIO(element.screenshot(animations="disabled"))).convert("RGB")
