"""What stands on the stage of a page is up to date, whatever moved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from dnnlab.photo.facts import SQUEEZENET
from dnnlab.photo.occlusion.views import OcclusionView
from dnnlab.plots.palette import LIGHT
from dnnlab.ui import workbench
from dnnlab.ui.compare import side_by_side
from dnnlab.ui.components.stage.payload import decode
from dnnlab.ui.recording import Recording, recorded
from dnnlab.ui.scene import Scene
from pages.cnn.convolution.learn.scene import LearnScene
from pages.cnn.lenet.scene import DigitsScene
from pages.photo.classify.occlusion import OcclusionScene
from tests.live.helpers import PATIENCE, poll_until
from tests.pages.helpers import press, visit_toy, widget


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the pages of this test have sent to their stages."""
    packed: list[bytes] = []

    def live_stage(panels: bytes, **_: Any) -> None:
        packed.append(panels)

    monkeypatch.setattr(workbench, "live_stage", live_stage)
    return packed


def panels(packed: bytes) -> list[dict[str, Any]]:
    header, _ = decode(packed)
    found: list[dict[str, Any]] = header["panels"]
    return found


def test_an_end_that_was_moved_while_paused_is_drawn(pool: Pool, owner: str, sent: list[bytes]) -> None:
    page = press(visit_toy("regression", owner, end="500000"), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1 and now.state is State.PAUSED, "it takes its step")
    page.run()
    assert panels(sent[-1])[0]["text"] == "500000 steps"
    widget(page, "toy/knobs/end").set_value(700000).run()
    poll_until(run, lambda now: now.total_steps == 700000, "the knob arrives")
    page.run()
    assert panels(sent[-1])[0]["text"] == "700000 steps"


def test_a_stage_that_nothing_happens_on_is_packed_once(pool: Pool, owner: str, sent: list[bytes]) -> None:
    page = press(visit_toy("regression", owner), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1 and now.state is State.PAUSED, "it takes its step")
    before = len(page.run() and sent)
    page.run()
    page.run()
    assert len(sent) == before + 2
    assert sent[-1] is sent[-2] is sent[-3]


def test_the_same_panel_of_two_runs_is_a_pair_whatever_its_title_says(
    pool: Pool, owner: str, sent: list[bytes]
) -> None:
    page = press(visit_toy("regression", owner), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1 and now.state is State.PAUSED, "it takes its step")
    press(page.run(), "Compare")
    press(page, "Step")
    poll_until(run, lambda now: now.step == 2 and now.state is State.PAUSED, "it takes another")
    page.run()
    assert [panel["title"] for panel in panels(sent[-1])] == [
        "End", "Weights at step 1 · pinned run 1", "Weights at step 2 · this run"
    ]  # fmt: skip


def mapped(name: str, *scores: float) -> OcclusionView:
    """An occlusion map on its way, about a class of this name."""
    return OcclusionView(
        net=SQUEEZENET, cut=np.zeros((16, 16, 3), np.uint8), cover="grey", class_index=0, class_name=name,
        uncovered=0.9, heat=np.zeros((4, 4), np.float32), last=None, worst=None,
        scores=np.array(scores, np.float32), total=4,
    )  # fmt: skip


def ends(recording: Recording) -> tuple[Any, Any]:
    """The first and the last view of a recording."""
    return recording.views[0], recording.views[-1]


@pytest.mark.parametrize(
    ("scene", "views"),
    [
        (DigitsScene(), ends(recorded("lenet"))),
        (DigitsScene(cell=(4, 9)), ends(recorded("lenet"))),
        (LearnScene(), ends(recorded("learn-kernel"))),
        (OcclusionScene(), (mapped("tabby"), mapped("tripod", 0.5, 0.2))),
    ],
    ids=["digits", "digits of a cell", "learn the kernel", "occlusion"],
)
def test_a_lessons_panels_all_find_their_pairs(scene: Scene, views: tuple[Any, Any]) -> None:
    pinned, now = (scene.pictures(view, LIGHT) for view in views)
    titles = [panel.title for panel in side_by_side(pinned, now, ("pinned run 1", "this run"))]
    assert len(titles) == 2 * len(now)
    assert all(title.endswith("· pinned run 1") for title in titles[::2])
    assert all(title.endswith("· this run") for title in titles[1::2])


def plain_scene() -> None:
    from dnnlab.ui.recording import Recording
    from dnnlab.ui.workbench import Workbench
    from tests.live.toy_knobs import ToyConfig

    class Plain:
        def curves(self, *_: object) -> list[object]:
            return []

        pictures = curves

    recorded = Recording(config=ToyConfig(), steps=(0,), views=(None,), curves={})
    Workbench("plain", "regression", ToyConfig(), Plain(), recorded, owner=None).show()


def test_a_scene_that_cannot_be_compared_is_refused(pool: Pool, caplog: pytest.LogCaptureFixture) -> None:
    page = AppTest.from_function(plain_scene, default_timeout=PATIENCE).run()
    assert page.exception
    assert "TypeError: the scene Plain must be a frozen dataclass that is compared by its fields" in caplog.text
