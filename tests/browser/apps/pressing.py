"""A button in a fragment that runs by itself, beside a switch of the whole page, which is slow to answer."""

from __future__ import annotations

import time

import streamlit as st

SLOW = 2.0
"""Seconds that the page takes for its second part."""


def press() -> None:
    st.session_state["presses"] = st.session_state.get("presses", 0) + 1


@st.fragment(run_every=0.5)
def looking() -> None:
    st.session_state["looks"] = st.session_state.get("looks", 0) + 1
    st.button("Step", on_click=press)
    st.text(f"presses: {st.session_state.get('presses', 0)}")
    st.text(f"looks: {st.session_state['looks']}")


part = st.pills("Part", ["first", "second", "third"], default="first", required=True)
st.text(f"part: {part}")
looking()
if part == "second":
    time.sleep(SLOW)
