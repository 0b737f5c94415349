"""How often a page looks at a run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dnnlab.live.wire import PausedBy, Snapshot, State, Status
from dnnlab.ui.workbench import ALONE, CROWDED, RESTING, Workbench
from tests.live.toy_knobs import ToyConfig


@pytest.mark.parametrize(
    ("state", "paused_by", "view", "playing", "seconds"),
    [
        (State.PLAYING, None, "drawn", 1, ALONE),
        (State.PLAYING, None, "drawn", 9, CROWDED),
        (State.PAUSED, PausedBy.LEARNER, "drawn", 1, RESTING),
        (State.PAUSED, PausedBy.LEASE, "drawn", 1, ALONE),
        (State.PAUSED, PausedBy.LEARNER, None, 1, ALONE),
        (State.FAILED, None, None, 1, RESTING),
    ],
)
def test_a_run_is_looked_at_as_often_as_it_has_something_to_show(
    state: State, paused_by: PausedBy | None, view: Any, playing: int, seconds: float
) -> None:
    bench: Any = SimpleNamespace(run=object(), pool=SimpleNamespace(playing=playing))
    status = Status(config=ToyConfig(), state=state, paused_by=paused_by)
    assert Workbench._interval(bench, Snapshot(status=status, view=view)) == seconds
