"""Ask a trainer once; where there is no answer yet, the page says so and asks again by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from dnnlab.live.calls import Call, CallFailed
from dnnlab.live.fingerprints import fingerprint
from dnnlab.ui import lab
from dnnlab.ui.blocks import as_text
from dnnlab.ui.precedence import precedence

if TYPE_CHECKING:
    from dnnlab.live.handle import Handle

PATIENCE = 2.5
"""Seconds that the page waits for an answer before it says that the trainer is getting ready."""
GLANCE = 0.05
"""Seconds that it waits for further ones then."""
LATER = 1.0
"""Seconds after which it asks again though only some answers have come."""
SOON = 0.25
"""Seconds between two looks whether an answer has come, or more of one that streams in."""
NOT_READY = "The trainer is getting ready. This starts as soon as it is."
UNANSWERED, ASKED, HELD = "_dnnlab_unanswered", "_dnnlab_asked", "_dnnlab_held"
"""In the session: the calls of this run without an answer; all of its calls; those of a run that some had no answer in.
"""


def answer(owner: str | None, name: str, *args: Any, slot: str, run: Handle | None = None) -> Any:
    """What a registered call answers; None when there is no answer, which the page then explains.

    Args:
        owner: the learner's tab; None while the browser has not named it.
        name: the call's name in the catalogue.
        args: what it is asked.
        slot: names the place on the page: a newer question takes an older one's place.
        run: whose network answers; it is asked anew each time that the page has all answers, since it may have trained.
    """
    question = fingerprint((name, args, run and run.id))
    asked, call = st.session_state.get(HELD, {}).get(slot, ("", None))
    if asked != question:
        call = lab.pool().call(name, *args, run=run, owner=owner, slot=slot)
    st.session_state.setdefault(ASKED, {})[slot] = question, call
    try:
        waits = unanswered() or not lab.pool().ready  # then the page shows what it has, and hears every press meanwhile
        return call.result(GLANCE if waits else PATIENCE)
    except TimeoutError:
        not_ready(call)
    except CallFailed as error:
        st.error(as_text(str(error)), icon=":material/error:")
    return None


def not_ready(call: Call) -> None:
    """Say that this question has no answer yet, and have the page ask again by itself."""
    st.session_state.setdefault(UNANSWERED, []).append(call)
    st.info(NOT_READY, icon=":material/hourglass:")


def unanswered() -> bool:
    """Whether a question of this run was not answered."""
    return UNANSWERED in st.session_state


def ask_again_if_needed() -> None:
    """Run the page again soon when a question of this run was not answered; at the page's end.

    Until all are answered, the calls of this run are held, those with an answer too: were they made anew each time, a
    busy trainer would never have answered them all at once.
    """
    calls = st.session_state.pop(ASKED, {})
    st.session_state[HELD] = calls if unanswered() else {}
    if unanswered():
        began, just_drawn = time.monotonic(), [True]

        def again(waiting: list[Call]) -> None:  # held until then, the questions keep their places
            there = [call.done for call in waiting]
            if just_drawn:
                just_drawn.pop()
            elif all(there) or (any(there) and time.monotonic() - began > LATER):
                st.rerun()

        st.fragment(again, run_every=SOON)(st.session_state.pop(UNANSWERED))


def streamed(
    owner: str | None,
    name: str,
    *args: Any,
    slot: str,
    show: Callable[[tuple[Any, ...], bool], None],
    run: Handle | None = None,
    moment: int = 0,
) -> bool:
    """Show what a registered call answers piece by piece, while the rest of the page rests.

    The question is asked once: a page that runs again, or is visited again,
    shows the same answer until it asks something else in this slot.  When all is
    there, the page runs once more.

    Args:
        owner, name, args, slot, run: as for :func:`answer`.
        show: draws the pieces so far, and whether more are to come: at once, then several times a second.
        moment: another number lets it answer anew, as it is by then.

    Returns:
        Whether all is there, or as much as there will be after an error, which the page then explains.
    """
    key, question = _key(slot), fingerprint((name, args, run and run.id, moment))
    asked, call = st.session_state.get(key, ("", None))
    if asked != question:
        call = lab.pool().call(name, *args, run=run, owner=owner, slot=slot)
        st.session_state[key] = question, call
    complete: bool = call.done
    just_drawn = [True]

    def look() -> None:
        if just_drawn:
            just_drawn.pop()
            _draw(call, show, key)
            return
        with precedence.look():
            now_complete = _draw(call, show, key)
        if now_complete and not complete:
            st.rerun()

    st.fragment(look, run_every=None if complete else SOON)()
    return complete


def _key(slot: str) -> str:
    """Where the session keeps a slot's question."""
    return f"_dnnlab_streamed/{slot}"


def _draw(call: Call, show: Callable[[tuple[Any, ...], bool], None], key: str) -> bool:
    """Show what has come so far; whether nothing more will."""
    complete = call.done  # before the pieces are read: then they are all there
    show(call.pieces, not complete)
    if not complete:
        if not lab.pool().ready:
            st.info(NOT_READY, icon=":material/hourglass:")
        return False
    try:
        call.result()
    except CallFailed as error:
        st.error(as_text(str(error)), icon=":material/error:")
        if st.button("Ask again", key=f"{key}/again", icon=":material/refresh:", help="Let the trainer begin again"):
            del st.session_state[key]
            st.rerun()
    return True
