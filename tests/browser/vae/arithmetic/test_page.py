"""A learner builds A - B + C: picks a face, moves the slider, and the result follows."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.helpers import expect_no_exception, open_page

LESSON = "/latent-arithmetic"
READ = re.compile(r"The judge reads: ")


PIXELS = "document.querySelector('.dl-stage canvas')?.toDataURL()"
"""Of the sheet with A, B, C and the result; none while a question has no answer yet."""


def result(page: Page) -> str:
    """The pixels of the sheet, once it is there."""
    found: str = page.wait_for_function(PIXELS).json_value()
    return found


def expect_another_result(page: Page, before: str) -> None:
    page.wait_for_function(f"(before) => ![undefined, before].includes({PIXELS})", arg=before)


def test_a_face_from_the_gallery_becomes_c_and_the_result_follows(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    expect(page.get_by_text(READ).first).to_be_visible()
    before = result(page)
    page.get_by_role("button", name=re.compile("face 3:")).first.click()
    expect(page).to_have_url(re.compile("c=3"))
    expect_another_result(page, before)
    expect_no_exception(page)


def test_a_link_with_groups_names_them(page: Page, app: str) -> None:
    open_page(page, app + LESSON + "?use=averages of groups&attribute=glasses&strength=1.5&vector=difference of means")
    expect(page.get_by_text(re.compile(r"A: with, [\d,]+ faces")).first).to_be_visible()
    expect(page.get_by_text("C + 1.5 (A − B)").first).to_be_visible()
    expect_no_exception(page)


def test_the_way_a_vector_is_found_changes_the_table(page: Page, app: str) -> None:
    open_page(page, app + LESSON + "?use=averages of groups&attribute=long hair")
    expect(page.get_by_text("Vectors by “means, same colours”")).to_be_visible()
    before = result(page)
    open_page(page, app + LESSON + "?use=averages of groups&attribute=long hair&vector=difference of means")
    expect(page.get_by_text("Vectors by “difference of means”")).to_be_visible()
    expect(page.get_by_text(re.compile(r"A: with, [\d,]+ faces")).first).to_be_visible()
    expect_another_result(page, before)
    expect_no_exception(page)


def test_a_run_of_ones_own_answers_in_the_builder(page: Page, app: str) -> None:
    """Trained in the part "Train one", asked in the builder: faces of 32 x 32 pixels, and its own table."""
    open_page(page, f"{app}{LESSON}?part=train")
    page.get_by_role("button", name="Play").first.click()
    expect(page.get_by_text(re.compile(r"your run|Your run")).first).to_be_visible()
    page.get_by_role("button", name="Calculate with it").click()
    expect(page.get_by_text(READ).first).to_be_visible()
    page.get_by_text("your own run", exact=True).first.click()
    expect(page).to_have_url(re.compile("net=your"))
    expect(page.get_by_text("You have no run yet")).to_have_count(0)
    expect(page.get_by_text("Measure your run")).to_be_visible()
    page.get_by_text("Measure your run").click()
    expect(page.get_by_text("+ glasses")).to_be_visible()
    before = result(page)
    page.get_by_role("button", name=re.compile("face 3:")).first.click()
    expect(page).to_have_url(re.compile("c=3"))
    expect_another_result(page, before)
    expect_no_exception(page)
