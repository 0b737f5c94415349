"""A run follows the page's knobs: live ones are tuned, others begin it again, and the page says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dnnlab.live.config import Config
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.handle import Handle
from dnnlab.live.wire import Status
from dnnlab.ui.blocks import as_text
from dnnlab.ui.compare import differences
from dnnlab.ui.knobs import show_knobs


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a run was last asked to take; it may not have taken it yet."""

    run: str
    """Its id."""
    config: Config
    about: str
    news: str = ""
    """What the page has still to say of it."""


class Follower:
    """What the knobs of a page stand for now, and what its run was asked to take.

    Args:
        page: names the run's slot and the widgets.
        config: what the knobs stand for.
        given: what a run is about beside them.
        panel: whether a knob panel of this page's name shows this very config.
    """

    def __init__(self, page: str, config: Config, given: Any, *, panel: bool) -> None:
        self._page = page
        self._config = config
        self._given = given
        self._panel = panel
        self._about = self._fingerprint(given)

    def bring(self, run: Handle) -> None:
        """A knob moved: live ones are tuned, others begin the run again, and so does something new that is given."""
        asked: _Asked | None = st.session_state.get(f"{self._page}/asked")
        if asked is None or asked.run != run.id:
            if self._panel and self._config == type(self._config)() != run.config:
                show_knobs(self._page, run.config)  # a new session whose address names no knobs: those of the run
            asked = _Asked(run.id, run.config, self._fingerprint(run.given))
        goes_on = asked.about == self._about and asked.config.tunable_to(self._config)
        news = asked.news if goes_on else self._told(run, asked)
        self.note(run, news)  # first: the next run of the page may end this one at any word to Streamlit
        if not goes_on:
            run.reset(self._config, play=run.plays, given=self._given)
        elif asked.config != self._config:
            run.tune(self._config)
        if news:
            st.toast(as_text(news), icon=":material/restart_alt:")
            self.note(run)

    def note(self, run: Handle, news: str = "") -> None:
        """Remember that the run has been asked for the present knobs, and what is still to be said."""
        st.session_state[f"{self._page}/asked"] = _Asked(run.id, self._config, self._about, news)

    def _fingerprint(self, given: Any) -> str:
        """What tells given things apart, made once for each: a text of 5 MB would cost every run of the page 20 ms.

        The page hands over the same object as long as nothing new is given.
        """
        known: tuple[Any, str] | None = st.session_state.get(f"{self._page}/given")
        if known is None or known[0] is not given:
            known = st.session_state[f"{self._page}/given"] = given, fingerprint(given)
        return known[1]

    def _told(self, run: Handle, asked: _Asked) -> str:
        """Why the run begins again."""
        before = run.poll().status
        given = ", and something new is given" if asked.about != self._about else ""
        kept = " The one before is in the table of runs." if before.step else ""
        return f"A new run: {differences(before, Status(config=self._config))}{given}.{kept}"
