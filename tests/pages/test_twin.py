"""The bar's Twin: two runs of one seed side by side, driven together."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from dnnlab.ui.components.stage import payload
from pages.lessons import LESSONS
from tests.live.helpers import poll_until
from tests.live.toy_knobs import ToyConfig
from tests.pages.helpers import elements, line, look_until, press, table, visit, visit_toy, widget


def titles(page: AppTest) -> list[str]:
    """Of the panels on the stage."""
    packed = next(
        each.proto.bytes for each in elements(page)
        if each.type == "bidi_component" and each.proto.component_name.endswith("dnnlab_stage")
    )  # fmt: skip
    header, _ = payload.decode(packed)
    return [panel["title"] for panel in header["panels"]]


def captions(page: AppTest) -> str:
    return " ".join(each.value for each in page.caption)


def test_a_twin_starts_from_the_bar_goes_with_its_run_and_ends(pool: Pool, owner: str) -> None:
    page = visit_toy("regression", owner)
    widget(page, "toy/twin/learning_rate/0.05").set_value(0.2).run()
    press(page, "Start both")
    (run,) = pool.runs(owner)
    assert run.change == {"learning_rate": 0.2}
    poll_until(run, lambda now: now.step >= 5, "they train")
    press(page.run(), "Pause")
    look_until(page, "paused")
    seen = run.poll()
    assert seen.twin is not None
    assert seen.twin.status.step == seen.status.step
    assert f"step {seen.status.step:,} " in line(page)["words"]
    assert "same seed, same steps, learning rate 0.05 → 0.2." in captions(page)
    shown = titles(page)
    assert shown[1:] == [f"Weights at step {seen.status.step} · {whose}" for whose in ("this run", "the twin")]
    press(page, "Step")
    look_until(page, f"step {seen.status.step + 1} ")
    assert titles(page)[2] == f"Weights at step {seen.status.step + 1} · the twin"
    press(page, "End twin")
    assert (run.change, run.poll().twin) == ({}, None)
    assert run.poll().status.step == seen.status.step + 1
    assert "learning rate 0.2" in table(page.run())
    assert len(titles(page)) == 2
    assert not page.exception


def test_knobs_moved_beside_it_move_both(pool: Pool, owner: str) -> None:
    page = visit_toy("regression", owner)
    widget(page, "toy/twin/learning_rate/0.05").set_value(0.2).run()
    press(page, "Start both")
    (run,) = pool.runs(owner)
    widget(page, "toy/knobs/seed").set_value(5).run()
    seen = poll_until(run, lambda now: now.config == ToyConfig(seed=5) and now.step > 0, "both begin again")
    assert seen.twin is not None
    assert seen.twin.status.config == ToyConfig(seed=5, learning_rate=0.2)
    assert seen.status.state is State.PLAYING


def test_a_value_that_makes_no_twin_is_refused_with_a_sentence(pool: Pool, owner: str) -> None:
    page = visit_toy("regression", owner)
    widget(page, "toy/twin/knob").set_value("at").run()
    press(page, "Start both")
    assert [each.value for each in page.warning] == ["A twin needs another value: at is 7 already."]
    assert pool.runs(owner) == []


def test_on_a_lesson_its_curves_share_the_axes(pool: Pool, owner: str) -> None:
    page = visit(LESSONS["digits"], owner)
    widget(page, "digits/twin/knob").set_value("activation").run()
    widget(page, "digits/twin/activation/tanh").set_value("ReLU").run()
    press(page, "Start both")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 12, "they train")
    press(page.run(), "Pause")
    look_until(page, "paused")
    shown = titles(page)
    assert "Accuracy and loss" in shown, "one figure for both"
    assert "The filters of layer 1 · the twin" in shown
    assert not page.exception
