"""The parts of a lesson: one is shown at a time, and the link says which."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

_PARAMETER = "part"


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
    key, first = _key(page), next(iter(titles))
    asked = st.query_params.get(_PARAMETER)
    if key not in st.session_state:
        st.session_state[key] = asked if asked in titles else first
        if asked is not None and asked not in titles:
            st.warning(
                f"The link asks for a part {asked[:20]!r}, which this lesson does not have.", icon=":material/link:"
            )
    chosen: str | None = st.pills(
        "Part of the lesson", list(titles), format_func=titles.__getitem__, required=True, key=key,
        label_visibility="collapsed", persist_state="session", help=help,
    )  # fmt: skip
    part = chosen or first
    if part != first:
        st.query_params[_PARAMETER] = part
    elif asked is not None:
        del st.query_params[_PARAMETER]
    return part
