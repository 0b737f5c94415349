"""The windows of the learner's own table: kept for this tab, never in the link."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.words import OWN
from dnnlab.ui import lab
from dnnlab.ui.knobs import show_knobs
from pages.anomaly.signals.lesson import LESSON
from pages.anomaly.signals.parts import TRAIN

_GIVEN, _USED = f"{LESSON.slug}/own/given", f"{LESSON.slug}/own/used"


def own_rows(owner: str | None) -> dict[str, Any] | None:
    """The windows of the learner's table, the same object until others come; None: there are none yet."""
    known: dict[str, Any] | None = st.session_state.get(_GIVEN)
    if known is None and owner is not None:
        run = lab.pool().in_slot(owner, LESSON.slug)
        if run is not None and isinstance(run.given, dict):
            known = st.session_state[_GIVEN] = run.given
    return known


def stands_in(config: SignalConfig, given: dict[str, Any] | None) -> SignalConfig:
    """The knobs of the next run: without a table, the heartbeats stand in, and the page says so."""
    if config.data != OWN or given is not None:
        return config
    st.info(
        "Until there is a file of yours, the heartbeats stand in: bring one in the part “Your file”.",
        icon=":material/upload_file:",
    )
    return config.replace(data=SignalConfig().data)


def take_up(config: SignalConfig) -> None:
    """On the stage, after the button: the knobs name the file."""
    if st.session_state.pop(_USED, False) and config.data != OWN:
        show_knobs(LESSON.slug, config.replace(data=OWN, contamination=0))


def use(made: dict[str, Any]) -> None:
    """Go to the stage, where the next run is about these windows; what a button does before the page runs."""
    st.session_state[_GIVEN] = made
    st.session_state[_USED] = True
    st.session_state[f"{LESSON.slug}/part"] = TRAIN
