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


def test_a_pinned_run_stands_beside_the_next_one(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?points=20&run_length=1000&hidden=2")
    settle(page)
    bar_button(page, "play").click()
    expect(status(page)).to_contain_text("complete")
    bar_button(page, "pin").click()
    expect(bar_button(page, "unpin")).to_be_visible()
    page.get_by_role("button", name="One unit more").first.click()
    expect(page).to_have_url(re.compile("hidden=3"))
    bar_button(page, "play").click()
    expect(page.locator(".dl-net")).to_have_count(2)
    expect(status(page)).to_contain_text("complete")
    bar_button(page, "unpin").click()
    expect(page.locator(".dl-net")).to_have_count(1)
    expect_no_exception(page)


def test_a_table_of_the_learners_own_becomes_the_points(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?data=own+table&run_length=1000")
    settle(page)
    expect(page.get_by_text("Until there is a table of yours")).to_be_visible()
    page.locator("[class*='playground-own'] button").first.click()
    lines = ["width;height;kind", *(f"{k},5;{(7 * k) % 30},25;{'plum' if k < 15 else 'pear'}" for k in range(30))]
    table = {"name": "fruit.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    page.locator("input[type=file]").set_input_files(table)
    expect_points(page, 30)
    expect(page.get_by_text("Until there is a table of yours")).to_have_count(0)
    assert "plum" not in page.url
    page.keyboard.press("Escape")
    bar_button(page, "play").click()
    expect(status(page)).to_contain_text("complete")
    expect_points(page, 30)
    expect_no_exception(page)


def test_sixteen_seeds_train_together_and_their_spread_is_told(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?part=seeds&points=100&run_length=1000&hidden=4")
    settle(page)
    title = page.locator(".dl-title", has_text="sixteen seeds")
    expect(title).to_be_visible()
    bar_button(page, "play").click()
    expect(status(page)).to_contain_text("complete")
    expect(page.get_by_text(re.compile(r"^From .* to .*, half of them below")).first).to_be_visible()
    page.get_by_role("tab", name="Try it").click()
    questions = page.get_by_role("tabpanel", name="Try it")
    expect(questions.get_by_role("radiogroup", name=re.compile("the unluckiest of the sixteen"))).to_be_visible()
    page.get_by_role("tab", name="Runs in this tab").click()
    expect(page.get_by_text("worst error").first).to_be_visible()
    expect_no_exception(page)


def test_a_prediction_about_other_methods_is_judged_by_what_they_then_do(app: str, page: Page) -> None:
    open_page(page, f"{app}/playground?part=others&points=100")
    settle(page)
    page.get_by_text("none", exact=True).first.click()
    page.get_by_role("button", name="Set this up").first.click()
    expect(page.get_by_text("You predicted it.").first).to_be_visible()
    expect_no_exception(page)
