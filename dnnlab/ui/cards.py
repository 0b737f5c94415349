"""The cards of the home page: a section a heading and a grid; a card is one link, wherever it is clicked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.card import address
from dnnlab.ui.course import terms
from dnnlab.ui.lesson import Lesson, Theme

ARROW = ":material/arrow_forward:"


def show_section(name: str, about: str, lessons: Sequence[Lesson], asked: str = "") -> None:
    """The cards of a section.

    Args:
        name: stands once, above them.
        about: what the section is about, in a line.
        lessons: those to be shown; there is at least one.
        asked: the words by which they were found; the terms among them stand on their cards.
    """
    with st.container(key=f"dl-section-{slug(name)}"):
        st.html(f"<h2 class='dl-section'>{escape(name)}</h2><p class='dl-about'>{escape(about)}</p>")
        with st.container(key=f"dl-cards-{slug(name)}"):
            for lesson in lessons:
                with st.container(key=f"dl-card-{lesson.slug}", border=True):
                    _card(lesson, asked)


def slug(name: str) -> str:
    """A section's name as a key: "Generative models..." is "generative-models"."""
    return "-".join("".join(each if each.isalnum() else " " for each in name.lower()).split())


def _card(lesson: Lesson, asked: str) -> None:
    theme: Theme = "dark" if lab.palette().name == "dark" else "light"
    if (picture := address(lesson.picture("card", theme))) is not None:
        # without words: the link below says where it leads, and the teaser what is to be seen
        st.html(f"<img class='dl-card' alt='' loading='lazy' src='{escape(picture)}'>")
    st.page_link(lesson.page, label=f"**{lesson.title}**", icon=ARROW, icon_position="right")
    st.html(f"<p class='dl-teaser'>{escape(lesson.teaser)}</p>")
    if matching := terms(lesson, asked):
        st.html(f"<p class='dl-terms'>Teaches {escape(', '.join(matching))}</p>")
