"""The parts of a lesson, and whatever else is one of a few: one is shown at a time, and the link says which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.live.config import TAKEN
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.entry.component import came_back


def _key(page: str) -> str:
    return f"{page}/part"


def part_button(page: str, part: str, label: str, *, icon: str, help: str) -> None:
    """A button that leads to another part of the lesson: where one part makes curious about another."""
    key = _key(page)

    def go() -> None:
        st.session_state[key] = part

    st.button(label, key=f"{key}/{part}", icon=icon, help=help, on_click=go)


def choose_part(page: str, titles: Mapping[str, str], *, help: str) -> str:
    """The switch at the top; returns which part the page shows.

    Args:
        page: the lesson's slug; names the switch.
        titles: part -> what the switch calls it; the first one is what a bare link opens.
        help: what the parts are.
    """
    return choose_in_link("Part of the lesson", "part", titles, key=_key(page), help=help, told=False)


def place_of(part: str, parts: Iterable[str], *, key: str) -> DeltaGenerator:
    """Where a part stands: each has a place of its own, so that nothing of the one before is left beside it.

    Streamlit keeps what a page showed before, pale, until the page's run has ended or something else has taken its
    very place: below a short part the end of a long one would stand for seconds.  The places of the other parts are
    hidden as soon as this one begins to come (style.css).

    Args:
        part: the one that is shown.
        parts: all of them, always in the same order.
        key: names this place, of several on a page.
    """
    places = {each: st.container(key=f"{'dl-part' if each == part else 'dl-gone'}/{key}/{each}") for each in parts}
    return places[part]


def choose_in_link(
    label: str, parameter: str, titles: Mapping[str, str], *, key: str, help: str, told: bool = True
) -> str:
    """One of a few, which the link names unless it is the first; a link that asks for another gets a sentence.

    Args:
        label: what is chosen.
        parameter: its name in the URL, one of `TAKEN`, so that no knob can have it too.
        titles: each choice -> what the page calls it.
        key: of the widget.
        help: what the choices are.
        told: whether the label is shown.
    """
    if parameter not in TAKEN:
        raise ValueError(f"{parameter} is not one of the URL parameters that no knob can take: {', '.join(TAKEN)}")
    first, asked = next(iter(titles)), st.query_params.get(parameter)
    if st.session_state.get(key) not in titles or came_back():
        st.session_state[key] = asked if asked in titles else first
        if asked is not None and asked not in titles:
            st.warning(
                f"The link asks for a {parameter} {as_text(repr(asked[:20]))}, which this lesson does not have.",
                icon=":material/link:",
            )
    chosen: str | None = st.pills(
        label, list(titles), format_func=titles.__getitem__, required=True, key=key,
        label_visibility="visible" if told else "collapsed", persist_state="session", help=help,
    )  # fmt: skip
    named = None if chosen in (None, first) else chosen
    if named is None and asked is not None:
        del st.query_params[parameter]
    elif named is not None and named != asked:  # only then: each word about the address is a message to the browser
        st.query_params[parameter] = named
    return chosen or first
