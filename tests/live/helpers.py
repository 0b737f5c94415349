"""What the engine's tests share: a clock that obeys, and waiting for a state."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

from dnnlab.live.handle import Handle
from dnnlab.live.wire import Snapshot, Status
from tests.patience import PATIENCE


@dataclass
class Clock:
    """Seconds that pass when the test says so."""

    now: float = 1_000.0
    tick: float = 0.0
    """Seconds that pass at each look."""

    def __call__(self) -> float:
        self.now += self.tick
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class ShiftedClock:
    """Real seconds, and those that the test adds."""

    shift: float = field(default=0.0)

    def __call__(self) -> float:
        return time.monotonic() + self.shift

    def advance(self, seconds: float) -> None:
        self.shift += seconds


READABLE = (
    "64",
    "none",
    "1 0 0 0 1 0 0 0 1",
    "1 2",
    "1,2",
    "abca",
    "123456789012345678901234",
    "x, xy",
    "A" * 40 + "_" * 16 + "A" * 40,
)
"""Texts, one of which any knob that is a free text can read; the last three are a density, inputs and a drawing."""


def until(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait until ``condition`` holds; fail with ``what`` when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain: {what}")
        time.sleep(0.01)


def worked(process: psutil.Process) -> float:
    """Seconds of computing that a process has done: what it does, however busy the machine is otherwise."""
    times = process.cpu_times()
    return times.user + times.system


def poll_until(run: Handle, condition: Callable[[Status], object], what: str, seconds: float = PATIENCE) -> Snapshot:
    """Look at a run, as a page does, until its status satisfies ``condition``; the snapshot that does."""
    seen = run.poll()

    def holds() -> bool:
        nonlocal seen
        seen = run.poll()
        return bool(condition(seen.status))

    try:
        until(holds, what, seconds)
    except AssertionError as error:
        raise AssertionError(f"{error}; last seen: {seen.status}") from None
    return seen
