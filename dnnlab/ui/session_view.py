"""One key of a session's state, where Streamlit's widgets ask for all of them.

A slider, a select box, a radio and most other widgets look up whether their own key holds None, in a copy of the whole
state that Streamlit makes for each of them. On a lesson with a dozen of them that was a seventh of a run's time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from streamlit.runtime.state import SafeSessionState

log = logging.getLogger(__name__)

NAME = "filtered_state"
"""Streamlit's property, in ``runtime/state/safe_session_state.py`` of 1.67: all that has a key, as a dict."""


class Asked(Mapping[str, Any]):
    """The same, which is looked up where it is asked, and copied only for who wants it whole.

    Args:
        state: the session's.
        whole: makes Streamlit's own copy.
    """

    def __init__(self, state: SafeSessionState, whole: Callable[[SafeSessionState], dict[str, Any]]) -> None:
        self._state, self._whole = state, whole

    def __getitem__(self, key: str) -> Any:
        with self._state._lock:
            return self._state._state[key]

    def __contains__(self, key: object) -> bool:
        with self._state._lock:
            return key in self._state._state

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole(self._state))

    def __len__(self) -> int:
        return len(self._whole(self._state))

    def __repr__(self) -> str:
        return repr(self._whole(self._state))


def look_up_single_keys() -> None:
    """From now on; a Streamlit that does it in another way goes its own."""
    own = vars(SafeSessionState).get(NAME)
    if not isinstance(own, property) or own.fget is None:
        log.warning("this Streamlit has no %s: each widget copies the whole state", NAME)
        return
    if own.fget.__module__ != __name__:
        setattr(SafeSessionState, NAME, property(seen(own.fget)))


def seen(whole: Callable[[SafeSessionState], dict[str, Any]]) -> Callable[[SafeSessionState], Asked]:
    """What stands in for that property's function."""

    def filtered_state(state: SafeSessionState) -> Asked:
        return Asked(state, whole)

    return filtered_state
