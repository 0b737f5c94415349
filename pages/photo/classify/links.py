"""Links of before: what a parameter of theirs is called today."""

from __future__ import annotations

import streamlit as st

RENAMED = {"rank": ("efficientnet_rank", "squeezenet_rank")}
"""One rank was asked of both networks; now each has its own."""


def follow_old_links() -> None:
    """Bring an address of before up to date, ahead of the knobs, which read it."""
    old = {name: st.query_params[name] for name in RENAMED if name in st.query_params}
    if not old:
        return
    now = {name: st.query_params.get_all(name) for name in st.query_params if name not in old}
    for name, value in old.items():
        for new in RENAMED[name]:
            now.setdefault(new, [value])
    st.query_params.from_dict(now)
