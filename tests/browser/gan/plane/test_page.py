"""A learner in the plane: switches layers, draws a target, goes in slow motion, breaks the game and repairs it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import pad
from tests.browser.helpers import PHONE, expect_no_exception, open_page, wait_until_idle
from tests.browser.lesson import status

LESSON = "/gan-2d"


def picture(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('.dl-plane-field').toDataURL()")
    return found


def title(page: Page) -> str:
    return page.locator(".dl-panel:has(.dl-plane) > .dl-title").first.inner_text()


def press(page: Page, name: str) -> None:
    page.locator(f".st-key-gan-2d-{name} button").locator("visible=true").click()


def test_layers_are_switched_without_a_word_to_the_server(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    expect(page.get_by_text("10,000 of 10,000")).to_be_visible()
    before = picture(page)
    sheet = page.get_by_role("button", name="G’s sheet")
    expect(sheet).to_have_attribute("aria-pressed", "false")
    sheet.click()
    expect(sheet).to_have_attribute("aria-pressed", "true")
    assert picture(page) != before
    page.get_by_role("button", name="D* (best D)").click()
    expect(page.get_by_role("button", name="D’s map")).to_have_attribute("aria-pressed", "false")
    whole = picture(page)
    page.get_by_role("slider", name="from noise to data").fill("0.2")
    assert picture(page) != whole
    expect_no_exception(page)


def test_on_a_phone_the_question_of_the_moment_can_be_read(own_page: Callable[..., Page], app: str) -> None:
    page = own_page(viewport=PHONE)
    open_page(page, app + LESSON)
    question = page.locator("[class*='-asked-now'] button").locator("visible=true").first
    expect(question).to_contain_text("Predict first")
    box = question.bounding_box()
    assert box is not None
    assert box["width"] > 130, "where three buttons leave it less, it has a line of its own"
    assert box["x"] + box["width"] <= PHONE["width"]


def test_a_drawn_target_is_learnt(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    page.locator(".st-key-gan-2d-brush button").first.click()
    page.locator(".pad .clear").click()
    pad.draw(page, (0.2, 0.2), (0.8, 0.2), (0.8, 0.8))
    page.get_by_role("button", name="Learn this").click()
    expect(page).to_have_url(re.compile(r"target=drawn"))
    page.keyboard.press("Escape")
    press(page, "play")
    expect(page.get_by_text(re.compile(r"^\d+ of \d+ parts, .* of the fakes are good"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"drawing="))
    expect_no_exception(page)


def test_step_goes_through_ten_phases(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?slow=true")
    wait_until_idle(page)
    press(page, "play")  # the trainer is there, and has a run
    expect(page.get_by_text(re.compile(r"^Phase \d+ of 10, [DG]: "))).to_be_visible()
    press(page, "pause")
    expect(status(page)).to_contain_text("paused")
    press(page, "reset")
    expect(status(page)).to_contain_text("step 0")
    for phase in range(1, 11):
        press(page, "step")
        expect(page.get_by_text(re.compile(rf"^Phase {phase} of 10, [DG]: "))).to_be_visible()
        expect(status(page)).to_contain_text(f"step {phase}")  # the bar has heard of it, too
    expect(page.get_by_role("button", name="fake", exact=True)).to_be_disabled()
    expect_no_exception(page)


def test_a_game_is_broken_named_and_repaired_in_a_twin(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    page.get_by_role("button", name="Break it").click()
    page.get_by_role("button", name="Mode collapse", exact=True).click()
    expect(page).to_have_url(re.compile(r"generator_rate=0.01"))
    doctor = page.locator(".st-key-gan-2d-consult")
    expect(doctor).to_contain_text("Mode collapse")
    doctor.get_by_role("button").first.click()
    page.get_by_role("button", name=re.compile(r"^Two learning rates \(\d of 5 seeds\)")).click()
    expect(page.locator(".dl-plane-field")).to_have_count(2)
    expect(page.get_by_text(re.compile(r"^8 of 8 modes, .* · ")).first).to_be_visible()
    expect_no_exception(page)
