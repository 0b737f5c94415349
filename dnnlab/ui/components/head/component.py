"""What the head of a page does in the browser: it scrolls up when asked."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_ASKED = "_dnnlab_scrolls"

_component = st.components.v2.component(
    "dnnlab_head",
    html="<span class='dnnlab-head' hidden></span>",
    js=(_HERE / "component.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def page_head(*, key: str = "dnnlab-head") -> None:
    """Mount it, once a page run, above everything that has a height: it takes no room."""
    _component(key=key, data={"scrolls": st.session_state.get(_ASKED, 0)})


def scroll_to_top() -> None:
    """From this page run on the page stands at its top: what was set far below is seen on the stage."""
    st.session_state[_ASKED] = st.session_state.get(_ASKED, 0) + 1
