"""Ask a trainer once; where there is no answer yet, the page says so and asks again by itself."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dnnlab.live.calls import CallFailed
from dnnlab.ui import lab

PATIENCE = 2.5
"""Seconds that the page waits for an answer before it says that the trainer is getting ready."""
GLANCE = 0.05
"""Seconds that it waits for further ones then."""
LATER = 1.0
"""Seconds until it asks again."""
UNANSWERED = "_dnnlab_unanswered"


def answer(owner: str | None, name: str, *args: Any, slot: str) -> Any:
    """What a registered call answers; None when there is no answer, which the page then explains.

    Args:
        owner: the learner's tab; None while the browser has not named it.
        name: the call's name in the catalogue.
        args: what it is asked.
        slot: names the place on the page: a newer question takes an older one's place.
    """
    call = lab.pool().call(name, *args, owner=owner, slot=slot)
    try:
        return call.result(GLANCE if unanswered() else PATIENCE)
    except TimeoutError:
        st.session_state[UNANSWERED] = True
        st.info("The trainer is getting ready. The page asks again in a moment.", icon=":material/hourglass:")
    except CallFailed as error:
        st.error(str(error), icon=":material/error:")
    return None


def unanswered() -> bool:
    """Whether a question of this run was not answered."""
    return bool(st.session_state.get(UNANSWERED, False))


def ask_again_if_needed() -> None:
    """Run the page again soon when a question of this run was not answered; at the page's end."""
    if st.session_state.pop(UNANSWERED, False):
        just_drawn = [True]

        def again() -> None:
            if just_drawn:
                just_drawn.pop()
            else:
                st.rerun()

        st.fragment(again, run_every=LATER)()
