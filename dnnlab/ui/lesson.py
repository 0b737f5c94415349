"""The frame of a lesson: its entry in the table, its title, its claim, its columns."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.live.registry import resolve
from dnnlab.paths import ASSETS, ROOT
from dnnlab.ui import lab

if TYPE_CHECKING:
    from dnnlab.ui.tryit import Questions

STYLE = Path(__file__).with_name("style.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson in the table from which navigation and home are made."""

    slug: str
    """The page's path in the URL."""
    title: str
    group: str
    """The section of the navigation in which it stands."""
    claim: str
    """One sentence that the learner can check on the page."""
    teaser: str
    """What a visitor can do there, for the card on the home page."""
    folder: str
    """``topic/lesson``: where its files are, in pages/ and in assets/."""
    experiment: str = ""
    """What runs on its one stage, by its name in the catalogue; "": it opens on what answers without a run."""
    asks: tuple[str, ...] = ("questions:QUESTIONS",)
    """``module:NAME`` of all its questions, from its folder in pages/."""

    @property
    def live(self) -> bool:
        """Whether it opens on the stage of a run."""
        return bool(self.experiment)

    @property
    def page(self) -> str:
        """The page's file, from the repository's root."""
        return f"pages/{self.folder}/page.py"

    @property
    def sources(self) -> Path:
        """Where it comes from, and where we differ: Markdown."""
        return ROOT / "pages" / self.folder / "sources.md"

    def questions(self) -> tuple[Questions, ...]:
        """All that it asks, panel of knobs by panel; the first one's are the knobs with which it opens."""
        return tuple(resolve(f"pages.{self.folder.replace('/', '.')}.{name}") for name in self.asks)

    def picture(self, name: str) -> Path:
        """Its card on the home page in a theme, ``light`` or ``dark``, or the whole ``page``."""
        return ASSETS / self.folder / f"{name}.png"


def frame(lesson: Lesson, claim: str = "") -> None:
    """Style, kicker, title and claim: the top of every lesson; a part of it may have a claim of its own."""
    use_style()
    st.html(f"<div class='dl-kicker'>{escape(lesson.group)}</div>")
    st.title(lesson.title, anchor=False)
    st.html(f"<p class='dl-claim'>{escape(claim or lesson.claim)}</p>")


def use_style() -> None:
    """The few rules for which Streamlit's theme has no option."""
    palette = lab.palette()
    colours = {"accent": palette.accent, "background": palette.background, "grid": palette.grid}
    named = "".join(f"--dl-page-{name}: {colour};" for name, colour in colours.items())
    st.html(f"<style>:root {{ {named} }}\n{STYLE.read_text(encoding='utf-8')}</style>")


def stage_knobs_tabs() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """The stage, the knobs on its right, the tabs below it; on a phone below each other, in this order."""
    with st.container(key="dl-lesson"):
        return st.container(), st.container(key="dl-knobs"), st.container()


def section(title: str, lead: str = "") -> None:
    """A heading inside a lesson, with a line that says what to do there."""
    st.subheader(title, anchor=False)
    if lead:
        st.html(f"<p class='dl-lead'>{escape(lead)}</p>")
