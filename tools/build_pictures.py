"""Take the pictures of the lessons from the running app: cards for the home page, a page for the README.

Needs Chromium and the packages of requirements-dev.txt.  Run from the
repository's root: ``python -m tools.build_pictures``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from dnnlab.ui.lesson import Lesson
from pages.lessons import LESSONS

PORT = 8643
CARD = 720, 450
"""Pixels of a card's picture."""
COLOURS = 128
"""Colours kept, which makes the files a third as large."""
BROWSER = os.environ.get("DNNLAB_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@contextmanager
def app() -> Iterator[str]:
    """The app on a port of its own; its address."""
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless", "true"]
    server = subprocess.Popen([*command, "--server.port", str(PORT)], stdout=subprocess.DEVNULL)
    try:
        url = f"http://localhost:{PORT}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health")
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def shoot(browser: Browser, url: str, lesson: Lesson, theme: str, whole: Path | None) -> None:
    """One lesson in one theme: a recorded run when it has come to its end, a sliding window as it opens."""
    scheme: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
    page = browser.new_page(viewport={"width": 1440, "height": 1060}, color_scheme=scheme)
    page.goto(f"{url}/{lesson.slug}")
    if lesson.live:
        page.get_by_text("A recorded run: ").wait_for(timeout=120_000)
        page.locator(".dl-stage .main-svg").first.wait_for()
    else:
        page.locator(".sb[data-ready=true], .dl-stage .main-svg").first.wait_for(timeout=30_000)
    page.wait_for_timeout(1500)  # the last frame is painted
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        if whole is not None:
            page.screenshot(path=shot)
            save(Image.open(shot), whole)
        stage = page.locator(".dl-stage:has(.main-svg), .sb").first.bounding_box()  # not a row of thumbnails
        assert stage is not None
        width = stage["width"] + 24
        height = width * CARD[1] / CARD[0]
        page.screenshot(path=shot, clip={"x": stage["x"] - 12, "y": stage["y"] - 8, "width": width, "height": height})
        card = Image.open(shot).resize(CARD, Image.Resampling.LANCZOS)
        save(card, lesson.picture(theme))
    page.close()


def save(image: Image.Image, file: Path) -> None:
    """A small PNG."""
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def main() -> None:
    """Both themes of every lesson."""
    with app() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        for lesson in LESSONS.values():
            for theme in ("light", "dark"):
                whole = lesson.picture("page") if theme == "light" else None
                shoot(browser, url, lesson, theme, whole)
        browser.close()


if __name__ == "__main__":
    main()
