"""A press on a button counts once, though Streamlit's browser may send it twice.

The browser keeps a press with the values of its widgets and sends them a moment later (``setTimeout``).  A fragment
that runs by itself sends those values too, as soon as its time has come: on a busy machine that is in between, and
the press went to the server twice.  The message that it was kept for always follows, so what comes with a fragment's
own is dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession

log = logging.getLogger(__name__)

NAME = "request_rerun"
"""Streamlit's method, in ``runtime/app_session.py`` of 1.67: what the browser asks for, or None."""
PRESSES = ("trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value")
"""Values of widgets that hold for one run of a script."""

Ask = Callable[[AppSession, ClientState | None], None]


def without_presses(ask: Ask) -> Ask:
    """The same method, deaf to presses that come with a fragment's own look."""

    def request_once(session: AppSession, client_state: ClientState | None) -> None:
        if client_state is not None and client_state.is_auto_rerun:
            kept: list[Any] = [s for s in client_state.widget_states.widgets if s.WhichOneof("value") not in PRESSES]
            del client_state.widget_states.widgets[:]
            client_state.widget_states.widgets.extend(kept)
        ask(session, client_state)

    return request_once


def count_presses_once() -> None:
    """From now on; a Streamlit that does it in another way goes its own."""
    ask: Ask | None = getattr(AppSession, NAME, None)
    if ask is None:
        log.warning("this Streamlit has no %s: a press may count twice", NAME)
    elif ask.__name__ == NAME:
        setattr(AppSession, NAME, without_presses(ask))
