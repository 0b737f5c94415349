"""A lesson is one entry of the browser's history: Back leaves it, Forward shows it as its address says.

A knob that moves changes the address, which Streamlit notes as a new entry each
time; the browser's side of this component makes it the same entry.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "dnnlab_entry",
    html="<span class='dnnlab-entry' hidden></span>",
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
    js=(_HERE / "component.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def one_entry(*, key: str = "dnnlab-entry") -> None:
    """Keep the pages of this browser tab one entry each; mount it once a page run. It shows nothing, takes no room."""
    _component(key=key)


def came_back() -> bool:
    """Whether the browser's Back or Forward led to this run of the page: then its address says what to show."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
