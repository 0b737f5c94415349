"""A button in a fragment that runs by itself, with how often it was pressed and how often the fragment has run."""

from __future__ import annotations

import streamlit as st


def press() -> None:
    st.session_state["presses"] = st.session_state.get("presses", 0) + 1


@st.fragment(run_every=0.5)
def looking() -> None:
    st.session_state["looks"] = st.session_state.get("looks", 0) + 1
    st.button("Step", on_click=press)
    st.text(f"presses: {st.session_state.get('presses', 0)}")
    st.text(f"looks: {st.session_state['looks']}")


looking()
