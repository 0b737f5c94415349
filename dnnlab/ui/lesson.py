"""The frame of a lesson: its entry in the table, its title, its claim, its columns."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.live.registry import resolve
from dnnlab.paths import ASSETS, ROOT
from dnnlab.ui import lab
from dnnlab.ui.components.entry.component import one_entry
from dnnlab.ui.components.head.component import page_head

if TYPE_CHECKING:
    from dnnlab.ui.tryit import Questions

Picture = Literal["card", "still"]
Theme = Literal["light", "dark"]


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
    words: tuple[str, ...] = ()
    """The terms of the field that it teaches: by these, too, it is found on the home page."""
    card: str = ""
    """The title of the panel on its stage that is its card, for a lesson whose card nobody draws
    (tools/pictures/drawn); the beginning of it where it varies."""
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

    def picture(self, kind: Picture, theme: Theme) -> Path:
        """Its ``card`` on the home page, or the ``still`` that stands for its stage before any script has run."""
        return ASSETS / self.folder / f"{kind}-{theme}.webp"


def frame(lesson: Lesson, claim: str = "") -> None:
    """Style, kicker, title and claim: the top of every lesson; a part of it may have a claim of its own.

    On a window of a laptop's height title and claim share a line.
    """
    use_style()
    one_entry()
    said = escape(claim or lesson.claim)
    with st.container(key="dl-head"):
        st.html(f"<div class='dl-kicker'>{escape(lesson.group)}</div>")
        st.title(lesson.title, anchor=False)
        st.html(f"<p class='dl-claim' title='{said}'>{said}</p>")


def use_style() -> None:
    """The colours of the app's own rules of style (they stand in the page's HTML), and what the head of a page does."""
    page_head()
    palette = lab.palette()
    colours = {"accent": palette.accent, "background": palette.background, "grid": palette.grid}
    named = "".join(f"--dl-page-{name}: {colour};" for name, colour in colours.items())
    st.html(f"<style>:root {{ {named} }}</style>")


def stage_knobs_tabs() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """The stage, the knobs on its right, the tabs below it; on a phone below each other, in this order."""
    with st.container(key="dl-lesson"):
        return st.container(), st.container(key="dl-knobs"), st.container()


def section(title: str, lead: str = "") -> None:
    """A heading inside a lesson, with a line that says what to do there."""
    st.subheader(title, anchor=False)
    if lead:
        st.html(f"<p class='dl-lead'>{escape(lead)}</p>")
