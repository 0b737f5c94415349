"""Which model writes, is asked and looked into: one choice for all parts but the first."""

from __future__ import annotations

from typing import cast

import streamlit as st

from dnnlab.live.calls import CallFailed
from dnnlab.live.handle import Handle
from dnnlab.rnn.text.brain import SHIPPED
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.views import Kept
from dnnlab.ui import lab
from dnnlab.ui.parts import choose_in_link
from dnnlab.ui.words import describe
from pages.rnn.text.lesson import LESSON
from pages.rnn.text.model import Model

YOURS, PINNED = "Your run now", "Your pinned run"
SOON = 0.5
"""Seconds that the page waits for the weights of a run that was pinned a moment ago."""
KEEPING = 5.0
"""Seconds between two looks that keep the learner's run going while another part is shown."""
KEY = f"{LESSON.slug}/model"
HELP = (
    "Two large networks ship with this page, one a book, and an RNN and a GRU of 128 units to compare; your own run "
    "answers with its weights as they are at that moment. “Compare” beside a run pins it: then it can be asked here as "
    "it was."
)


def choose_model(owner: str | None) -> Model:
    """The choice, bound to the link; the learner's own run where there is one and nothing else is chosen.

    A run answers as it is when it is asked first, and anew at a press.
    """
    run = lab.pool().in_slot(owner, LESSON.slug) if owner else None
    pinned = _pinned(owner)
    offered = {YOURS: YOURS} if run is not None else {}
    if pinned is not None:
        offered[PINNED] = pinned[0]
    offered |= {each: each for each in SHIPPED}
    chosen = choose_in_link("Which model", "model", offered, key=KEY, help=HELP)
    if pinned is not None and chosen == PINNED:
        return Model.of_kept(*pinned, owner)
    if run is None or chosen != YOURS:
        return Model.shipped(chosen, owner)
    kept, moments = run, f"{KEY}/moment"
    with st.container(horizontal=True, vertical_alignment="center"):
        anew = st.button(
            "Ask it anew", key=f"{KEY}/anew", icon=":material/refresh:",
            help="Your run has trained on since it answered: ask it as it is now",
        )  # fmt: skip
        st.fragment(lambda: _stands(kept), run_every=KEEPING)()
    moment: int = st.session_state.get(moments, 0) + anew
    st.session_state[moments] = moment
    return Model.of_run(YOURS, run, cast(TextConfig, run.config), owner, moment)


def _pinned(owner: str | None) -> tuple[str, Kept] | None:
    """The learner's pinned run, by its number, and its model, if that was there when it was pinned."""
    pinned = lab.pool().shelf.pinned(owner, LESSON.slug) if owner else None
    if pinned is None or pinned.answer is None:
        return None
    try:
        kept: Kept = pinned.answer.result(SOON)
    except (CallFailed, TimeoutError):
        return None
    if kept.step < pinned.snapshot.status.step:  # it was begun again before its trainer could answer
        return None
    return f"Pinned run {pinned.number}", kept


def _stands(run: Handle) -> None:
    """Where the run is; the look keeps it going."""
    st.caption(f":material/motion_play: Your run: {describe(run.poll())}.")
