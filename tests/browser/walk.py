"""A walk through a page as any learner might take it, the same for every lesson of the table.

It goes to every part of the lesson and looks at it in light and dark, on a desk and on a phone; opens the
tabs; and presses Play where there is a run. A lesson that has more to see than its parts (a setting that
asks a trainer something else) says so in ``walk.py`` in its own folder of browser tests: ``LINKS``, each
the parameters of an address, and ``BY_HAND``, what a trainer is asked only by a press or a drag.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.lesson import Lesson
from tests.browser.helpers import PHONE, cut_off, expect_no_exception, overflow, set_theme, wait_until_idle
from tests.browser.lesson import status
from tests.browser.tab import DESKTOP
from tests.live.helpers import until


def links(lesson: Lesson) -> tuple[str, ...]:
    """The addresses of a lesson that the walk begins at: the bare one, and those that its folder names."""
    return ("", *_told(lesson, "LINKS"))


def by_hand(lesson: Lesson) -> tuple[str, ...]:
    """The calls of a lesson that no address asks for; tests of its pages and of its pieces do."""
    return _told(lesson, "BY_HAND")


def _told(lesson: Lesson, name: str) -> tuple[str, ...]:
    if not (Path(__file__).parent / lesson.folder / "walk.py").exists():
        return ()
    told: tuple[str, ...] = getattr(import_module(f"tests.browser.{lesson.folder.replace('/', '.')}.walk"), name, ())
    return told


def walk(page: Page, app: str, lesson: Lesson) -> None:
    """The whole lesson; it is an error where something cannot be seen or has failed."""
    for link in links(lesson):
        page.goto(f"{app}/{lesson.slug}?{link}")
        settle(page)
        parts = page.locator(f".st-key-{lesson.slug}-part").get_by_role("radio")
        look_around(page)
        if link:
            continue
        play(page)
        for part in parts.all()[1:]:
            before = page.url
            part.click()
            expect(page).not_to_have_url(before)  # the server has heard of it
            settle(page)
            look_around(page)
            play(page)


def settle(page: Page) -> None:
    """Wait until all that the page shows is there: stages drawn, questions to the trainers answered."""
    wait_until_idle(page)
    main = page.get_by_test_id("stMain")
    expect(main.locator("[data-stale=true]")).to_have_count(0)  # what stood there before
    expect(main.get_by_text("The trainer is getting ready")).to_have_count(0)
    expect(main.locator(STAGES).first).to_be_visible()
    expect(main.locator(".sb:not([data-ready=true])")).to_have_count(0)
    expect(main.locator(".dl-plot:not(:has(.main-svg))")).to_have_count(0)
    wait_until_idle(page)


STAGES = ".dl-stage, .sb"
"""Where a lesson shows what happens: panels, or a window that slides."""


def look_around(page: Page) -> None:
    """What stands there now, in both themes and widths; then the tabs below it."""
    for dark in (True, False):
        set_theme(page, dark=dark)
        expect_theme(page, dark=dark)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            expect_all_in_sight(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        expect_all_in_sight(page)


COLOURS = "all => all.map(each => getComputedStyle(each).color)"


def expect_theme(page: Page, *, dark: bool) -> None:
    """The page and all stages on it have the theme's colours."""
    palette = DARK if dark else LIGHT
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", css(palette.background))
    stages = page.get_by_test_id("stMain").locator(STAGES)
    until(lambda: set(stages.evaluate_all(COLOURS)) <= {css(palette.text)}, "the stages have the theme's colours")


def expect_all_in_sight(page: Page) -> None:
    """Nothing scrolls sideways, nothing is cut off, nothing has failed."""
    assert overflow(page) == 0
    assert cut_off(page) == []
    expect_no_exception(page)


def play(page: Page) -> None:
    """Press Play where a run waits for it, see that it trains, and let it rest."""
    button = bar_button(page, "play")
    if not button.count() or not page.locator("[class*=-transport-bar]").count():
        return  # nothing to play, or nothing that trains
    expect_a_low_bar(page)
    button.click()
    words = status(page)
    expect(words).to_contain_text(re.compile("steps/s|complete"))
    pause = bar_button(page, "pause")

    def rests() -> bool:
        """A short run may be complete, and its button gone, in the moment in which one presses it."""
        if not RESTS.search(words.inner_text()):
            pause.evaluate_all("all => all.forEach((button) => button.click())")
        return bool(RESTS.search(words.inner_text()))

    until(rests, "the run is paused or complete")
    expect_all_in_sight(page)


RESTS = re.compile("paused|complete")


def expect_a_low_bar(page: Page) -> None:
    """The bar is one row, which leaves the window to what it is about."""
    for window, highest in (({"width": 1440, "height": 900}, 64), ({"width": 1280, "height": 720}, 56)):
        page.set_viewport_size(window)  # type: ignore[arg-type]
        expect_all_in_sight(page)
        box = page.locator("[class*=-transport-bar]").bounding_box()
        assert box is not None
        assert box["height"] <= highest
    page.set_viewport_size(DESKTOP)


def bar_button(page: Page, name: str) -> Locator:
    """A button of the bar (Streamlit keeps a hidden twin for phones)."""
    return page.locator(f"[class*=st-key-][class*='-{name} '] button").locator("visible=true")


def css(colour: str) -> str:
    """A colour ``#rrggbb`` as the browser reports it."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"
