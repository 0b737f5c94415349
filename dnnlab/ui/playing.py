"""How far a recording has played for one visitor: by the clock, held at a picture, or once more from its start."""

from __future__ import annotations

import time
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How far a recording has played, for whoever looks at it, in any thread."""

    held: float | None = None
    """Where the learner holds it, in seconds; None: it plays."""
    began: float | None = None
    """When its first picture stood, on the monotonic clock; None: it does not yet."""

    @property
    def seconds(self) -> float:
        """How far it is now."""
        if self.held is not None:
            return self.held
        return 0.0 if self.began is None else time.monotonic() - self.began


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

    def clock(self, *, stands: bool) -> Clock:
        """Since the first picture stood in the browser, which it does from now on, or held."""
        if self.held:
            return Clock(held=st.session_state[self._held])
        if self._began not in st.session_state and not stands:
            return Clock()
        return Clock(began=st.session_state.setdefault(self._began, time.monotonic()))
