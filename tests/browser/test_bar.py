"""The bar by mouse and by keys: going back, scrubbing a recording, a press that is answered at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import open_page, set_theme
from tests.browser.lesson import (
    button,
    open_lesson,
    open_tab,
    pause,
    play_until,
    point,
    press,
    rewind,
    stage,
    status,
    step_of,
    wait_for_step,
)
from tests.browser.server import Server, silent

pytestmark = pytest.mark.usefixtures("nothing_runs_on")


def leave_the_widgets(page: Page) -> None:
    """Click where nothing is: nothing has the focus then."""
    page.get_by_role("heading", level=1).click()


def test_the_line_goes_back_to_the_checkpoint_at_or_before(app: str, page: Page) -> None:
    open_lesson(page, app, epochs=1, batch_size=512)  # 108 steps
    play_until(page, 25)
    here = pause(page)
    slider = rewind(page)
    expect(slider).to_have_attribute("aria-valuetext", f"step {here} of 108")
    expect(slider).to_have_attribute("aria-valuemax", "108")
    assert page.locator(".dl-mark").count() > 2
    page.mouse.click(*point(page, 12.5 / 108))
    expect(status(page)).to_contain_text("step 10 of 108 · paused")
    expect(slider).to_have_attribute("aria-valuetext", "step 10 of 108")
    page.mouse.click(*point(page, 1))
    expect(status(page)).to_contain_text(f"step {here} of 108 · paused")
    slider.press("Home")
    expect(status(page)).to_contain_text("step 0 of 108 · paused")
    slider.press("ArrowRight")
    expect(status(page)).to_contain_text("step 1 of 108 · paused")
    slider.press("End")
    expect(status(page)).to_contain_text(f"step {here} of 108 · paused")


def test_a_run_that_goes_on_is_stopped_where_the_learner_goes_back_to(app: str, page: Page) -> None:
    open_lesson(page, app)
    play_until(page, 12)
    rewind(page).press("Home")
    expect(status(page)).to_contain_text("step 0 of 2,579 · paused")
    expect(button(page, "play")).to_be_visible()


def test_a_recording_is_scrubbed_and_stays_where_it_was_left(app: str, page: Page) -> None:
    open_lesson(page, app)
    page.mouse.move(*point(page, 0.2))
    page.mouse.down()
    page.mouse.move(*point(page, 0.55), steps=5)
    expect(status(page)).to_contain_text(re.compile(r"recorded run, .*: step 1,[34]\d\d of 2,579"))  # before it lets go
    page.mouse.move(*point(page, 0.4), steps=5)
    page.mouse.up()
    slider = rewind(page)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^step (9\d\d|1,0\d\d) of 2,579$"))
    told = slider.get_attribute("aria-valuetext")
    assert told is not None
    expect(status(page)).to_contain_text(told)
    expect(stage(page).locator(f"[aria-label*='{told}']").first).to_be_attached()
    slider.press("Home")
    expect(status(page)).to_contain_text("step 0 of 2,579")
    slider.press("End")
    expect(status(page)).to_contain_text("validation accuracy")


def test_a_recording_with_other_knobs_is_greyed_and_says_so(app: str, page: Page) -> None:
    open_lesson(page, app, activation="ReLU", dropout="0.8")
    expect(status(page)).to_contain_text("A recorded run, default knobs: ")
    expect(stage(page).locator(".dl-stage")).to_have_css("opacity", "0.5")
    press(page, "step")
    expect(status(page)).to_contain_text("step 1 of")
    expect(stage(page).locator(".dl-stage")).to_have_css("opacity", "1")


def test_the_keys_of_the_bar(app: str, page: Page) -> None:
    open_lesson(page, app)
    leave_the_widgets(page)
    page.keyboard.press("k")
    wait_for_step(page, 5)
    page.keyboard.press(" ")
    expect(status(page)).to_contain_text("paused")
    here = step_of(page)
    page.keyboard.press("ArrowRight")
    expect(status(page)).to_contain_text(f"step {here + 1:,} ")
    page.keyboard.press("Shift+Backspace")
    expect(status(page)).to_contain_text("step 0 of 2,579 · paused")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0
    for name in ("play", "step", "reset"):
        button(page, name).hover()
        expect(page.get_by_role("tooltip")).to_contain_text(re.compile(r"K or space|right arrow|Shift and Backspace"))


def test_keys_are_those_of_what_has_the_focus(app: str, page: Page) -> None:
    open_lesson(page, app)
    page.evaluate(
        """() => {
            window.pressed = 0;
            const own = '.st-key-digits-buttons';
            document.addEventListener('click', (event) => { pressed += !!event.target.closest(own); }, true);
        }"""
    )
    open_tab(page, "Sources")
    for each in (
        page.get_by_role("tab", name="Sources", exact=True),
        page.get_by_role("slider", name=re.compile("^Learning rate")),
        page.get_by_role("spinbutton").or_(page.get_by_role("combobox")).first,
        page.locator(".st-key-digits-aside button").locator("visible=true").last,
        rewind(page),
    ):
        for key in ("k", "ArrowRight"):  # in a list of tabs an arrow goes on to the next one
            each.focus()
            expect(each).to_be_focused()
            page.keyboard.press(key)
    assert page.evaluate("pressed") == 0
    leave_the_widgets(page)
    page.keyboard.press("Control+k")
    assert page.evaluate("pressed") == 0
    page.keyboard.press("k")
    assert page.evaluate("pressed") == 1, "the listener would have heard them"


def test_a_press_is_answered_before_the_server_has_heard_of_it(app: str, app_server: Server, page: Page) -> None:
    open_lesson(page, app)
    face = button(page, "play")
    with silent(app_server):
        press(page, "play")
        expect(face).to_have_text("pausePause")  # the icon's ligature, then the label
    wait_for_step(page, 5)
    expect(button(page, "pause")).to_have_text("pausePause")
    face = button(page, "pause")
    with silent(app_server):
        press(page, "pause")
        expect(face).to_have_text("play_arrowPlay")
    expect(status(page)).to_contain_text("paused")
    expect(button(page, "play")).to_have_text("play_arrowPlay")


def test_a_second_press_before_the_answer_counts_too(app: str, app_server: Server, page: Page) -> None:
    open_lesson(page, app)
    face = button(page, "play")
    with silent(app_server):
        press(page, "play")
        expect(face).to_have_text("pausePause")
        press(page, "play")
        expect(face).to_have_text("play_arrowPlay")
    expect(status(page)).to_contain_text("paused")
    expect(button(page, "play")).to_have_text("play_arrowPlay")


def test_a_button_turns_back_when_the_server_says_otherwise(demos: str, page: Page) -> None:
    open_page(page, f"{demos}/deaf_bar")
    play = page.locator(".st-key-deaf-play button").locator("visible=true")
    play.click()
    expect(page.get_by_text("Asked 1 times")).to_be_visible()
    expect(play).to_have_text("play_arrowPlay")
    leave_the_widgets(page)
    page.keyboard.press("k")
    expect(page.get_by_text("Asked 2 times")).to_be_visible()
    expect(play).to_have_text("play_arrowPlay")


def test_the_words_show_the_moment_of_the_stage(app: str, page: Page) -> None:
    """As often as the browser draws: never the step of another picture than the one that stands there."""
    set_theme(page, dark=False)
    open_lesson(page, app)
    play_until(page, 5)
    apart: list[str] = page.evaluate(
        """() => new Promise(resolve => {
            const apart = [], seen = new Set();
            const look = () => {
                const words = document.querySelector('.dl-status').textContent.match(/step ([\\d,]+) of/)?.[1];
                const figure = document.querySelector('.st-key-digits-stage [aria-label*="over steps"]');
                const drawn = figure.getAttribute('aria-label').match(/step ([\\d,]+) of/)?.[1];
                if (words !== drawn) apart.push(`${words} ${drawn}`);
                seen.add(words);
                if (seen.size > 8) resolve(apart);
                else requestAnimationFrame(look);
            };
            look();
        })"""
    )
    assert apart == []


def test_a_recording_plays_again_when_asked(app: str, page: Page) -> None:
    open_lesson(page, app)
    rewind(page).press("End")
    expect(status(page)).to_contain_text("validation accuracy")
    page.get_by_role("button", name="Replay").click()
    expect(status(page)).to_contain_text(re.compile(r"recorded run, .*: step \d{1,3} of 2,579"))
    expect(page.get_by_role("button", name="Replay")).to_have_count(0)


def test_the_pictures_stay_until_a_run_has_its_own(app: str, page: Page) -> None:
    open_lesson(page, app)
    page.evaluate(
        """() => {
            window.least = [Infinity, Infinity];
            const look = () => {
                const stage = document.querySelector('.st-key-digits-stage .dl-stage');
                const now = [stage.querySelectorAll('canvas').length, stage.offsetHeight];
                least = least.map((each, i) => Math.min(each, now[i]));
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    canvases, height = page.evaluate("window.least")
    play_until(page, 1)
    assert page.evaluate("window.least[0]") >= canvases > 0  # at every painted frame
    assert page.evaluate("window.least[1]") > 0.9 * height
    expect(stage(page).locator(".dl-soon")).to_have_count(0)


def test_a_twin_goes_with_its_run_and_leaves_it(app: str, page: Page) -> None:
    open_lesson(page, app, epochs=1, batch_size=512)
    page.get_by_role("button", name="Twin").click()
    page.get_by_role("button", name="Start both").click()
    wait_for_step(page, 3)
    expect(page.get_by_text("With a twin: same seed, same steps")).to_be_visible()
    for whose in ("this run", "the twin"):
        expect(stage(page).get_by_text(f"The filters of layer 1 · {whose}")).to_be_visible()
    pause(page)
    button(page, "end-twin").click()
    expect(page.get_by_text("With a twin: same seed, same steps")).to_have_count(0)
    expect(stage(page).get_by_text("· the twin")).to_have_count(0)
    expect(stage(page).get_by_text("The filters of layer 1", exact=True)).to_be_visible()
