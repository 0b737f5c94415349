"""The bar, the notices and the table of runs, on the lesson and around toys that misbehave."""

from __future__ import annotations

import statistics

import numpy as np
import psutil
import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.pool import RUNS_A_LEARNER, Pool
from dnnlab.live.wire import State
from pages.lessons import LESSONS
from tests.live.helpers import poll_until, until, worked
from tests.live.toy_knobs import ToyConfig
from tests.pages.helpers import TOKEN, look_until, press, sentences, status, table, visit, visit_toy, widget, widgets

DIGITS = LESSONS["digits"]


def test_play_pause_step_rewind_and_reset(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 12, "it trains")
    press(page, "Pause")
    assert "paused" in status(page)
    step = run.poll().status.step
    press(page, "Step")
    assert run.poll().status.step == step + 1
    assert f"step <b>{step + 1}</b>" in status(page)
    slider = next(each for each in widgets(page) if each.label == "Rewind to step")
    slider.set_value(10).run()
    assert "step <b>10</b>" in status(page)
    press(page, "Reset")
    assert "step <b>0</b>" in status(page)
    assert pool.runs(owner)[0].id == run.id
    assert not page.exception


def test_a_live_knob_is_tuned_and_another_begins_the_run_again(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    before = poll_until(run, lambda now: now.step >= 5, "it trains").status.step
    widget(page, "digits/learning_rate").set_value("0.01").run()
    tuned = poll_until(run, lambda now: now.tunes, "the knob arrives").status
    assert tuned.step >= before
    assert tuned.tunes[-1].values == {"learning_rate": 0.01}
    assert pool.shelf.kept(owner, "lenet") == []
    widget(page, "digits/filters").set_value(8).run()
    again = poll_until(run, lambda now: now.begun.filters == 8 and now.step > 0, "it begins again").status
    assert again.state is State.PLAYING
    (kept,) = pool.shelf.kept(owner, "lenet")
    assert kept.snapshot.status.step >= tuned.step
    assert "learning rate 0.01" in table(page.run())
    assert "filters 8" in table(page)


def test_a_live_knob_takes_effect_within_half_a_second_of_training(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 5, "it trains")
    trainer, waits = psutil.Process(pool.pids[0]), []
    for rate in (0.005, 0.01, 0.02, 0.05, 0.1):
        began = worked(trainer)
        widget(page, "digits/learning_rate").set_value(f"{rate:g}").run()
        poll_until(run, lambda now, rate=rate: now.config.learning_rate == rate, "the knob arrives")  # type: ignore[misc]
        waits.append(worked(trainer) - began)
    assert statistics.median(waits) < 0.5, waits


def test_a_click_with_the_url_of_before_does_not_turn_a_knob_back(pool: Pool, owner: str) -> None:
    page = visit(DIGITS, owner, filters="4")
    widget(page, "digits/filters").set_value(5).run()
    page.query_params["filters"] = "4"
    widget(page, "digits/filters").set_value(7).run()
    assert widget(page, "digits/filters").value == 7
    assert page.query_params == {"filters": "7"}


def test_a_notice_stays_until_a_knob_moves(pool: Pool, owner: str) -> None:
    page = visit(DIGITS, owner, filters="99")
    assert len(page.run().warning) == 1
    widget(page, "digits/dropout").set_value("0.25").run()
    assert not page.warning


def test_a_pinned_run_stays_beside_the_next_one(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 5, "it trains")
    press(page, "Pause")
    press(page, "Compare")
    assert any("Pinned: run 1" in each.value and "the same knobs" in each.value for each in page.caption)
    widget(page, "digits/activation").set_value("ReLU").run()
    assert any("activation tanh → ReLU" in each.value for each in page.caption)
    assert not page.exception
    press(page, "Unpin")
    assert not any("Pinned" in each.value for each in page.caption)


def test_knobs_of_the_run_come_back_when_the_address_names_none(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner, filters="4", learning_rate="0.01"), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "it takes its step")
    page = visit(DIGITS, None)  # a reload of Home, then the lesson: the session knows of no knobs
    page.session_state[TOKEN] = owner  # the browser has sent it
    page.run()
    assert page.session_state["digits/last good config"] == LeNetConfig(filters=4, learning_rate=0.01)
    assert [each.value for each in page.slider if each.label == "Filters in layer 1"] == [4]
    assert page.query_params == {"filters": "4", "learning_rate": "0.01"}
    assert "step <b>1</b>" in status(page)
    assert run.poll().status.step == 1


def test_a_link_wins_over_the_run(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "it takes its step")
    page = visit(DIGITS, owner, filters="9")
    assert widget(page, "digits/filters").value == 9
    poll_until(run, lambda now: now.config.filters == 9 and now.step == 0, "it begins again")
    assert len(pool.shelf.kept(owner, "lenet")) == 1


@pytest.mark.parametrize(
    ("toy", "sentence"),
    [
        ("raising", "ValueError: the toy is broken (tests/live/toys.py, line "),
        ("unbuildable", "FileNotFoundError: the toy's data are missing"),
        ("diverging", "Diverged: the loss became nan at step 8; the last gradient norm was"),
    ],
)
def test_trouble_is_one_sentence_and_reset_helps(pool: Pool, owner: str, toy: str, sentence: str) -> None:
    page = press(visit_toy(toy, owner), "Play")
    look_until(page, sentence)
    assert not page.exception
    assert len(page.error) == 1
    assert "\n" not in page.error[0].value
    assert "Traceback" not in page.error[0].value
    assert widget(page, "toy/play").disabled
    if toy != "unbuildable":
        press(page, "Reset")
        assert not page.error
        assert not widget(page, "toy/play").disabled


def test_one_run_too_many_is_a_sentence_with_a_way_out(pool: Pool, owner: str) -> None:
    for number in range(RUNS_A_LEARNER):
        pool.start("regression", ToyConfig(), owner, slot=f"other {number}", play=False)
    page = press(visit_toy("regression", owner), "Play")
    assert any("which is the limit" in each for each in sentences(page))
    press(page, "Stop my oldest run")
    assert not sentences(page)
    press(page, "Play")
    look_until(page, "step")
    assert "toy" in [run.slot for run in pool.runs(owner)]


def test_a_complete_run_shows_its_final_figures(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner, end="12"), "Play")
    look_until(page, "complete: distance")
    assert "final distance" in table(page)
    assert widget(page, "toy/play").disabled


def test_a_run_about_something_new_begins_again_and_goes_on_playing(pool: Pool, owner: str) -> None:
    page = press(visit_toy("given", owner, given=np.ones(3, np.float32)), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 5, "it trains")
    page.run()
    assert len(run.poll().view.weights) == 3
    assert "train given --given FILE --steps" in command(page)
    page.session_state["given"] = np.ones(4, np.float32)
    page.run()
    until(lambda: len(run.poll().view.weights) == 4, "it is about something else")
    assert run.poll().status.state is State.PLAYING
    assert [toast.value for toast in page.toast] == [
        "A new run: something new is given. The one before is in the table of runs."
    ]
    assert [run.id] == [each.id for each in pool.runs(owner)]
    page.run()
    poll_until(run, lambda now: now.step >= 5, "it is left alone from then on")
    press(page, "Reset")
    assert len(run.poll().view.weights) == 4


def test_how_far_a_run_with_an_end_is_shows_as_a_bar(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner, end="12"), "Play")
    look_until(page, "complete")
    assert "<progress class='dl-progress' max='12' value='12' aria-label='steps done'></progress>" in status(page)


def command(page: AppTest) -> str:
    """What the page offers to type into a terminal."""
    return next(each.value for each in page.code if each.value.startswith("python -m dnnlab"))


def test_knobs_moved_after_the_end_are_those_of_the_next_run(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner, end="12"), "Play")
    look_until(page, "complete: distance")
    widget(page, "toy/learning_rate").set_value("0.2").run()
    look_until(page, "This run is complete: these knobs hold after a rewind, or for the next run.")
    (run,) = pool.runs(owner)
    assert run.config == ToyConfig(end=12)
    press(page, "Reset")
    press(page, "Play")
    again = poll_until(run, lambda now: now.state is State.FINISHED, "it is complete again").status
    assert (again.begun, again.config, again.tunes) == (*2 * (ToyConfig(end=12, learning_rate=0.2),), ())
