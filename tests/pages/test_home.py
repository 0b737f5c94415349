"""The first page and the way through the course: every lesson has its card, with and without pictures."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from dnnlab.live.pool import Pool
from dnnlab.paths import ROOT
from dnnlab.ui.cards import slug
from dnnlab.ui.course import in_order
from dnnlab.ui.lesson import Lesson
from pages import lessons
from pages.lessons import GROUPS, LESSONS
from tests.pages.helpers import TOKEN, elements
from tests.patience import PATIENCE

COURSE = in_order(LESSONS, list(GROUPS))
TITLES = [f"**{lesson.title}**" for lesson in COURSE]


@pytest.fixture(autouse=True)
def one_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the server, where the import of streamlit_app.py turns off Streamlit's own discovery of pages/."""
    begin = PagesManager.__init__

    def without_discovery(self: PagesManager, *args: Any, **options: Any) -> None:
        begin(self, *args, **options)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", without_discovery)


def home(owner: str) -> AppTest:
    page = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=PATIENCE)
    page.session_state[TOKEN] = owner
    page = page.run()
    assert not page.exception
    return page


def links(page: AppTest) -> list[str]:
    """What the links on the page say, from top to bottom."""
    return [unescape(each.proto.label) for each in elements(page) if each.type == "page_link"]


def texts(page: AppTest) -> list[str]:
    """The HTML on the page, from top to bottom."""
    return [str(each.value) for each in elements(page) if each.type == "html"]


def find(page: AppTest, words: str) -> AppTest:
    return page.text_input(key="home/find").set_value(words).run()


def test_home_leads_to_every_lesson_and_says_where_to_begin(pool: Pool, owner: str) -> None:
    page = home(owner)
    assert links(page) == [f"**Start with {COURSE[0].title}**", *TITLES]
    assert sum("class='dl-card'" in text for text in texts(page)) == len(COURSE)


def test_each_section_stands_once_with_its_line_in_the_order_of_the_course(pool: Pool, owner: str) -> None:
    wanted = [group for group in GROUPS if any(lesson.group == group for lesson in COURSE)]
    headings = [text for text in texts(home(owner)) if "dl-section" in text]
    assert len(headings) == len(wanted)
    for heading, group in zip(headings, wanted, strict=True):
        assert f">{group}<" in heading and GROUPS[group] in heading


def test_sections_have_keys_of_their_own() -> None:
    assert len({slug(group) for group in GROUPS}) == len(GROUPS)
    assert slug("Generative models...") == "generative-models"


def test_a_missing_picture_leaves_a_card_without_one(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Lesson, "picture", lambda self, kind, theme: tmp_path / f"{kind}-{theme}.webp")
    page = home(owner)
    assert links(page)[1:] == TITLES
    assert not any("<img" in text for text in texts(page))


def test_a_word_leaves_the_lessons_that_it_stands_in(pool: Pool, owner: str) -> None:
    page = find(home(owner), "receptive field")
    assert set(links(page)[1:]) == {f"**{LESSONS[name].title}**" for name in ("convolution", "photo")}
    assert any("Teaches receptive field" in text for text in texts(page))
    page = find(page, "")
    assert links(page)[1:] == TITLES


def test_a_word_that_stands_nowhere_gives_a_sentence(pool: Pool, owner: str) -> None:
    page = find(home(owner), "<b>zebra</b>")
    assert links(page)[1:] == []
    (said,) = [text for text in texts(page) if "dl-nothing" in text]
    assert "No lesson speaks of “&lt;b&gt;zebra&lt;/b&gt;”" in said
    assert f"all {len(COURSE)} lessons" in said


@pytest.mark.parametrize("place", range(len(COURSE)), ids=[lesson.slug for lesson in COURSE])
def test_the_end_of_a_lesson_leads_back_and_on_and_home_knows_where_the_tab_was(
    pool: Pool, owner: str, place: int
) -> None:
    here = COURSE[place]
    back = [f"Back: {COURSE[place - 1].title}"] if place else []
    on = [COURSE[place + 1].title] if place + 1 < len(COURSE) else []
    page = home(owner).switch_page(here.page).run()
    assert not page.exception
    assert links(page) == [*back, "All lessons", *[f"**Next: {title}**" for title in on]]
    page = page.switch_page("pages/home.py").run()
    assert links(page) == [f"**Go on with {here.title}**", *[f"Next: {title}" for title in on], *TITLES]


def test_thirty_lessons_in_all_sections_have_a_card_each(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many: dict[str, Any] = dict(LESSONS)
    names = list(GROUPS)
    for number in range(30 - len(LESSONS)):
        made = replace(LESSONS["pooling"], slug=f"more-{number}", title=f"More {number}", group=names[number % 5])
        many[made.slug] = made
    monkeypatch.setattr(lessons, "LESSONS", many)
    page = home(owner)
    assert len(links(page)) == 31
    assert sum("dl-section" in text for text in texts(page)) == len(GROUPS)
