"""The playground as a learner uses it: points while it trains, a weight by hand, the doctor's twin, another network."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import expect_no_exception, open_page
from tests.browser.lesson import status
from tests.browser.walk import bar_button, settle

CORNER = 0.05
"""Of the plane's side: where the spiral has no points."""


def field(page: Page) -> Locator:
    """The plane."""
    return page.locator(".dl-net-field").first


def at(page: Page, across: float, down: float) -> dict[str, float]:
    """A place on the plane, by shares of its side."""
    box = field(page).bounding_box()
    assert box is not None
    return {"x": across * box["width"], "y": down * box["height"]}


def expect_points(page: Page, count: int) -> None:
    expect(field(page)).to_have_attribute("data-points", str(count))


def test_points_come_move_and_go_while_it_trains(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?points=20&run_length=10000000")
    settle(page)
    expect_points(page, 20)
    bar_button(page, "play").click()
    expect(bar_button(page, "pause")).to_be_visible()
    field(page).click(position=at(page, CORNER, CORNER))
    expect_points(page, 21)
    page.locator(".dl-net-chip", has_text="2").click()
    field(page).click(position=at(page, 1 - CORNER, CORNER))
    expect_points(page, 22)
    box = field(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + CORNER * box["width"], box["y"] + CORNER * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + CORNER * box["width"], box["y"] + (1 - CORNER) * box["height"], steps=5)
    page.mouse.up()
    field(page).click(position=at(page, 1 - CORNER, CORNER), modifiers=["Shift"])
    expect_points(page, 21)
    page.locator(".dl-net-chip", has_text="rub out").click()
    field(page).click(position=at(page, CORNER, 1 - CORNER))  # where it was dragged to
    expect_points(page, 20)
    expect(bar_button(page, "pause")).to_be_visible()  # the run went on all the while
    expect(status(page)).not_to_contain_text("step 0")
    page.get_by_role("tab", name="Runs in this tab").click()
    expect(page.get_by_text("5 changes by hand").first).to_be_visible()
    expect_no_exception(page)


def test_a_weight_is_edited_in_the_picture(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?hidden=&inputs=x&points=20")
    settle(page)
    bar_button(page, "step").click()
    expect(status(page)).to_contain_text("step 1 of")
    graph = page.locator(".dl-net-graph canvas").first
    box = graph.bounding_box()
    assert box is not None
    middle = box["width"] * 0.5
    for down in range(60, int(box["height"]) - 10, 3):  # somewhere there is the one edge
        page.mouse.move(box["x"] + middle, box["y"] + down)
        if page.locator(".dl-net-tip").first.is_visible():
            break
    expect(page.locator(".dl-net-tip").first).to_contain_text("x → the output")
    page.mouse.down()
    page.mouse.up()
    entry = page.locator(".dl-net-edit input").first
    entry.fill("2.5")
    entry.press("Enter")
    page.mouse.move(box["x"] + middle, box["y"] + down)
    expect(page.locator(".dl-net-tip").first).to_contain_text("weight 2.5")
    expect_no_exception(page)


def test_another_layer_and_another_input_begin_a_new_run(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?hidden=3&points=20")
    settle(page)
    page.get_by_role("button", name="One hidden layer more").first.click()
    expect(page).to_have_url(re.compile(r"hidden=3(%2C|,)(\+|%20)3"))
    page.get_by_role("button", name="One unit more").nth(1).click()
    expect(page).to_have_url(re.compile(r"hidden=3(%2C|,)(\+|%20)4"))
    expect_no_exception(page)


def test_the_doctor_says_what_is_wrong_and_starts_a_twin(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?start=zeros&points=100")
    settle(page)
    bar_button(page, "play").click()
    doctor = page.locator("[class*='playground-doctor']")
    expect(doctor).to_contain_text("All the same.")
    doctor.get_by_role("button", name="First weights: Xavier").click()
    expect(page.locator(".dl-net")).to_have_count(2)
    expect_no_exception(page)


def test_others_stand_beside_the_learners_own_network(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?points=100&run_length=1000")
    settle(page)
    bar_button(page, "play").click()
    expect(status(page)).to_contain_text("complete")
    page.get_by_role("radio", name="Not only nets").click()
    expect(page.locator(".dl-title", has_text="Your network:")).to_be_visible()
    for name in ("Decision tree:", "RBF support vector machine:", "Nearest neighbours:"):
        expect(page.locator(".dl-title", has_text=name)).to_be_visible()
    expect_no_exception(page)
