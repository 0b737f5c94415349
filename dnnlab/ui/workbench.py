"""The workbench of a lesson: the bar, the live stage and the learner's run behind them.

The same on every page.  A lesson gives its experiment, the config that the
knobs stand for, a :class:`Scene` that turns snapshots into panels, and a
recording that plays until the learner presses Play.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.live.config import Config
from dnnlab.live.shelf import PastRun
from dnnlab.live.twins import Change
from dnnlab.live.wire import Snapshot, State
from dnnlab.ui import lab
from dnnlab.ui.bar import answered, bar_places, follow_slider, notice, transport
from dnnlab.ui.compare import comparison_line
from dnnlab.ui.components.bar.component import bar_line
from dnnlab.ui.components.stage.component import Click, Still, live_stage, stands
from dnnlab.ui.following import Follower
from dnnlab.ui.looks import looks
from dnnlab.ui.playing import Playing
from dnnlab.ui.precedence import precedence
from dnnlab.ui.recording import Prelude
from dnnlab.ui.scene import Scene, check_scene
from dnnlab.ui.sight import RESTING, Drawer, Frame, Reached, Showing, Sight
from dnnlab.ui.words import TRAINING, Words

C = TypeVar("C", bound=Config)

ALONE, SHARED, CROWDED = 0.25, 0.5, 1.0
"""Seconds between two looks of the fragment at a run that trains: alone, with a few others, with many."""
PLAY, STEP = "play", "step"
"""What a learner may wish before the browser has named its tab."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What the learner clicked on the stage, and in the panel of which title."""

    title: str
    click: Click


class Workbench(Generic[C]):
    """One lesson's stage in one page run.

    Args:
        page: the lesson's slug; names the run's slot and the widgets.
        experiment: the registered experiment.
        config: what the knobs stand for now.
        scene: draws it.
        recording: stands there until there is a run of the learner's own.
        owner: the secret of the learner's tab (:func:`dnnlab.ui.lab.learner`).
        given: what the run is about beside its knobs, of the learner's own.
        words: what the bar says, where a run does not train.
        panel: whether a knob panel of this name shows this very config: a new session takes over its run's knobs.
        milestone: what the rest of the page waits for in a snapshot (a step that was reached, say): when its value
            changes, the whole page runs again.
        beside: shows more beside the question of the moment, before the stage is drawn.  What it
            returns is asked at every look for the scene of that moment; None: it is ``scene``.
        still: stands for the recording until that does, where the tab has no run of its own.
        keeps: a call about a run; what it answers of the one that is pinned stays (``PastRun.answer``).
    """

    moment: DeltaGenerator
    """Beside the bar, for the question of the moment; there once the bench is shown."""

    def __init__(
        self, page: str, experiment: str, config: C, scene: Scene, recording: Prelude, *, owner: str | None,
        given: Any = None, words: Words = TRAINING, panel: bool = True,
        milestone: Callable[[Snapshot], Hashable] = lambda snapshot: None,
        beside: Callable[[Workbench[C]], Drawer | None] | None = None, still: Still | None = None, keeps: str = "",
    ) -> None:  # fmt: skip
        self.page, self.experiment, self.config = page, experiment, config
        self.scene, self.recording, self.milestone = scene, recording, milestone
        self.owner, self.given, self.words = owner, given, words
        self._beside, self._still, self._keeps = beside, still, keeps
        self._playing = Playing(page)
        self._drawer: Drawer | None = None
        self._whole = False
        self._showing: Showing = st.session_state.setdefault(f"{page}/showing", Showing())
        self.pool = lab.pool()
        self._follower = Follower(page, config, given, panel=panel)
        self.run = self.pool.in_slot(self.owner, page) if self.owner else None
        if self.run is not None:
            self._follower.bring(self.run)
        if self.owner is not None and (wish := st.session_state.pop(f"{page}/wished", "")):
            self.play() if wish == PLAY else self.step_once()

    # What the page reads

    @property
    def snapshot(self) -> Snapshot:
        """The learner's run as it is now, or the recording; what opens the stage stays until the run has a picture."""
        return self._sight().snapshot()

    @property
    def pinned(self) -> PastRun | None:
        """The run that the learner laid beside."""
        return self.pool.shelf.pinned(self.owner, self.page) if self.owner else None

    @property
    def runs(self) -> list[PastRun]:
        """The learner's runs on this stage in this tab, oldest first, the present one last, before it its twin."""
        if not self.owner:
            return []
        shelf = self.pool.shelf
        kept = shelf.kept(self.owner, self.page)
        if self.run:
            now, number = self.run.poll(), shelf.number(self.owner, self.page)
            present = [each for each in (now.twin, replace(now, twin=None)) if each and each.status.step]
            kept += [PastRun(number=number + place, snapshot=each) for place, each in enumerate(present)]
        return kept

    # What the page shows

    def show(self) -> Picked | None:
        """The bar and the stage; returns what the learner picked on the stage in this run.

        Raises:
            TypeError: the scene cannot be compared with another (:func:`dnnlab.ui.scene.check_scene`).
        """
        check_scene(self.scene)
        follow_slider(self)
        sight = self._sight()
        snapshot = sight.snapshot()
        self._news(sight.reached(snapshot))  # the page is about to say it, with a look that is no older
        with st.container(key=f"{self.page}/bar-row"):
            buttons, status = bar_places(self)
            self.moment = st.container(key=f"{self.page}/moment")
            if self._beside is not None:
                with st.container(key=f"{self.page}/beside"):
                    self._drawer = self._beside(self)
        comparison_line(self)
        interval = self._interval(snapshot)
        self._whole = True
        st.fragment(self._live, run_every=interval)(buttons, status, interval)
        picked: Picked | None = st.session_state.pop(f"{self.page}/picked", None)
        return picked

    def _live(self, buttons: Any, status: Any, interval: float | None) -> None:
        """The fragment: look at the run, refresh bar and stage, as the tab's socket does between two of its runs."""
        whole, self._whole = self._whole, False  # whether the whole page runs, or only this does
        if whole:
            self._refresh(buttons, status)
            return
        follow_slider(self)
        with precedence.look():
            frame, clicked = self._refresh(buttons, status)
        if clicked or self._interval(frame.snapshot) != interval or self._news(frame.reached):
            st.rerun()

    def _sight(self) -> Sight:
        """All that bar and stage follow from in this run of the page, but the moment."""
        return Sight(
            page=self.page, owner=self.owner, run=self.run, recording=self.recording,
            clock=self._playing.clock(stands=self.run is None and stands(f"{self.page}/stage")), config=self.config,
            words=self.words, scene=self.scene, drawer=self._drawer, pinned=self.pinned, palette=lab.palette(),
            wished=self.wished, answered=answered(self.page), milestone=self.milestone,
        )  # fmt: skip

    def _refresh(self, buttons: Any, status: Any) -> tuple[Frame, bool]:
        """Draw this moment; returns that, and whether the learner picked something on the stage."""
        again = self.owner is not None and looks.alive(self.owner)
        frame = self._showing.show(self._sight(), again=again)  # first: bar and stage are sent together
        snapshot, drawn = frame.snapshot, frame.drawn
        with buttons:
            transport(self, snapshot)
        with status:
            bar_line(frame.told, key=f"{self.page}/line")
        notice(self, snapshot)
        click = live_stage(
            drawn.packed, key=f"{self.page}/stage", palette=lab.palette(), still=self._still_of(snapshot), tells=True,
            number=frame.number,
        )  # fmt: skip
        self._showing.shown(frame, st.session_state.get(f"{self.page}/milestone", frame.reached))
        if self.owner is not None:
            looks.show(self.owner, self.page, self._showing)
        if click is None:
            return frame, False
        if 0 <= click.panel < len(drawn.titles):
            st.session_state[f"{self.page}/picked"] = Picked(drawn.titles[click.panel], click)
        return frame, True

    def _still_of(self, snapshot: Snapshot) -> Still | None:
        """The still of the recording until the browser has its pictures; a run of the learner's own has none."""
        if self._still is None or self.run is not None or stands(f"{self.page}/stage"):
            return None
        return replace(self._still, other=snapshot.status.config != self.config)

    # The learner's commands (callbacks of the bar)

    def play(self) -> None:
        """Go on, or begin a run of one's own."""
        if self.owner is None:
            st.session_state[f"{self.page}/wished"] = PLAY
        elif self.run is None:
            self._begin(play=True)
        else:
            self.run.play()

    def begin(self) -> None:
        """Where there is no run yet, one that stands at step 0: for a stage that shows at once what the knobs say."""
        if self.run is None:
            self._begin(play=False)

    def pause(self) -> None:
        """Stop after the step under way."""
        st.session_state.pop(f"{self.page}/wished", None)
        if self.run is not None:
            self.run.pause()

    def step_once(self) -> None:
        """One step, then pause."""
        if self.owner is None:
            st.session_state[f"{self.page}/wished"] = STEP
        elif self.run is None:
            self._begin(play=False)
        if self.run is not None:
            self.run.step_once()

    def apply(self, event: Any) -> None:
        """Change the run by hand; where there is none yet, one begins for it, and stands at step 0."""
        self.begin()
        if self.run is not None:
            self.run.apply(event)

    def reset(self) -> None:
        """Back to step 0 with the present knobs, paused."""
        if self.run is not None:
            self.run.reset(self.config, given=self.given)

    def seek(self, of: str, step: int) -> None:
        """Back to a step of the run with this id, or of the recording (empty), which stays there."""
        if self.run is not None and of == self.run.id:
            self.run.rewind(step)
        elif not of:
            self._playing.hold(self.recording.when(step))

    def replay(self) -> None:
        """Let the recording play again, from its start."""
        self._playing.again()

    def twin(self, change: Change) -> None:
        """Begin again, and play, with a twin beside the run: the same seed and steps, but for this change of knobs.

        Raises:
            InvalidConfig: the change cannot be made, or is none; nothing has happened.
        """
        if self.owner is None:
            return
        if self.run is None:
            self._begin(play=True, change=change)
        else:
            self.run.twin(self.config, change, play=True, given=self.given)
            self._follower.note(self.run)

    def end_twin(self) -> None:
        """Go on without the twin, which stays in the table of runs."""
        if self.run is not None:
            self.run.part()

    def pin(self, kept: PastRun | None) -> None:
        """Lay a run beside the present one; None: take it away."""
        if self.owner:
            if kept and self._keeps and self.run and kept.number == self.runs[-1].number:
                kept = kept.keeping(self.pool.call(self._keeps, run=self.run, owner=self.owner))
            self.pool.shelf.pin(self.owner, self.page, kept)

    def _begin(self, *, play: bool, change: Change | None = None) -> None:
        if self.owner is None:
            return
        self.run = self.pool.start(
            self.experiment, self.config, self.owner, slot=self.page, play=play, given=self.given, change=change
        )
        self._follower.note(self.run)

    # Time

    def _interval(self, snapshot: Snapshot) -> float | None:
        """How often the fragment looks; seldom, where the tab's socket does."""
        if self.run is None and (self.held or snapshot.status.state is not State.PLAYING):
            return None
        if self.owner is not None and looks.alive(self.owner):
            return RESTING
        if (rests := self._sight().rests(snapshot)) is not None:
            return rests
        playing = self.pool.playing
        return ALONE if playing <= 1 else SHARED if playing <= 4 else CROWDED

    def _news(self, reached: Reached) -> bool:
        """Whether the rest of the page has something new to say."""
        key = f"{self.page}/milestone"
        before = st.session_state.get(key)
        st.session_state[key] = reached
        return before is not None and before != reached

    @property
    def wished(self) -> bool:
        """Whether the learner pressed Play before the browser had named its tab: the run begins as soon as it has."""
        return st.session_state.get(f"{self.page}/wished") == PLAY

    @property
    def held(self) -> bool:
        """Whether the learner has moved the recording to a picture of it, where it stays."""
        return self._playing.held
