"""What a look follows from, as plain objects: it is drawn in any thread, without a run of the page's script.

A run of the page, or of its fragment, leaves a :class:`Sight` in the :class:`Showing` of its stage.  Whoever looks
from then on, that run or the tab's socket, draws with it; of two looks the one that began later has the higher
number, so that the browser leaves alone what is older than what it shows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from threading import Lock
from typing import NamedTuple

from dnnlab.live.config import Config
from dnnlab.live.handle import Handle
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import ACTIVE, PausedBy, Snapshot, State
from dnnlab.plots.palette import Palette
from dnnlab.ui.bar import Answered, only_by_the_page, told
from dnnlab.ui.components.bar.component import Told
from dnnlab.ui.playing import Clock
from dnnlab.ui.recording import Prelude
from dnnlab.ui.scene import Album, Drawn, Moment, Scene
from dnnlab.ui.words import Words

Drawer = Callable[[Snapshot], Scene]
"""What draws a moment, where more than the run goes into its pictures; it may be asked in any thread."""

REPLAY = 0.4
"""Seconds between two pictures of the recording."""
RESTING = 5.0
"""Seconds between two looks at a run that stands still: only to keep it."""
SOON = 0.25
"""Seconds until the next look at one that is about to go on."""
YOUNG = 1.5
"""Seconds for which a frame of a run that goes on is shown again, where a socket is about to bring the next one."""

_recorded = Album()
"""What stands on the stages of those who have no run yet."""


class Reached(NamedTuple):
    """What the rest of the page has to say of a moment; when it changes, there is news."""

    state: State
    milestone: Hashable
    step: int
    """Where it stands; 0 while it goes on."""
    begun: Config | None
    changes: tuple[object, ...]
    """What was changed on the way."""

    @property
    def pressing(self) -> tuple[object, ...]:
        """All but the changes: each move of a live knob is one, and has just had the page run."""
        return self[:-1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sight:
    """All that bar and stage follow from, but the moment; as a run of the page found it."""

    page: str
    """The lesson's slug."""
    owner: str | None
    """The secret of the learner's tab."""
    run: Handle | None
    """The learner's run."""
    recording: Prelude
    """What stands there until there is one."""
    clock: Clock
    """How far that has played."""
    config: Config
    """What the knobs stand for."""
    words: Words
    scene: Scene
    drawer: Drawer | None
    """Draws in place of the scene."""
    pinned: PastRun | None
    palette: Palette
    wished: bool
    answered: Answered
    milestone: Callable[[Snapshot], Hashable]
    """What the rest of the page waits for; it may be asked in any thread."""

    @property
    def held(self) -> bool:
        """Whether the learner has moved the recording to a picture of it."""
        return self.clock.held is not None

    def snapshot(self) -> Snapshot:
        """The run as it is now, or the recording; what opens the stage stays until the run has a picture."""
        if self.run is None:
            return self.recording.at(self.clock.seconds)
        now = self.run.poll()
        return now if now.view is not None or self.recording.shared else replace(now, view=self.recording.at(0.0).view)

    def drawn(self, snapshot: Snapshot, last: Drawn | None) -> Drawn:
        """This moment on the stage, packed once for each new picture; what all visitors see, once for them all."""
        run = self.run.id if self.run else ""
        scene = self.drawer(snapshot) if self.drawer else self.scene
        moment = Moment(run=run, scene=scene, now=snapshot, pinned=self.pinned, palette=self.palette)
        if self.run is None and moment.pinned is None and self.recording.shared and scene == self.scene:
            return _recorded.drawn(self.page, moment)
        return last if last is not None and last.moment.same_as(moment) else moment.draw()

    def reached(self, snapshot: Snapshot) -> Reached:
        """What the rest of the page has to say of this moment."""
        status = snapshot.status
        step = 0 if status.state in ACTIVE else status.step
        return Reached(status.state, self.milestone(snapshot), step, status.begun, status.changes)

    def goes_on(self, before: Snapshot, now: Snapshot) -> bool:
        """Whether nothing but training has happened to a run between two moments."""
        one, other = before.status, now.status
        return (
            other.state is State.PLAYING
            and (one.config, one.message) == (other.config, other.message)
            and (before.twin is None) == (now.twin is None)
            and before.view is not None
            and self.reached(before) == self.reached(now)
        )

    def rests(self, snapshot: Snapshot) -> float | None:
        """Seconds until the next look at what does not train; None: it does."""
        state = snapshot.status.state
        if self.run is None:
            return REPLAY if state is State.PLAYING and not self.held else RESTING
        if state in (State.PLAYING, State.FINISHING, State.STARTING, State.WAITING):
            return None
        untold = state is State.PAUSED and snapshot.view is None  # its trainer has yet to take the reset
        return SOON if untold or snapshot.status.paused_by is PausedBy.LEASE else RESTING


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One look: what bar and stage show."""

    sight: Sight
    """With which it was drawn."""
    snapshot: Snapshot
    drawn: Drawn
    told: Told
    reached: Reached
    calls: bool
    """Whether the page must run, to show what has changed beside bar and stage."""

    @property
    def number(self) -> int:
        """Of two frames the one that was begun later has the higher one; the same content keeps its number."""
        return self.told.number

    def of(self, run: Handle | None) -> bool:
        """Whether it shows this run."""
        return run is not None and self.sight.run is not None and self.sight.run.id == run.id


class Showing:
    """A stage of a session, over all runs of the page's script; safe to use from several threads."""

    def __init__(self) -> None:
        self.sight: Sight | None = None
        """The newest; None: the page has not come to its stage yet."""
        self.turn = 0
        """How often the page has looked."""
        self._lock = Lock()
        self._number = 0
        self._last: Frame | None = None
        self._until = 0.0
        """When the last frame is no longer young."""
        self._outline: tuple[object, ...] | None = None

    def show(self, sight: Sight, *, again: bool = False) -> Frame:
        """A run of the page looks: with this sight from now on.

        Args:
            again: of a run that goes on a young frame's moment will do, so that the page need not draw it.
        """
        with self._lock:
            self.sight = sight
            self.turn += 1
            number = self._next()
        return self._look(sight, number, again=again)

    def shown(self, frame: Frame, said: Reached) -> None:
        """A run of the page has drawn that frame, and said what belongs to ``said`` (:attr:`Frame.reached`)."""
        self._outline = said.pressing, only_by_the_page(frame.sight, frame.snapshot)

    def look(self) -> Frame | None:
        """Look between two runs of the page; None: it has not come to its stage yet."""
        with self._lock:
            sight, number = self.sight, self._next()
        return None if sight is None else self._look(sight, number)

    def _next(self) -> int:
        """A look begins; beyond those of a server before this one, too."""
        self._number = max(self._number + 1, int(1e3 * time.time()))
        return self._number

    def _look(self, sight: Sight, number: int, *, again: bool = False) -> Frame:
        snapshot = sight.snapshot()
        with self._lock:
            last, young = self._last, time.monotonic() < self._until
        if again and young and last and last.of(sight.run) and sight.goes_on(last.snapshot, snapshot):
            snapshot = last.snapshot
        drawn = sight.drawn(snapshot, last.drawn if last else None)
        words = replace(told(sight, snapshot, drawn.name, sight.answered), looks=sight.owner is not None)
        reached = sight.reached(snapshot)
        outline = reached.pressing, only_by_the_page(sight, snapshot)
        with self._lock:
            last = self._last
            same = last is not None and replace(last.told, number=0) == words
            number = last.number if last is not None and same else number
            frame = Frame(
                sight=sight, snapshot=snapshot, drawn=drawn, told=replace(words, number=number), reached=reached,
                calls=self._outline is not None and self._outline != outline,
            )  # fmt: skip
            if last is None or number >= last.number:
                if last is None or snapshot is not last.snapshot:
                    self._until = time.monotonic() + YOUNG
                self._last = frame
            return frame
