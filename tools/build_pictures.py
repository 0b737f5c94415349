"""Make the pictures of the lessons: cards for the home page, stills of their stages, a page for the README.

    python -m tools.build_pictures                 all lessons
    python -m tools.build_pictures pooling digits  only these

A card is drawn by tools/pictures/drawn/<topic>/<lesson>.py, from the lesson's own recording, photos and
networks; where there is no such file, it is the panel of the stage that the lesson's entry names (``card``).
Stills and the page are taken from the running app.  Needs Chromium and the packages of requirements-dev.txt.
Run from the repository's root.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from dnnlab.paths import ASSETS, ROOT
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.card import FRAMES, SIZE
from dnnlab.ui.lesson import Lesson, Theme
from pages.lessons import LESSONS
from tools.benchmarks.processes import serving, wait_until_healthy
from tools.benchmarks.serving import QUIET, find_chromium
from tools.pictures import shots

CARD_BYTES, STILL_BYTES = 100_000, 60_000
"""What a picture may weigh."""
QUALITIES = (92, 85, 75, 65, 50, 40, 30, 20)
"""Of WebP: the first one that is light enough."""
COLOURS = 128
"""Of the page for the README: a PNG a third as large."""
THEMES: tuple[Theme, ...] = ("light", "dark")


class Unknown(ValueError):
    """A lesson that is asked for does not exist."""


def chosen(slugs: Sequence[str]) -> list[Lesson]:
    """The lessons of these names, in the order of the table; all of them without a name.

    Raises:
        Unknown: there is none of a name.
    """
    for slug in slugs:
        if slug not in LESSONS:
            raise Unknown(f"There is no lesson {slug!r}: the lessons are {', '.join(LESSONS)}.")
    return [lesson for slug, lesson in LESSONS.items() if not slugs or slug in slugs]


def drawn(lesson: Lesson, theme: Theme) -> list[Image.Image] | None:
    """The frames of a card that is drawn; None: nobody draws it.

    Raises:
        ValueError: nobody draws it, and the entry names no panel either.
    """
    name = f"tools.pictures.drawn.{lesson.folder.replace('/', '.')}"
    file = ROOT.joinpath(*name.split(".")).with_suffix(".py")
    if not file.exists():
        if not lesson.card:
            place = file.relative_to(ROOT).as_posix()
            raise ValueError(f"{lesson.slug} has no card: name a panel of its stage (card= in its entry), or {place}.")
        return None
    frames: list[Image.Image] = import_module(name).frames(DARK if theme == "dark" else LIGHT)
    return frames


def strip(frames: Sequence[Image.Image]) -> Image.Image:
    """The frames of a card, from left to right."""
    if len(frames) != FRAMES or any(frame.size != SIZE for frame in frames):
        raise ValueError(f"A card has {FRAMES} frames of {SIZE[0]} × {SIZE[1]} pixels.")
    joined = Image.new("RGB", (FRAMES * SIZE[0], SIZE[1]))
    for place, frame in enumerate(frames):
        joined.paste(frame, (place * SIZE[0], 0))
    return joined


def save(picture: Image.Image, file: Path, limit: int) -> None:
    """A WebP of at most ``limit`` bytes, as good as that allows.

    Raises:
        ValueError: not even a poor one is light enough.
    """
    for quality in QUALITIES:
        packed = io.BytesIO()
        picture.save(packed, "WEBP", quality=quality, method=6)
        if packed.tell() <= limit:
            file.write_bytes(packed.getvalue())
            return
    raise ValueError(f"{file.name} weighs more than {limit:,} bytes even in poor quality: show less on it.")


def for_readme(lesson: Lesson) -> Path | None:
    """The file of its whole page, if the README shows it."""
    file = ASSETS / lesson.folder / "page.png"
    return file if file.relative_to(ROOT).as_posix() in (ROOT / "README.md").read_text(encoding="utf-8") else None


def make(browser: Browser, url: str, lesson: Lesson, theme: Theme) -> None:
    """The pictures of one lesson in one theme."""
    frames = drawn(lesson, theme)
    page = browser.new_page(viewport=shots.WINDOW, color_scheme=theme)
    shots.open_lesson(page, url, lesson)
    save(strip(frames or shots.panel_frames(page, lesson, theme)), lesson.picture("card", theme), CARD_BYTES)
    shots.wait_for_end(page, lesson)
    if theme == "light" and (file := for_readme(lesson)):
        whole = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        whole.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    save(shots.still(page), lesson.picture("still", theme), STILL_BYTES)
    page.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Both themes of the lessons that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_pictures", description="Make the lessons' pictures.")
    parser.add_argument("lessons", nargs="*", metavar="SLUG", help="only these lessons; all of them by default")
    try:
        lessons = chosen(parser.parse_args(arguments).lessons)
    except Unknown as error:
        sys.exit(str(error))
    with serving(ROOT / "streamlit_app.py") as (process, port), sync_playwright() as playwright:
        wait_until_healthy(process, port)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        for lesson in lessons:
            for theme in THEMES:
                make(browser, f"http://127.0.0.1:{port}", lesson, theme)
            print(f"{lesson.slug}: card and still in {ASSETS.name}/{lesson.folder}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
