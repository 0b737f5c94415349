"""A learner's run in the browser: the bar, the tab that owns it, and what it outlives."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import PHONE, follow_sidebar, wait_until_idle
from tests.browser.lesson import (
    button,
    expect_usable,
    open_lesson,
    open_tab,
    pause,
    play_until,
    press,
    rewind,
    stage,
    status,
    step_of,
    wait_for_step,
)
from tests.browser.server import ROOT, Server, serving
from tests.live.helpers import until, worked
from tests.patience import PATIENCE

pytestmark = pytest.mark.usefixtures("nothing_runs_on")


def test_the_bar(app: str, page: Page) -> None:
    open_lesson(page, app)
    expect(status(page)).to_contain_text(re.compile("recorded", re.IGNORECASE))
    play_until(page, 12)
    here = pause(page)
    press(page, "step")
    expect(status(page)).to_contain_text(f"step {here + 1:,}")
    rewind(page).press("Home")
    expect(status(page)).to_contain_text(re.compile(r"^step 0 "))
    press(page, "step")
    expect(status(page)).to_contain_text(re.compile(r"^step 1 "))
    press(page, "play")
    wait_for_step(page, 20)
    press(page, "reset")
    expect(status(page)).to_contain_text(re.compile(r"^step 0 .*paused"))


def test_nothing_below_the_bar_moves_when_a_run_starts_pauses_rewinds_and_ends(app: str, page: Page) -> None:
    page.set_viewport_size(PHONE)  # where the bar's lines wrap first
    open_lesson(page, app, epochs=1, batch_size=512)
    watch_the_place_of_the_stage(page)
    play_until(page, 12)
    here = pause(page)
    rewind(page).press("ArrowLeft")
    expect(status(page)).not_to_contain_text(f"step {here:,} ")
    press(page, "play")
    expect(status(page)).to_contain_text("complete: validation accuracy")
    places: list[float] = page.evaluate("window.places")
    assert max(places) - min(places) < 1, places


def watch_the_place_of_the_stage(page: Page) -> None:
    """Note in ``window.places`` how far below the page's top the stage is, whenever a frame shows it elsewhere."""
    page.evaluate(
        """() => {
            window.places = [];
            const look = () => {
                const scrolled = document.querySelector('[data-testid=stMain]').scrollTop;
                const box = document.querySelector('.st-key-digits-stage')?.getBoundingClientRect();
                if (box && places.at(-1) !== box.top + scrolled) places.push(box.top + scrolled);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )


def test_what_is_below_the_stage_waits_for_a_runs_first_pictures(app: str, page: Page) -> None:
    open_lesson(page, app)
    stage(page).evaluate(
        """stage => {
            window.lowest = stage.clientHeight;
            new ResizeObserver(() => { lowest = Math.min(lowest, stage.clientHeight); }).observe(stage);
        }"""
    )
    before = page.evaluate("lowest")
    play_until(page, 5)
    assert page.evaluate("lowest") > 0.75 * before, "without the pictures it is half as high"


def test_tabs_and_browsers_have_runs_of_their_own(app: str, page: Page, own_page: Callable[..., Page]) -> None:
    open_lesson(page, app)
    play_until(page, 5)
    here = pause(page)
    for other in (page.context.new_page(), own_page()):
        open_lesson(other, app)
        expect(status(other)).to_contain_text(re.compile("recorded", re.IGNORECASE))
        press(other, "step")
        expect(status(other)).to_contain_text(re.compile(r"^step 1 "))
    assert step_of(page) == here


def test_home_and_back_and_a_reload_find_the_run_at_its_step(app: str, page: Page) -> None:
    open_lesson(page, app, filters=4, learning_rate="0.005")
    play_until(page, 5)
    here = pause(page)
    home(page)
    lesson(page)
    expect(status(page)).to_contain_text(f"step {here:,} ")
    page.reload()
    expect_usable(page)
    expect(status(page)).to_contain_text(f"step {here:,} ")
    home(page)
    page.reload()
    wait_until_idle(page)
    lesson(page)
    expect(status(page)).to_contain_text(f"step {here:,} ")
    expect(page.get_by_role("slider", name="Filters in layer 1")).to_have_value("4")
    expect(page).to_have_url(re.compile("filters=4"))


def test_a_run_that_trains_goes_on_over_a_reload(app: str, page: Page) -> None:
    open_lesson(page, app)
    play_until(page, 5)
    before = step_of(page)
    page.reload()
    expect_usable(page)
    wait_for_step(page, before + 1)
    expect(button(page, "pause")).to_be_visible()


def test_a_duplicated_tab_gets_its_own_run(app: str, page: Page) -> None:
    open_lesson(page, app)
    play_until(page, 5)
    here = pause(page)
    with page.context.expect_page() as opened:
        page.evaluate("() => void window.open(location.href)")  # copies sessionStorage, as duplicating does
    copy = opened.value
    expect_usable(copy)
    expect(status(copy)).to_contain_text(re.compile("recorded", re.IGNORECASE))
    press(copy, "step")
    expect(status(copy)).to_contain_text(re.compile(r"^step 1 "))
    assert step_of(page) == here


def test_a_closed_tab_pauses_its_run_when_the_lease_ends(page: Page, tmp_path: Path) -> None:
    with serving(ROOT / "streamlit_app.py", tmp_path / "server.log", DNNLAB_LEASE="3", DNNLAB_WORKERS="1") as server:
        tab = page.context.new_page()
        open_lesson(tab, server.url)
        play_until(tab, 5)
        (trainer,) = server.trainers

        before = worked(trainer)
        until(lambda: worked(trainer) > before + 0.5, "the trainer works")
        tab.close()
        since, before = time.monotonic(), worked(trainer)

        def rests() -> bool:
            """Whether it has done nothing for a while: a run that trains never leaves its trainer idle."""
            nonlocal since, before
            if (now := worked(trainer)) > before:
                since, before = time.monotonic(), now
            return time.monotonic() - since > 1.0

        until(rests, "the trainer rests")
        server.check()


def test_a_killed_trainer_comes_back_and_the_page_says_so(app: str, app_server: Server, page: Page) -> None:
    open_lesson(page, app)
    play_until(page, 60)
    (trainer,) = app_server.trainers
    trainer.kill()
    sentence = page.get_by_text(re.compile(r"The trainer was restarted; the run goes on from step [\d,]+\."))
    expect(sentence).to_be_visible()
    found = re.search(r"from step ([\d,]+)", sentence.inner_text())
    assert found
    resumed = int(found[1].replace(",", ""))
    assert resumed >= 1
    wait_for_step(page, resumed + 20)
    expect(button(page, "pause")).to_be_visible()


CHANGES = """([wanted, looks]) => new Promise(resolve => {
    const picture = () => [
        ...[...document.querySelectorAll('.st-key-digits-stage canvas')].map(each => each.toDataURL()),
        ...[...document.querySelectorAll('.st-key-digits-stage .js-line')].map(each => each.getAttribute('d')),
    ].join();
    let [before, changes] = [picture(), 0];
    const look = () => {
        const now = picture();
        changes += now !== before;
        before = now;
        if (changes >= wanted || --looks === 0) resolve(changes);
        else setTimeout(look, 100);
    };
    look();
})"""
"""Look at the stage ten times a second until its picture has changed so often; how often it has in so many looks."""
FOR_EVER = int(10 * PATIENCE)


def test_the_recording_and_the_run_are_live(app: str, page: Page) -> None:
    open_lesson(page, app)
    assert page.evaluate(CHANGES, [3, FOR_EVER]) == 3
    play_until(page, 5)
    assert page.evaluate(CHANGES, [3, FOR_EVER]) == 3
    pause(page)
    until(lambda: page.evaluate(CHANGES, [FOR_EVER, 15]) == 0, "the last picture has come, and stays")


def test_zoom_and_figure_stay_while_it_trains(app: str, page: Page) -> None:
    open_lesson(page, app)
    play_until(page, 60)
    plot = stage(page).locator(".dl-panel", has_text="Accuracy and loss").locator(".dl-plot")
    plot.evaluate("node => { node.known = true; }")
    plot.scroll_into_view_if_needed()
    area = plot.locator(".nsewdrag").first.bounding_box()
    assert area is not None
    x, y = area["x"], area["y"] + area["height"] / 2
    page.mouse.move(x + 0.2 * area["width"], y)
    page.mouse.down()
    page.mouse.move(x + 0.6 * area["width"], y, steps=4)
    page.mouse.up()
    page.wait_for_function("node => node._fullLayout.xaxis.range[0] > 1", arg=plot.element_handle())
    zoomed = plot.evaluate("node => node._fullLayout.xaxis.range")
    wait_for_step(page, step_of(page) + 100)
    assert plot.evaluate("node => node._fullLayout.xaxis.range") == zoomed
    assert plot.evaluate("node => node.known")


def test_a_live_knob_does_not_restart_the_run_and_another_does(app: str, page: Page) -> None:
    open_lesson(page, app)
    play_until(page, 20)
    open_tab(page, "Runs in this tab")
    table = page.locator(".dl-table")
    expect(table).to_contain_text("defaults")
    page.get_by_role("slider", name=re.compile("^Learning rate")).press("ArrowRight")
    expect(table).to_contain_text(re.compile(r"learning rate 0\.002, from step \d+ on 0\.005"))
    assert step_of(page) >= 20
    expect(table.locator("tr")).to_have_count(2)
    page.get_by_role("slider", name="Filters in layer 1").press("ArrowRight")
    expect(table).to_contain_text("filters 7")
    expect(table.locator("tr")).to_have_count(3)
    expect(button(page, "pause")).to_be_visible()


def home(page: Page) -> None:
    """Go to the first page by its link."""
    follow_sidebar(page, "Home")
    expect(page.get_by_role("heading", name="dnnlab", level=1)).to_be_visible()
    wait_until_idle(page)


def lesson(page: Page) -> None:
    """Go to the lesson by its link."""
    follow_sidebar(page, "Digits with LeNet-5")
    expect_usable(page)
