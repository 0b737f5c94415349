"""The workbench of a lesson: the bar, the live stage and the learner's run behind them.

The same on every page.  A lesson gives its experiment, the config that the
knobs stand for, a :class:`Scene` that turns snapshots into panels, and a
recording that plays until the learner presses Play.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import streamlit as st

from dnnlab.live.config import Config
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.handle import Handle
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import ACTIVE, PausedBy, Snapshot, State, Status
from dnnlab.ui import lab
from dnnlab.ui.bar import notice, rewind_slider, status_line, transport
from dnnlab.ui.compare import compare_button, comparison_line, differences
from dnnlab.ui.components.stage.component import Click, live_stage
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.precedence import precedence
from dnnlab.ui.recording import Prelude
from dnnlab.ui.scene import Album, Drawn, Moment, Scene, check_scene
from dnnlab.ui.takehome import take_home
from dnnlab.ui.words import TRAINING, Words

C = TypeVar("C", bound=Config)

ALONE, SHARED, CROWDED = 0.25, 0.5, 1.0
"""Seconds between two looks at a run that trains: alone, with a few others, with many."""
REPLAY = 0.4
"""Seconds between two pictures of the recording."""
RESTING = 5.0
"""Seconds between two looks at a run that stands still: only to keep it."""

_recorded = Album()
"""What stands on the stages of those who have no run yet."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What the learner clicked on the stage, and in the panel of which title."""

    title: str
    click: Click


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a run was last asked to take; it may not have taken it yet."""

    run: str
    """Its id."""
    config: Config
    about: str
    news: str = ""
    """What the page has still to say of it."""


class Workbench(Generic[C]):
    """One lesson's stage in one page run.

    Args:
        page: the lesson's slug; names the run's slot and the widgets.
        experiment: the registered experiment.
        config: what the knobs stand for now.
        scene: draws it.
        recording: stands there until there is a run of the learner's own.
        owner: the secret of the learner's tab (:func:`dnnlab.ui.lab.learner`, asked once a page run).
        given: what the run is about beside its knobs, of the learner's own.
        words: what the bar says, where a run does not train.
        panel: whether a knob panel of this page's name shows this very config: a new
            session then takes over the knobs of the run that it finds.
        milestone: what the rest of the page waits for in a snapshot (a step
            that was reached, say): when its value changes, the whole page runs again.
    """

    def __init__(
        self,
        page: str,
        experiment: str,
        config: C,
        scene: Scene,
        recording: Prelude,
        *,
        owner: str | None,
        given: Any = None,
        words: Words = TRAINING,
        panel: bool = True,
        milestone: Callable[[Snapshot], Hashable] = lambda snapshot: None,
    ) -> None:
        self.page = page
        self.experiment = experiment
        self.config = config
        self.scene = scene
        self.recording = recording
        self.milestone = milestone
        self._inline: Snapshot | None = None
        self.pool = lab.pool()
        self.owner = owner
        self.given = given
        self.words = words
        self._panel = panel
        self._about = fingerprint(given)
        self.run = self.pool.in_slot(self.owner, page) if self.owner else None
        self._follow_knobs()

    # What the page reads

    @property
    def snapshot(self) -> Snapshot:
        """The learner's run as it is now, or the recording; what opens the stage stays until the run has a picture."""
        if self.run is None:
            return self.recording.at(self._recording_time())
        now = self.run.poll()
        return now if now.view is not None or self.recording.shared else replace(now, view=self.recording.at(0.0).view)

    @property
    def pinned(self) -> PastRun | None:
        """The run that the learner laid beside."""
        return self.pool.shelf.pinned(self.owner, self.page) if self.owner else None

    @property
    def runs(self) -> list[PastRun]:
        """The learner's runs on this stage in this tab, oldest first, the present one last."""
        if not self.owner:
            return []
        shelf = self.pool.shelf
        kept = shelf.kept(self.owner, self.page)
        if self.run and (snapshot := self.run.poll()).status.step:
            kept.append(PastRun(number=shelf.number(self.owner, self.page), snapshot=snapshot))
        return kept

    # What the page shows

    def show(self) -> Picked | None:
        """The bar and the stage; returns what the learner picked on the stage in this run.

        Raises:
            TypeError: the scene cannot be compared with another (:func:`dnnlab.ui.scene.check_scene`).
        """
        check_scene(self.scene)
        snapshot = self.snapshot
        self._news(snapshot)  # the page is about to say it, with a look that is no older
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                buttons = st.container(horizontal=True, width="content", key=f"{self.page}/buttons")
                st.space("stretch")
                compare_button(self)
                take_home(self)
            status = st.container(key=f"{self.page}/status")
            comparison_line(self)
        interval = self._interval(snapshot)
        self._inline = snapshot
        st.fragment(self._live, run_every=interval)(buttons, status, interval)
        picked: Picked | None = st.session_state.pop(f"{self.page}/picked", None)
        return picked

    def _live(self, buttons: Any, status: Any, interval: float | None) -> None:
        """The one fragment that runs by itself: look at the run, refresh bar and stage."""
        inline, self._inline = self._inline, None  # a snapshot when the whole page runs, None when only this does
        if inline is not None:
            self._refresh(inline, buttons, status)
            return
        with precedence.look():
            snapshot = self.snapshot
            clicked = self._refresh(snapshot, buttons, status)
        if clicked or self._interval(snapshot) != interval or self._news(snapshot):
            st.rerun()

    def _refresh(self, snapshot: Snapshot, buttons: Any, status: Any) -> bool:
        """Draw this moment; returns whether the learner picked something on the stage."""
        with buttons:
            transport(self, snapshot)
        with status:
            status_line(self, snapshot)
            rewind_slider(self, snapshot)
        notice(self, snapshot)
        drawn = self._drawn(snapshot)
        click = live_stage(drawn.packed, key=f"{self.page}/stage", palette=lab.palette())
        if click is None:
            return False
        if 0 <= click.panel < len(drawn.titles):
            st.session_state[f"{self.page}/picked"] = Picked(drawn.titles[click.panel], click)
        return True

    def _drawn(self, snapshot: Snapshot) -> Drawn:
        """This moment on the stage, packed once for each new picture; what all visitors see, once for them all."""
        run = self.run.id if self.run else ""
        moment = Moment(run=run, scene=self.scene, now=snapshot, pinned=self.pinned, palette=lab.palette())
        if self.run is None and moment.pinned is None and self.recording.shared:
            return _recorded.drawn(self.page, moment)
        key = f"{self.page}/drawn"
        last: Drawn | None = st.session_state.get(key)
        if last is None or not last.moment.same_as(moment):
            last = st.session_state[key] = moment.draw()
        return last

    # The learner's commands (callbacks of the bar)

    def play(self) -> None:
        """Go on, or begin a run of one's own."""
        if self.run is None:
            self._begin(play=True)
        else:
            self.run.play()

    def step_once(self) -> None:
        """One step, then pause."""
        if self.run is None:
            self._begin(play=False)
        if self.run is not None:
            self.run.step_once()

    def reset(self) -> None:
        """Back to step 0 with the present knobs, paused."""
        if self.run is not None:
            self.run.reset(self.config, given=self.given)

    def pin(self, kept: PastRun | None) -> None:
        """Lay a run beside the present one; None: take it away."""
        if self.owner:
            self.pool.shelf.pin(self.owner, self.page, kept)

    def _begin(self, *, play: bool) -> None:
        if self.owner is None:
            return
        self.run = self.pool.start(
            self.experiment, self.config, self.owner, slot=self.page, play=play, given=self.given
        )
        self._note(self.run)

    def _follow_knobs(self) -> None:
        """A knob moved: live ones are tuned, others begin the run again, and so does something new that is given."""
        if (run := self.run) is None:
            return
        asked: _Asked | None = st.session_state.get(f"{self.page}/asked")
        if asked is None or asked.run != run.id:
            if self._panel and self.config == type(self.config)() != run.config:
                show_knobs(self.page, run.config)  # a new session whose address names no knobs: those of the run
            asked = _Asked(run.id, run.config, fingerprint(run.given))
        goes_on = asked.about == self._about and asked.config.tunable_to(self.config)
        news = asked.news if goes_on else self._told(run, asked)
        self._note(run, news)  # first: the next run of the page may end this one at any word to Streamlit
        if not goes_on:
            run.reset(self.config, play=run.plays, given=self.given)
        elif asked.config != self.config:
            run.tune(self.config)
        if news:
            st.toast(news, icon=":material/restart_alt:")
            self._note(run)

    def _told(self, run: Handle, asked: _Asked) -> str:
        """Why the run begins again."""
        before = run.poll().status
        given = ", and something new is given" if asked.about != self._about else ""
        kept = " The one before is in the table of runs." if before.step else ""
        return f"A new run: {differences(before, Status(config=self.config))}{given}.{kept}"

    def _note(self, run: Handle, news: str = "") -> None:
        """Remember that the run has been asked for the present knobs, and what is still to be said."""
        st.session_state[f"{self.page}/asked"] = _Asked(run.id, self.config, self._about, news)

    # Time

    def _interval(self, snapshot: Snapshot) -> float | None:
        """How often to look."""
        state = snapshot.status.state
        if self.run is None:
            return REPLAY if state is State.PLAYING else None
        if state not in (State.PLAYING, State.FINISHING, State.STARTING, State.WAITING):
            untold = state is State.PAUSED and snapshot.view is None  # its trainer has yet to take the reset
            return ALONE if untold or snapshot.status.paused_by is PausedBy.LEASE else RESTING
        playing = self.pool.playing
        return ALONE if playing <= 1 else SHARED if playing <= 4 else CROWDED

    def _news(self, snapshot: Snapshot) -> bool:
        """Whether the rest of the page has something new to say."""
        key = f"{self.page}/milestone"
        status = snapshot.status
        step = 0 if status.state in ACTIVE else status.step
        reached = status.state, self.milestone(snapshot), step, status.begun, status.changes
        before = st.session_state.get(key)
        st.session_state[key] = reached
        return before is not None and before != reached

    def _recording_time(self) -> float:
        """Seconds since this visitor saw the recording first."""
        began: float = st.session_state.setdefault(f"{self.page}/recording began", time.monotonic())
        return time.monotonic() - began
