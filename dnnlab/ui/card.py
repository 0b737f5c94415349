"""The pictures of a lesson: its card on the home page, and the still that stands for its stage.

A card's picture is one strip: :data:`FRAMES` frames from left to right.  The last
one is what stands there; pointed at, the strip plays (style.css).
``python -m tools.build_pictures`` makes them all.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from dnnlab.once import once_each
from dnnlab.ui import lab, static_files
from dnnlab.ui.components.stage.component import Still
from dnnlab.ui.lesson import Lesson

FRAMES = 8
SIZE = 480, 300
"""Pixels of a frame; on the page it is about half as wide."""


def address(file: Path) -> str | None:
    """Where the browser finds a picture, seen from the page; None: it has not been made yet."""
    try:
        known = file.stat()
    except FileNotFoundError:
        return None
    return _address((file, known.st_mtime_ns))


def still(lesson: Lesson, made_with: str = "", *, other: bool = False) -> Still | None:
    """What stands for a lesson's stage until that stands; None: its pictures have not been made yet.

    Args:
        lesson: its entry.
        made_with: the knobs of the run that it shows, in words; empty: there is no run.
        other: whether the page's knobs are not those that it shows.
    """
    light, dark = address(lesson.picture("still", "light")), address(lesson.picture("still", "dark"))
    if light is None or dark is None:
        return None
    tag = f"recorded, {made_with}" if made_with else ""
    alt = f"The stage of {lesson.title} ({tag or 'a picture until it stands'})."
    return Still(light=light, dark=dark, alt=alt, tag=tag, other=other)


def show_still(lesson: Lesson, *, other: bool = False) -> None:
    """The still in the page itself: while no trainer has answered, there is nothing of which a stage could be made."""
    one = still(lesson, other=other)
    if one is not None:
        address = one.dark if lab.palette().name == "dark" else one.light
        greyed = " data-other" if other else ""
        st.html(f"<img class='dl-stands-in' src='{escape(address)}' alt='{escape(one.alt)}'{greyed}>")


@once_each
def _address(key: tuple[Path, int]) -> str:
    file, _ = key
    return static_files.address(file)
