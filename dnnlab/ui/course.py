"""The lessons as a course: their order, the way from one to the next, where this tab was, and finding one by a word."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import streamlit as st

from dnnlab.ui.lesson import Lesson

HOME = "pages/home.py"
_LAST = "dnnlab/last lesson"


def in_order(lessons: Mapping[str, Lesson], groups: Sequence[str]) -> list[Lesson]:
    """The course: section by section, in each as the table has them."""
    return sorted(lessons.values(), key=lambda lesson: groups.index(lesson.group))


def neighbours(course: Sequence[Lesson], lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
    """The lesson before it and the one after it; None where the course begins and ends."""
    place = course.index(lesson)
    before = course[place - 1] if place else None
    after = course[place + 1] if place + 1 < len(course) else None
    return before, after


def show_way(course: Sequence[Lesson], lesson: Lesson) -> None:
    """The end of a lesson: the way back, all lessons, the next one.  From now on this tab was here last."""
    st.session_state[_LAST] = lesson.slug
    before, after = neighbours(course, lesson)
    with st.container(key="dl-way", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if before:
            st.page_link(before.page, label=f"Back: {before.title}", icon=":material/arrow_back:")
        st.page_link(HOME, label="All lessons", icon=":material/grid_view:")
        if after:
            icon = ":material/arrow_forward:"
            st.page_link(after.page, label=f"**Next: {after.title}**", icon=icon, icon_position="right")


def last_visited(lessons: Mapping[str, Lesson]) -> Lesson | None:
    """The lesson where this tab was last; None: it has been in none yet."""
    return lessons.get(st.session_state.get(_LAST, ""))


def found(course: Sequence[Lesson], asked: str) -> list[Lesson]:
    """The lessons in whose title, section, teaser, claim or terms all words of ``asked`` stand, also as parts of words.

    Case, accents and hyphens do not matter; of no words, all lessons are found.
    """
    wanted = plain(asked).split()
    return [lesson for lesson in course if all(word in _text(lesson) for word in wanted)]


def terms(lesson: Lesson, asked: str) -> list[str]:
    """The terms that a lesson teaches in which one of these words stands: why it was found."""
    wanted = plain(asked).split()
    return [term for term in lesson.words if any(word in plain(term) for word in wanted)]


def plain(text: str) -> str:
    """A text as it is compared: "Grad-CAM" and "grad cam" are the same, "Größe" is "grosse"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each if each.isalnum() else " " for each in letters if not _accent(each)).split())


def _accent(letter: str) -> bool:
    return unicodedata.combining(letter) != 0


def _text(lesson: Lesson) -> str:
    return " · ".join(plain(each) for each in (lesson.title, lesson.group, lesson.teaser, lesson.claim, *lesson.words))
