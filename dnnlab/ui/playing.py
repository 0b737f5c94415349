"""How far a recording has played for one visitor: by the clock, held at a picture, or once more from its start."""

from __future__ import annotations

import time

import streamlit as st


class Playing:
    """The clock of the recording on a page's stage, kept in the visitor's session.

    Args:
        page: names the stage.
    """

    def __init__(self, page: str) -> None:
        self._held, self._began = f"{page}/recording held", f"{page}/recording began"

    @property
    def held(self) -> bool:
        """Whether the learner has moved the recording to a picture of it, where it stays."""
        return self._held in st.session_state

    def hold(self, seconds: float) -> None:
        """Stay at this moment of it."""
        st.session_state[self._held] = seconds

    def again(self) -> None:
        """Play from its start."""
        st.session_state.pop(self._held, None)
        st.session_state[self._began] = time.monotonic()

    def seconds(self, *, stands: bool) -> float:
        """Seconds since the first picture stood in the browser, which it does from now on, or of where it is held."""
        if self.held:
            held: float = st.session_state[self._held]
            return held
        if self._began not in st.session_state and not stands:
            return 0.0
        began: float = st.session_state.setdefault(self._began, time.monotonic())
        return time.monotonic() - began
