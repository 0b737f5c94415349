"""Who is asking: a secret that belongs to one browser tab.

A run belongs to a tab.  Its token lives in the tab's ``sessionStorage``, so a
reload and a visit to another lesson keep it, a new or duplicated tab gets its
own, and it never stands in the URL, where a shared link would give it away.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_STATE = "_dnnlab_tab_token"

_component = st.components.v2.component(
    "dnnlab_tab",
    html="<span class='dnnlab-tab' hidden></span>",
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
    js=(_HERE / "component.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def tab_token(*, key: str = "dnnlab-tab") -> str | None:
    """The browser tab's secret, 32 hex digits; None on the very first script run.

    The browser then sends it, which runs the script once more.  Mount it once a
    page run, anywhere: it shows nothing and takes no room.

    Raises:
        ValueError: what the browser sent is not a token.
    """
    known: str | None = st.session_state.get(_STATE)
    sent = _component(
        key=key, data={"known": known is not None}, default={"token": None}, on_token_change=lambda: None
    ).token
    if known is None and sent is not None:
        known = st.session_state[_STATE] = parse_token(sent)
    return known


def parse_token(sent: Any) -> str:
    """Check what a browser sent as its token; ValueError if it is none."""
    if not isinstance(sent, str) or not re.fullmatch("[0-9a-f]{32}", sent):
        raise ValueError("the browser's tab token is not 32 hex digits")
    return sent
