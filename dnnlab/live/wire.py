"""What crosses between the page process and the trainers: plain data, no torch."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.config import Config, Value

Curve = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Steps and values of one metric: every point of a short run, of a long one every second, every fourth, ..."""
Curves = Mapping[str, Curve]


def default_lease() -> float:
    """``DNNLAB_LEASE`` in whole seconds, else 15."""
    wanted = os.environ.get("DNNLAB_LEASE", "")
    return float(wanted) if wanted.isdigit() and int(wanted) else 15.0


LEASE = default_lease()
"""Seconds without a look after which a run pauses by itself, and nobody is taken to look."""


class State(StrEnum):
    """Where a run stands."""

    WAITING = "waiting"
    """In the queue: no trainer has room yet."""
    STARTING = "starting"
    """On its way into a trainer (also after one was restarted)."""
    PLAYING = "playing"
    PAUSED = "paused"
    FINISHING = "finishing"
    """All steps are done; the final figures are being measured."""
    FINISHED = "finished"
    DIVERGED = "diverged"
    """The loss left the finite numbers; rewind or reset."""
    FAILED = "failed"
    """The experiment raised an exception, or its trainer could not be kept alive."""
    GONE = "gone"
    """Dropped: nobody looked for a long time, or it was stopped."""


ACTIVE = (State.PLAYING, State.FINISHING)
"""The states in which a run wants turns."""


class PausedBy(StrEnum):
    """Who paused a run: decides whether it goes on by itself."""

    LEARNER = "learner"
    LEASE = "lease"
    """Nobody looked; it goes on when somebody does."""
    TURN = "turn"
    """It trained for long and others waited; the learner presses Play again."""
    ROOM = "room"
    """Others of its learner's runs wanted a place; the learner presses Play again."""
    PAIR = "pair"
    """Its twin takes no more steps, and they stay together."""
    LIMIT = "limit"
    """The experiment's own limit of steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tune:
    """A live change of knobs: from the step after ``step`` on, these values hold."""

    step: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a learner did to a run by hand (a weight set, a point moved) when ``step`` steps were done."""

    step: int
    text: str
    """What was done, as JSON (:func:`dnnlab.live.changes.event_text`)."""


Change = Tune | Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A run's account of itself; small, sent with every frame."""

    config: Config
    """The knobs as they are now."""
    begun: Config | None = None
    """The knobs as they were at step 0; None where nobody needs them (a recording)."""
    state: State = State.STARTING
    paused_by: PausedBy | None = None
    step: int = 0
    total_steps: int | None = None
    rate: float = 0.0
    """Steps a second of wall time, over the last seconds."""
    steady: float = 0.0
    """Likewise over the last minute; 0 where nobody measures it."""
    trained: float = 0.0
    """Seconds of training so far."""
    message: str = ""
    """A sentence for the learner: why it stopped, or that it was restarted."""
    latest: Mapping[str, float] = field(default_factory=dict)
    """The last known value of each metric."""
    final: Mapping[str, float] = field(default_factory=dict)
    """The figures measured once, at the end."""
    kept: tuple[int, ...] = ()
    """Steps of the checkpoints that rewind can go to, ascending."""
    changes: tuple[Change, ...] = ()
    """What was changed on the way, in order: replayed like this, it is the same run."""

    @property
    def tunes(self) -> tuple[Tune, ...]:
        """The changes of knobs among them."""
        return tuple(change for change in self.changes if isinstance(change, Tune))

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds to the end, at the pace of the last minute; None without an end or a pace."""
        pace = self.steady or self.rate
        if self.total_steps is None or pace <= 0:
            return None
        return (self.total_steps - self.step) / pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is new of one metric's curve since it was sent last."""

    halvings: int
    """How often it was thinned meanwhile: to every second point, beginning with the first."""
    steps: NDArray[np.int32]
    values: NDArray[np.float64]
    """The points that follow."""
    newest: tuple[int, float]
    """Step and value of the newest point, which may not be one that stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What is new of a run's curves."""

    anew: bool = False
    """What was sent before is void."""
    pieces: dict[str, Piece] = field(default_factory=dict)
    """By metric; those that are not named are as before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a trainer publishes of one run, at most 40 kB beside the view (of a pair, of each); None: as before.

    What would be more goes in several frames, one after the other. All but the last have
    no status, and what they bring shows with the last.
    """

    attempt: int = 0
    """Which beginning of the run it shows: a reset begins the next one, and frames of earlier ones are void."""
    status: Status | None = None
    """Without its changes."""
    changes: tuple[Change, ...] | None = None
    curves: Growth | None = None
    view: Any = None
    twin: Frame | None = None
    """The same of the run's twin, if it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a page draws: the newest status, curves and view of a run, and of its twin at the same step.

    ``version`` changes when curves or view do; equal versions draw equal pictures.
    """

    status: Status
    curves: Curves = field(default_factory=dict)
    view: Any = None
    version: int = 0
    twin: Snapshot | None = None
    """The run beside it that has another value of a knob; None: it goes alone."""
