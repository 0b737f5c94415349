"""How often the fragment of a page looks at a run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.ui import workbench
from dnnlab.ui.looks import Looks
from dnnlab.ui.sight import RESTING
from dnnlab.ui.workbench import ALONE, CROWDED, SHARED, Workbench
from tests.live.toy_knobs import ToyConfig

PLAYING = Snapshot(status=Status(config=ToyConfig(), state=State.PLAYING), view="drawn")


def bench(rests: float | None, playing: int, **more: Any) -> Any:
    """As much of a workbench as it takes."""
    sight = SimpleNamespace(rests=lambda snapshot: rests)
    pool = SimpleNamespace(playing=playing)
    return SimpleNamespace(**{"run": object(), "owner": "me", "pool": pool, "_sight": lambda: sight, **more})


@pytest.mark.parametrize(
    ("rests", "playing", "seconds"),
    [(None, 1, ALONE), (None, 4, SHARED), (None, 9, CROWDED), (RESTING, 1, RESTING), (0.25, 9, 0.25)],
)
def test_without_a_socket_as_often_as_there_is_something_to_show(
    rests: float | None, playing: int, seconds: float
) -> None:
    assert Workbench._interval(bench(rests, playing), PLAYING) == seconds


def test_seldom_where_the_tabs_socket_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Looks()
    monkeypatch.setattr(workbench, "looks", table)
    assert Workbench._interval(bench(None, 1), PLAYING) == ALONE
    table.heard("me", socket := object())
    assert Workbench._interval(bench(None, 1), PLAYING) == RESTING
    assert Workbench._interval(bench(None, 1, owner="another"), PLAYING) == ALONE
    table.closed("me", socket)
    assert Workbench._interval(bench(None, 1), PLAYING) == ALONE


def test_a_recording_that_stands_needs_no_look() -> None:
    assert Workbench._interval(bench(0.4, 1, run=None, held=True), PLAYING) is None
    ended = Snapshot(status=Status(config=ToyConfig(), state=State.FINISHED))
    assert Workbench._interval(bench(0.4, 1, run=None, held=False), ended) is None
    assert Workbench._interval(bench(0.4, 1, run=None, held=False), PLAYING) == 0.4
