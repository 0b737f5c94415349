"""A page around one answer that streams in: ``st.session_state["asked"]`` holds its arguments."""

from typing import Any

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.asking import streamed


def show(pieces: tuple[Any, ...], more: bool) -> None:
    st.text("".join(pieces) + ("…" if more else "."))


complete = streamed(lab.learner(), "spell", *st.session_state["asked"], slot="text", show=show)
st.caption("complete" if complete else "on its way")
