"""A digit that the learner draws, on its way through the network of the moment: a run's, or one that ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np
import streamlit as st

from dnnlab.data.digits import NoDigit, prepare_drawing
from dnnlab.live.calls import Call, CallFailed
from dnnlab.live.handle import Handle
from dnnlab.live.wire import Snapshot, State
from dnnlab.plots.sheets import Bytes
from dnnlab.ui import lab
from dnnlab.ui.asking import not_ready
from dnnlab.ui.bench import Bench
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.pad.component import drawing_pad

T = TypeVar("T")

GLANCE = 0.02
"""Seconds that a look waits, and the page beside a run that trains: the answer before it stays for so long."""
PATIENCE = 1.5
"""Seconds that the page waits before it says that the trainer is getting ready."""
UNABLE = (State.WAITING, State.FAILED, State.GONE)
"""Of a run whose network no trainer holds."""


@dataclass(frozen=True, slots=True, eq=False)
class PassedDigit:
    """A digit of the learner's, and what the network made of it; the same only as one object."""

    pixels: Bytes
    """(28, 28): ink 255 on 0, centred."""
    answer: Any
    """What the call answered."""
    shipped: bool
    """Whether the network that ships read it: the learner has no run yet."""


@dataclass(slots=True, kw_only=True)
class _Question(Generic[T]):
    """The question about a digit that is on its way, and what the last answer was."""

    of: tuple[str, bytes]
    """Whose network (a run's id, empty: the one that ships), and the picture."""
    version: int
    """Of the run that was asked."""
    call: Call | None
    """None once its answer was taken."""
    own: T | None = None


class Asking(Generic[T]):
    """A session's questions about digits: a plain object, since looks are drawn in other threads too.

    Args:
        ask: asks about a picture: of a run, None: of the network that ships.
        made: from the picture, the answer, and whether the network that ships gave it, to what is drawn.
    """

    def __init__(
        self, ask: Callable[[Bench, Bytes, Handle | None], Call], made: Callable[[Bytes, Any, bool], T]
    ) -> None:
        self._ask, self._made = ask, made
        self._lock = Lock()
        self._last: _Question[T] | None = None

    @property
    def waits(self) -> Call | None:
        """The question that has no answer yet."""
        return self._last.call if self._last is not None else None

    def passed(self, bench: Bench, pixels: Bytes, snapshot: Snapshot, patience: float = GLANCE) -> T | None:
        """What the network of this moment makes of the digit; the answer before it where that takes longer.

        Raises:
            CallFailed: the network cannot be asked; the message says why.
        """
        run = bench.run if bench.run is not None and snapshot.status.state not in UNABLE else None
        of = run.id if run else "", pixels.tobytes()
        with self._lock:
            last = self._last
            asked = last if last is not None and last.of == of else None
            if asked is None or (run is not None and asked.call is None and asked.version != snapshot.version):
                before = last.own if last is not None and last.of[0] == of[0] else None
                asked = _Question(of=of, version=snapshot.version, call=self._ask(bench, pixels, run), own=before)
                self._last = asked
            if asked.call is None:
                return asked.own
            training = run is not None and snapshot.status.state is State.PLAYING and asked.own is not None
            try:
                answer = asked.call.result(GLANCE if training else patience)
            except TimeoutError:  # a later look takes it
                return asked.own
            except CallFailed:
                self._last = None  # the next look asks again
                raise
            asked.call, asked.own = None, self._made(pixels, answer, run is None)
            return asked.own


@dataclass(frozen=True, slots=True)
class DigitPad:
    """The pad of one page, and the call that is asked about what stands on it."""

    page: str
    """The lesson's slug."""
    call: str
    """A registered call that takes a digit, (28, 28) uint8, and may be asked about a run."""

    def show(self, bench: Bench, help: str) -> Bytes | None:
        """The pad, and a sentence where there is no answer yet; returns the digit, centred as MNIST's are."""
        last = f"{self.page}/own/drawing"
        pixels = drawing_pad(
            key=f"{self.page}/pad", value=st.session_state.get(last), help=help
        )  # it is made anew each time it is opened
        st.session_state[last] = pixels
        try:
            digit = None if pixels is None else prepare_drawing(pixels).pixels
        except NoDigit:
            return None
        if digit is not None:
            try:
                asking = self.asking()
                if asking.passed(bench, digit, bench.snapshot, PATIENCE) is None and (call := asking.waits) is not None:
                    not_ready(call)
            except CallFailed as error:
                st.error(as_text(str(error)), icon=":material/error:")
        return digit

    def asking(self) -> Asking[PassedDigit]:
        """The session's questions; to be had in a run of the page."""
        made: Asking[PassedDigit] = st.session_state.setdefault(
            f"{self.page}/own/asked", Asking(self._ask, PassedDigit)
        )
        return made

    def _ask(self, bench: Bench, pixels: Bytes, run: Handle | None) -> Call:
        return lab.pool().call(self.call, np.ascontiguousarray(pixels), run=run, owner=bench.owner, slot="own")
