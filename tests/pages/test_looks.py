"""Between two runs of a page its stage and bar are drawn without a script: the same frame, in any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.state import session_state_proxy
from streamlit.testing.v1 import AppTest

from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from dnnlab.ui import workbench
from dnnlab.ui.components.pad.component import encode_drawing
from dnnlab.ui.lesson import Lesson
from dnnlab.ui.looks import looks
from dnnlab.ui.sight import Frame
from pages.lessons import LESSONS
from tests.live.helpers import poll_until
from tests.pages.helpers import line, press, status, visit, visit_toy, widget
from tests.patience import PATIENCE

LIVE = {slug: lesson for slug, lesson in LESSONS.items() if lesson.live}
SEVEN = np.zeros((28, 28), np.uint8)
SEVEN[5:7, 6:20] = SEVEN[7:23, 17:19] = 255


@pytest.fixture(autouse=True)
def _no_session_outside_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit gives a thread without a script an empty state and a word in the log; here it is a fault."""
    get = session_state_proxy.get_session_state

    def found() -> Any:
        assert get_script_run_ctx() is not None, "a look asks for the session's state"
        return get()

    monkeypatch.setattr(session_state_proxy, "get_session_state", found)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the pages' scripts have put on stages, packed."""
    packed: list[bytes] = []
    show = workbench.live_stage

    def noted(panels: bytes, **more: Any) -> Any:
        packed.append(panels)
        return show(panels, **more)

    monkeypatch.setattr(workbench, "live_stage", noted)
    return packed


def looked(owner: str, slug: str) -> Frame:
    """A look at a stage, without a script."""
    showing = looks.find(owner, slug)
    assert showing is not None
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(showing.look).result(PATIENCE)
    assert found is not None
    return found


def same(page: AppTest, frame: Frame) -> None:
    """The frame says what the page says."""
    told = line(page)
    assert {name: told[name] for name in told if name not in ("stops", "number", "words")} == {
        name: getattr(frame.told, name) for name in told if name not in ("stops", "number", "words")
    }
    assert tuple(told["stops"]) == tuple(frame.told.stops)


@pytest.mark.parametrize("lesson", LIVE.values(), ids=LIVE)
def test_the_recording_of_every_lesson_is_drawn_without_a_script(
    pool: Pool, owner: str, shown: list[bytes], lesson: Lesson
) -> None:
    page = visit(lesson, owner)
    slug = line(page)["bar"]
    frame = looked(owner, slug)
    assert frame.drawn.packed == shown[-1]
    same(page, frame)
    assert frame.told.words == status(page)
    assert not frame.calls
    page.session_state[f"{slug}/stage"] = {"stands": True}
    page.run()
    showing = looks.find(owner, slug)
    assert showing is not None and showing.sight is not None
    showing.sight = replace(showing.sight, clock=replace(showing.sight.clock, began=-1e6))  # it has played to its end
    assert looked(owner, slug).told.step == line(page)["stops"][-1]
    assert looked(owner, slug).calls, "the buttons and the tabs do not know yet"


def test_a_run_is_drawn_without_a_script_as_by_one(pool: Pool, owner: str, shown: list[bytes]) -> None:
    page = press(visit_toy("regression", owner), "Play")
    (run,) = pool.runs(owner)
    step = poll_until(run, lambda now: now.step >= 5, "it trains").status.step
    assert looked(owner, "toy").told.step >= step
    press(page, "Pause")
    poll_until(run, lambda now: now.state is State.PAUSED, "it stands")
    page.run()
    frame = looked(owner, "toy")
    assert frame.drawn.packed == shown[-1]
    same(page, frame)
    assert (frame.told.words, frame.number, frame.calls) == (status(page), line(page)["number"], False)
    press(page, "Step")
    poll_until(run, lambda now: now.step == frame.told.step + 1, "the step")
    after = looked(owner, "toy")
    assert after.number > frame.number
    assert (after.told.step, after.told.presses) == (frame.told.step + 1, 2)


def test_the_page_is_called_when_a_run_ends(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner, end=30), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.state is State.FINISHED, "it ends")
    assert looked(owner, "toy").calls
    page.run()
    assert not looked(owner, "toy").calls


def test_another_palette_knob_or_pinned_run_is_seen_from_the_next_run_of_the_page_on(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "the step")
    before = looked(owner, "toy")
    press(page, "Compare")
    pinned = looked(owner, "toy")
    assert pinned.number > before.number
    assert any("pinned run 1" in title for title in pinned.drawn.titles)
    assert not any("pinned" in title for title in before.drawn.titles)


@pytest.mark.parametrize("slug", ["digits", "autoencoder", "vae", "picture-anomalies"])
def test_the_learners_own_digit_is_read_at_looks_without_a_script(pool: Pool, owner: str, slug: str) -> None:
    page = visit(LESSONS[slug], owner)
    page.session_state[f"{slug}/pad"] = {"drawing": {"clear": 0, "ink": encode_drawing(SEVEN)}}
    page.run()
    with_digit = looked(owner, line(page)["bar"])
    assert not page.exception
    scene: Any = with_digit.drawn.moment.scene
    assert scene.own is not None
    press(page, "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1 and now.state is State.PAUSED, "the step")
    widget(page, f"{slug}/step")
    frame = looked(owner, line(page)["bar"])
    assert frame.told.step == 1
