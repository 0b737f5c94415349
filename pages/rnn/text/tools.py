"""Parts of the lesson that look into a model: what it copied, expects, keeps in mind and looks back at."""

from __future__ import annotations

import streamlit as st

from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.rnn.text import copied, influence, score, xray
from pages.rnn.text.choice import choose_model
from pages.rnn.text.lesson import LESSON
from pages.rnn.text.maths import OF_LOOKING
from pages.rnn.text.parts import COPIED, INFLUENCE, SCORE, XRAY

SHOW = {COPIED: copied.show, SCORE: score.show, XRAY: xray.show, INFLUENCE: influence.show}
CODE = {
    COPIED: (Source("dnnlab/rnn/text/copied.py", "search", "longest"),),
    SCORE: (Source("dnnlab/rnn/text/net/calls.py", "score"),),
    XRAY: (Source("dnnlab/rnn/text/net/inside.py", "xray", "find_units"),),
    INFLUENCE: (Source("dnnlab/rnn/text/net/influence.py", "influences"),),
}


def show(part: str, owner: str | None) -> None:
    """The choice of a model, the part, the tabs."""
    SHOW[part](choose_model(owner))
    show_tabs(LESSON, try_it=_elsewhere, maths=OF_LOOKING[part], code=CODE[part])


def _elsewhere() -> None:
    st.caption("The predictions of this lesson stand in the parts Train and Write.")
