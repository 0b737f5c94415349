"""Every lesson of the table opens and has what a lesson must have."""

from __future__ import annotations

import ast
import urllib.parse
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.config import Config, Knob
from dnnlab.live.knobs import SEVERAL
from dnnlab.live.pool import Pool
from dnnlab.plots.written import written
from dnnlab.ui.lesson import Lesson
from pages.lessons import LESSONS
from tests.live.helpers import READABLE, poll_until
from tests.pages.helpers import TOKEN, elements, press, sentences, status, visit, widget, widgets

NONSENSE = ("nonsense", "", "nan", "-inf", "1e999", "<script>", "9" * 400)
every_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
LIVE = {slug: lesson for slug, lesson in LESSONS.items() if lesson.live}
every_live_lesson = pytest.mark.parametrize("lesson", LIVE.values(), ids=LIVE)
SLIDING = {slug: lesson for slug, lesson in LESSONS.items() if not lesson.live}
every_sliding = pytest.mark.parametrize("lesson", SLIDING.values(), ids=SLIDING)


def config_of(page: AppTest, lesson: Lesson) -> Config:
    """The knobs that the page's widgets stand for."""
    found: Config = page.session_state[f"{lesson.slug}/last good config"]
    return found


def knobs_of(lesson: Lesson) -> type[Config]:
    """The knobs with which it opens."""
    return lesson.questions()[0].config


def beside_default(knob: Knob) -> object:
    """An allowed value that is not the default."""
    if knob.read is not None and not knob.options:
        return next(text for text in READABLE if text != knob.default and knob.nearest(text) == text)
    offered = knob.options or ((True, False) if knob.kind is bool else knob.grid())
    return next(value for value in offered if value != knob.default)


def held(knob: Knob, value: Any, widget: Any) -> Any:
    """A value as the widget holds it: a slider over words its word, several choices a list."""
    if knob.read is not None and knob.options:
        return value.split(SEVERAL)
    return knob.format(value) if widget.type == "select_slider" else value


@every_lesson
def test_it_opens_with_title_and_claim(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = visit(lesson, owner)
    assert not page.exception
    assert [title.value for title in page.title] == [lesson.title]
    assert any(lesson.claim in unescape(str(each.value)) for each in elements(page) if each.type == "html")
    assert not sentences(page)
    assert not pool.runs(owner)


@every_live_lesson
def test_a_recording_plays_on_arrival(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = visit(lesson, owner)
    assert not widget(page, f"{lesson.slug}/play").disabled
    assert "recorded run" in status(page).lower()


@every_live_lesson
def test_a_recording_begins_when_its_first_picture_stands(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = visit(lesson, owner)
    first, clock = status(page), f"{lesson.slug}/recording began"
    page.run()
    assert status(page) == first
    assert clock not in page.session_state
    page.session_state[f"{lesson.slug}/stage"] = {"stands": True}  # what the browser says
    page.run()
    assert clock in page.session_state


@every_sliding
def test_every_setting_of_a_sliding_window_gives_a_page_or_a_sentence(pool: Pool, owner: str, lesson: Lesson) -> None:
    kind = knobs_of(lesson)
    for name, knob in kind.knobs().items():
        others = [value for value in knob.options if value != knob.default]
        for value in others or ([beside_default(knob)] if knob.read is None else []):
            page = visit(lesson, owner, **{name: knob.format(value)})
            assert not page.exception, (name, value)
            assert page.warning or getattr(config_of(page, lesson), name) == value, (name, value)


@every_sliding
@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: text[:9] or "empty")
def test_nonsense_in_the_url_of_a_sliding_window_is_clamped_with_a_notice(
    pool: Pool, owner: str, lesson: Lesson, text: str
) -> None:
    knobs = {name: each for name, each in knobs_of(lesson).knobs().items() if each.options}
    page = visit(lesson, owner, **dict.fromkeys(knobs, text))
    assert not page.exception
    assert len(page.warning) >= len(knobs)


@every_live_lesson
def test_a_press_before_the_browser_has_named_its_tab_begins_a_run_as_soon_as_it_has(
    pool: Pool, owner: str, lesson: Lesson
) -> None:
    page = visit(lesson, None)
    assert not page.exception
    press(page, "Play")
    assert status(page) == "your run starts as soon as the page is ready"
    page.session_state[TOKEN] = owner
    page.run()
    (run,) = pool.runs(owner)
    assert run.plays


@every_live_lesson
def test_a_press_that_is_taken_back_begins_nothing(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = press(press(visit(lesson, None), "Play"), "Pause")
    assert "recorded run" in status(page)
    page.session_state[TOKEN] = owner
    page.run()
    assert not pool.runs(owner)


@every_live_lesson
def test_its_widgets_are_the_knobs_of_a_registered_config(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = visit(lesson, owner)
    config = config_of(page, lesson)
    assert type(config) is knobs_of(lesson) is CATALOGUE.config(lesson.experiment)
    assert config == type(config)()
    keys = [getattr(each, "key", None) for each in widgets(page)]
    assert {name for name in config.knobs() if f"{lesson.slug}/knobs/{name}" in keys} == set(config.meaningful())
    for knob in (config.knobs()[name] for name in config.meaningful()):
        shown = widget(page, f"{lesson.slug}/knobs/{knob.name}")
        assert shown.label.startswith(knob.label)
        assert shown.proto.help.startswith(knob.help)
        assert (":material/bolt:" in shown.label) == knob.live


@every_lesson
def test_every_widget_has_help(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = visit(lesson, owner)
    if lesson.live:
        page = press(page, "Step").run()
    shown = widgets(page)
    assert len(shown) > 5
    assert all(each.proto.popover.help for each in elements(page) if each.type == "popover")
    assert [each.label for each in shown if not each.proto.help] == []


@every_lesson
def test_it_asks_at_least_two_questions_and_gives_no_answer_away(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = visit(lesson, owner)
    assert len(page.radio) >= 2
    for radio in page.radio:
        assert radio.value is None
        assert len(radio.options) >= 2
    page.radio[0].set_value(0)
    page.run()
    assert not page.exception
    assert any("will be the judge" in caption.value for caption in page.caption)


@every_lesson
def test_it_shows_the_code_that_runs_and_its_sources(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = visit(lesson, owner)
    listings = [each.value for each in page.code if each.language == "python"]
    assert listings
    for listing in listings:
        assert ast.parse(listing).body
    (sources,) = [tab for tab in page.tabs if tab.label == "Sources"]
    assert sources.markdown[0].value == lesson.sources.read_text("utf-8").partition("\n---\n")[0].strip()


@every_live_lesson
def test_a_link_sets_every_knob_and_the_page_gives_the_same_link(pool: Pool, owner: str, lesson: Lesson) -> None:
    kind = knobs_of(lesson)
    wanted = kind(**{name: beside_default(knob) for name, knob in kind.knobs().items()})
    page = visit(lesson, owner, **wanted.to_text())
    assert not page.exception
    assert not sentences(page)
    assert config_of(page, lesson) == wanted
    link = next(each.value for each in page.code if each.value.partition("?")[0] != each.value)
    assert dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query)) == wanted.to_text()


@every_live_lesson
def test_a_moved_knob_stands_in_the_url_and_a_default_does_not(pool: Pool, owner: str, lesson: Lesson) -> None:
    page = visit(lesson, owner)
    kind = knobs_of(lesson)
    for knob in (kind.knobs()[name] for name in kind().meaningful()):
        value = beside_default(knob)
        shown = widget(page, f"{lesson.slug}/knobs/{knob.name}")
        shown.set_value(held(knob, value, shown)).run()
        assert page.query_params == {knob.name: knob.format(value)}
        shown = widget(page, f"{lesson.slug}/knobs/{knob.name}")
        shown.set_value(held(knob, knob.default, shown)).run()
        assert page.query_params == {}


@every_live_lesson
@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: text[:9] or "empty")
def test_nonsense_in_the_url_is_clamped_with_a_notice_for_every_knob(
    pool: Pool, owner: str, lesson: Lesson, text: str
) -> None:
    knobs = knobs_of(lesson).knobs()
    page = visit(lesson, owner, **dict.fromkeys(knobs, text))
    assert not page.exception
    wrong = [knob for knob in knobs.values() if knob.read is None or knob.nearest(text) != text]
    assert len(page.warning) == len(wrong)
    for knob in wrong:
        assert any(knob.label.lower() in warning.value for warning in page.warning)


@every_lesson
def test_repeated_and_unknown_parameters_do_no_harm(pool: Pool, owner: str, lesson: Lesson) -> None:
    knob = next(iter(knobs_of(lesson).knobs().values()))
    texts = [knob.format(value) for value in (knob.default, beside_default(knob))]  # type: ignore[arg-type]
    page = visit(lesson, owner, **{knob.name: texts, "utm_source": "lecture"})
    assert not page.exception
    assert getattr(config_of(page, lesson), knob.name) == beside_default(knob)
    assert page.query_params["utm_source"] == "lecture"


def test_a_prediction_is_judged_by_the_learners_own_run(pool: Pool, owner: str) -> None:
    page = visit(LESSONS["digits"], owner)
    page.radio(key="try/lenet-large-steps").set_value(0)
    page.select_slider(key="digits/knobs/learning_rate").set_value("0.05").run()
    press(page, "Play")
    (run,) = pool.runs(owner)
    curves = poll_until(run, lambda now: now.step >= 300, "it trains").curves
    steps, values = curves["validation_accuracy"]
    page.run()
    (verdict,) = {box.value for kind in (page.success, page.info) for box in kind}  # at the stage and in the tab
    assert verdict.startswith(("You predicted it.", "It turned out otherwise: "))
    assert written(values[steps == 300][0], percent=True) in verdict
    assert not page.exception
