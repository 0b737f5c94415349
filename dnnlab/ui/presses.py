"""What a learner does is heard, and once, where Streamlit's browser part or its script runs would lose or repeat it.

The browser keeps what its widgets say and sends it a moment later (``setTimeout``), as one message.

- A fragment that runs by itself sends the same values as soon as its time has come: on a busy machine that is in
  between, and a press went to the server twice.  The message that it was kept for always follows, so presses that
  come with a fragment's own look are dropped.
- Whatever is said within that moment goes out as one message for one fragment: that of whoever named one first.  A
  component that speaks by itself (a stage whose picture stands, a look that calls for the page) in the moment of a
  click elsewhere made that click belong to its fragment: the page did not run, and never heard of it.  A message that
  brings something new of a widget outside its fragment is for the whole page.
- A run of the whole page takes the place of the one under way, and of what waited for that one to end: a press on Play
  while a slow page still ran was gone if a slider moved as well.  What waited goes along with the new message.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import WStates

log = logging.getLogger(__name__)

NAME = "request_rerun"
"""Streamlit's method, in ``runtime/app_session.py`` of 1.67: what the browser asks for, or None."""
PRESSES = ("trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value")
"""Values of widgets that hold for one run of a script."""

Ask = Callable[[AppSession, ClientState | None], None]


def hearing(ask: Ask) -> Ask:
    """The same method, which hears each thing that a learner does once."""
    told: WeakKeyDictionary[AppSession, dict[str, WidgetState]] = WeakKeyDictionary()

    def request_heard(session: AppSession, client_state: ClientState | None) -> None:
        if client_state is not None:
            if client_state.is_auto_rerun:
                drop_presses(client_state)
            known = told.setdefault(session, {})
            if client_state.fragment_id and brings_more(session, client_state, known):
                client_state.fragment_id = ""
            if not client_state.fragment_id:
                take_along(session, client_state)
                known.clear()
                known.update((each.id, each) for each in client_state.widget_states.widgets)
        ask(session, client_state)

    return request_heard


def drop_presses(client_state: ClientState) -> None:
    """Leave only values that last."""
    kept = [each for each in client_state.widget_states.widgets if each.WhichOneof("value") not in PRESSES]
    del client_state.widget_states.widgets[:]
    client_state.widget_states.widgets.extend(kept)


def brings_more(session: AppSession, client_state: ClientState, known: dict[str, WidgetState]) -> bool:
    """Whether a message for a fragment brings something new of a widget outside it.

    Args:
        session: whose message it is.
        client_state: the message.
        known: widget -> what the page has heard of it last.  A page also knows the values that its widgets began with,
            and those that it gave them itself: they are added.
    """
    widgets = session.session_state._new_widget_state.widget_metadata
    more = False
    for each in client_state.widget_states.widgets:
        metadata = widgets.get(each.id)
        if metadata is None or metadata.fragment_id == client_state.fragment_id:
            continue
        if each.WhichOneof("value") in PRESSES:  # the same press again is another one
            more = True
        elif known.get(each.id) == each or _knows(session, each, metadata):
            known[each.id] = each
        else:
            more = True
    return more


def _knows(session: AppSession, widget: WidgetState, metadata: WidgetMetadata[Any]) -> bool:
    """Whether a run of the page has this value of a widget."""
    said = WStates(widget_metadata={widget.id: metadata})
    said.set_widget_from_proto(widget)
    return bool(widget.id in session.session_state and session.session_state[widget.id] == said[widget.id])


def take_along(session: AppSession, client_state: ClientState) -> None:
    """Add the presses that wait for the run under way to end, which the new run is about to replace."""
    runner = session._scriptrunner
    if runner is None:
        return
    requests: ScriptRequests = runner._requests
    with requests._lock:  # it is either begun, and heard then, or goes along
        waiting = requests._rerun_data.widget_states if requests._state is ScriptRequestType.RERUN else None
        requests._state = ScriptRequestType.STOP
    both: Any = script_requests._coalesce_widget_states(waiting, client_state.widget_states)
    if both is not None:
        client_state.widget_states.CopyFrom(both)


def hear_presses() -> None:
    """From now on; a Streamlit that does it in another way goes its own."""
    ask: Ask | None = getattr(AppSession, NAME, None)
    if ask is None:
        log.warning("this Streamlit has no %s: a press may be lost, or count twice", NAME)
    elif ask.__name__ == NAME:
        setattr(AppSession, NAME, hearing(ask))
