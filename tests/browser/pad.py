"""A learner on a drawing pad: where its places are on the screen, and strokes, and what Python has of them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

Point = tuple[float, float]


def canvas(page: Page) -> Locator:
    return page.locator(".pad canvas")


def at(page: Page, x: float, y: float) -> Point:
    """A place on the pad, in fractions of its side, as a place on the screen."""
    canvas(page).scroll_into_view_if_needed()
    box = canvas(page).bounding_box()
    assert box is not None
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def draw(page: Page, *points: Point, steps: int = 8) -> None:
    page.mouse.move(*at(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*at(page, *point), steps=steps)
    page.mouse.up()


def touch(page: Page, *points: Point) -> None:
    """A stroke with a finger, through the points."""
    places = [at(page, *point) for point in points]
    finger = page.context.new_cdp_session(page)
    for place in places:
        kind = "touchStart" if place == places[0] else "touchMove"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": place[0], "y": place[1]}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def ink(page: Page) -> int:
    found = re.search(r"ink: (\d+)", page.get_by_text(re.compile(r"^ink: ")).inner_text())
    assert found is not None
    return int(found[1])


def expect_ink(page: Page, pattern: str) -> int:
    expect(page.get_by_text(re.compile(rf"^ink: {pattern}$"))).to_be_visible()
    return ink(page)


def expect_box(page: Page, rows: str, columns: str) -> None:
    """The pixels that are more ink than not, inclusive."""
    expect(page.get_by_text(f"box: rows {rows}, columns {columns}, top 255")).to_be_visible()
