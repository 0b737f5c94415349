"""The parts of the convolution lesson: one is shown at a time, and the link says which."""

from __future__ import annotations

import streamlit as st

SLIDE, STACK, DENSE, LEARN = "slide", "stack", "dense", "learn"
TITLES = {
    SLIDE: "Slide a kernel",
    STACK: "Stack layers",
    DENSE: "Why not dense?",
    LEARN: "Learn the kernel",
}
_KEY, _PARAMETER = "convolution/part", "part"


def choose_part() -> str:
    """The switch at the top; which part the page shows."""
    asked = st.query_params.get(_PARAMETER)
    if _KEY not in st.session_state:
        st.session_state[_KEY] = asked if asked in TITLES else SLIDE
        if asked is not None and asked not in TITLES:
            st.warning(
                f"The link asks for a part {asked[:20]!r}, which this lesson does not have.", icon=":material/link:"
            )
    chosen = st.segmented_control(
        "Part of the lesson", list(TITLES), format_func=TITLES.__getitem__, required=True, key=_KEY,
        label_visibility="collapsed", persist_state="session",
        help="One layer in every detail; several on top of each other; what it saves; and how a kernel is learnt.",
    )  # fmt: skip
    part = chosen or SLIDE
    if part != SLIDE:
        st.query_params[_PARAMETER] = part
    elif asked is not None:
        del st.query_params[_PARAMETER]
    return part
