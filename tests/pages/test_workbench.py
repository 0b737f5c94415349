"""The bar, the notices and the table of runs, on the lesson and around toys that misbehave."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

import numpy as np
import psutil
import pytest
import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.testing.v1 import AppTest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.bookings import Booking
from dnnlab.live.places import A_LEARNER, MADE_ROOM
from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from dnnlab.ui import workbench
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.panel import Panel
from pages.lessons import LESSONS
from tests.live.helpers import poll_until, until, worked
from tests.live.toy_knobs import ToyConfig
from tests.pages.helpers import (
    TOKEN,
    line,
    look_until,
    press,
    seek,
    sentences,
    status,
    table,
    visit,
    visit_toy,
    widget,
)

DIGITS = LESSONS["digits"]
NOT_YOURS = "A recorded run, default knobs: "


def test_play_pause_step_rewind_and_reset(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 12, "it trains")
    assert line(page.run())["going"]
    press(page, "Pause")
    look_until(page, "paused")
    assert [line(page)[name] for name in ("of", "going", "marks", "presses")] == [run.id, False, True, 2]
    step = run.poll().status.step
    press(page, "Step")
    look_until(page, f"step {step + 1} ")
    assert line(page)["stops"][-1] == step + 1
    seek(page, 10)
    look_until(page, "step 10 ")
    seek(page, 2, of="another run")
    assert "step 10 " in status(page)
    press(page, "Reset")
    assert "step 0 " in status(page)
    assert pool.runs(owner)[0].id == run.id
    assert not page.exception


def test_a_recording_is_held_where_the_learner_moves_it_and_says_its_knobs(pool: Pool, owner: str) -> None:
    page = visit(DIGITS, owner)
    assert status(page).startswith(f"{NOT_YOURS}step 0 of ")
    stops = line(page)["stops"]
    seek(page, stops[5] + 1)
    assert (line(page)["step"], line(page)["other"]) == (stops[5], False)
    seek(page, stops[-1])
    assert status(page).startswith(f"{NOT_YOURS}validation accuracy ")
    assert "of 5,000 digits, test accuracy" in status(page)
    widget(page, "digits/knobs/activation").set_value("ReLU").run()
    assert status(page).startswith(f"{NOT_YOURS}step ")
    assert (line(page)["step"], line(page)["other"]) == (stops[-1], True)
    press(page, "Step")
    assert not line(page)["other"]


def test_a_recording_that_is_held_or_over_plays_again_from_its_start(pool: Pool, owner: str) -> None:
    page = visit(DIGITS, owner)
    stops = line(page)["stops"]
    assert not line(page)["replays"]
    seek(page, stops[-1])
    assert line(page)["replays"]
    page.session_state["digits/line"] = {"seek": {"of": "", "step": 0, "number": 99, "replay": True}}
    page.run()
    assert line(page)["step"] < stops[-1]
    assert not line(page)["replays"]


def test_bar_and_stage_show_one_moment(pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bytes] = []
    monkeypatch.setattr(workbench, "live_stage", lambda packed, **_: shown.append(packed))
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    for _ in range(3):
        step = run.poll().status.step
        poll_until(run, lambda now, step=step: now.step > step, "it trains")  # type: ignore[misc]
        page.run()
        assert line(page)["drawn"] == payload.name_of(shown[-1])
        header, _ = payload.decode(shown[-1])
        assert header["name"] == line(page)["drawn"]
        assert any(f"step {line(page)['step']:,} of" in panel["alt"] for panel in header["panels"])


def test_a_live_knob_is_tuned_and_another_begins_the_run_again(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    before = poll_until(run, lambda now: now.step >= 5, "it trains").status.step
    widget(page, "digits/knobs/learning_rate").set_value("0.01").run()
    tuned = poll_until(run, lambda now: now.tunes, "the knob arrives").status
    assert tuned.step >= before
    assert tuned.tunes[-1].values == {"learning_rate": 0.01}
    assert pool.shelf.kept(owner, "digits") == []
    widget(page, "digits/knobs/filters").set_value(8).run()
    again = poll_until(run, lambda now: now.begun.filters == 8 and now.step > 0, "it begins again").status
    assert again.state is State.PLAYING
    (kept,) = pool.shelf.kept(owner, "digits")
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
        widget(page, "digits/knobs/learning_rate").set_value(f"{rate:g}").run()
        poll_until(run, lambda now, rate=rate: now.config.learning_rate == rate, "the knob arrives")  # type: ignore[misc]
        waits.append(worked(trainer) - began)
    assert statistics.median(waits) < 0.5, waits


def test_a_click_with_the_url_of_before_does_not_turn_a_knob_back(pool: Pool, owner: str) -> None:
    page = visit(DIGITS, owner, filters="4")
    widget(page, "digits/knobs/filters").set_value(5).run()
    page.query_params["filters"] = "4"
    widget(page, "digits/knobs/filters").set_value(7).run()
    assert widget(page, "digits/knobs/filters").value == 7
    assert page.query_params == {"filters": "7"}


def test_a_notice_stays_until_a_knob_moves(pool: Pool, owner: str) -> None:
    page = visit(DIGITS, owner, filters="99")
    assert len(page.run().warning) == 1
    widget(page, "digits/knobs/dropout").set_value("0.25").run()
    assert not page.warning


def test_a_pinned_run_stays_beside_the_next_one(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 5, "it trains")
    press(page, "Pause")
    press(page, "Compare")
    assert any("Pinned: run 1" in each.value and "the same knobs" in each.value for each in page.caption)
    widget(page, "digits/knobs/activation").set_value("ReLU").run()
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
    assert "step 1 " in status(page)
    assert run.poll().status.step == 1


def test_a_link_wins_over_the_run(pool: Pool, owner: str) -> None:
    page = press(visit(DIGITS, owner), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "it takes its step")
    page = visit(DIGITS, owner, filters="9")
    assert widget(page, "digits/knobs/filters").value == 9
    poll_until(run, lambda now: now.config.filters == 9 and now.step == 0, "it begins again")
    assert len(pool.shelf.kept(owner, "digits")) == 1


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


def test_a_run_that_made_room_for_others_stands_paused_at_its_step(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step > 0, "it trains")
    for number in range(A_LEARNER):
        pool.start("regression", ToyConfig(), owner, slot=f"other {number}", play=False)
    until(lambda: run.booking.worker is None, "it makes room")
    step = run.booking.status.step
    assert step > 0
    page.run()
    assert f"step {step:,} · paused to make room for your other runs" in status(page)
    assert sentences(page) == [MADE_ROOM]
    press(page, "Play")
    poll_until(run, lambda now: now.step > step, "it goes on")


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
    page.session_state["given"] = np.asfortranarray(np.ones((1, 3), np.float32))[0]
    page.run()
    assert run.poll().status.step >= 5, "it is the same, held otherwise"
    assert "train given --given FILE --steps" in command(page)
    page.session_state["given"] = np.ones(4, np.float32)
    page.run()
    until(lambda: len(run.poll().view.weights) == 4, "it is about something else")
    assert run.poll().status.state is State.PLAYING
    assert [toast.value for toast in page.toast] == [
        "A new run: the same knobs, and something new is given. The one before is in the table of runs."
    ]
    assert [run.id] == [each.id for each in pool.runs(owner)]
    page.run()
    poll_until(run, lambda now: now.step >= 5, "it is left alone from then on")
    press(page, "Reset")
    assert len(run.poll().view.weights) == 4


def test_a_run_of_the_page_that_ends_another_resets_once_and_says_it(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = press(visit_toy("regression", owner), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "it takes its step")
    with monkeypatch.context() as patched:

        def ended(*_: Any, **__: Any) -> None:
            raise StopException

        patched.setattr(st, "toast", ended)
        widget(page, "toy/knobs/size").set_value(9).run()
    run.step_once()
    poll_until(run, lambda now: now.step == 1 and now.config.size == 9, "it takes another one")
    page.run()
    assert [toast.value for toast in page.toast] == ["A new run: size 8 → 9. The one before is in the table of runs."]
    assert run.poll().status.step == 1
    assert len(pool.shelf.kept(owner, "toy")) == 1
    assert not page.run().toast


def test_a_run_that_was_never_played_begins_again_unplayed_though_its_trainer_is_slow(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = press(visit_toy("regression", owner), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "it takes its step")
    with monkeypatch.context() as patched:
        patched.setattr(Booking, "take", lambda *_: None)  # nothing comes from the trainer
        for size in (9, 10):
            widget(page, "toy/knobs/size").set_value(size).run()
            assert "step 0 · paused" in status(page)
    poll_until(run, lambda now: now.config.size == 10, "it begins again")
    assert run.poll().status.state is State.PAUSED
    assert len(pool.shelf.kept(owner, "toy")) == 1


def test_what_is_said_of_a_run_tells_the_knobs_that_were_moved_under_way(pool: Pool, owner: str) -> None:
    page = press(visit_toy("by-hand", owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 5, "it trains")
    press(page, "Pause")
    step = run.poll().status.step
    widget(page, "toy/knobs/learning_rate").set_value("0.1").run()
    for value in (1.0, 2.0):
        run.apply({"set": 0, "to": value})
    poll_until(run, lambda now: len(now.changes) == 3, "the changes arrive")
    moved = f"0.05, from step {step:,} on 0.1"
    told = f"<td>learning rate {moved}, 2 changes by hand</td>"
    assert told in table(page.run())
    assert command(page).count("--event") == 2
    assert f"--tune {step}:learning_rate=0.1" in command(page)
    press(page, "Compare")
    assert any("This run: the same knobs." in each.value for each in page.caption)
    widget(page, "toy/knobs/size").set_value(9).run()
    differs = f"learning rate ({moved}) → 0.1, size 8 → 9, 2 changes by hand → none by hand."
    assert [toast.value for toast in page.toast] == [f"A new run: {differs} The one before is in the table of runs."]
    assert any(f"This run: {differs}" in each.value for each in page.caption)
    assert told in table(page)


def test_a_knob_that_was_moved_while_it_stands_still_is_marked_on_the_curves(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []
    encode = payload.encode

    def noted(panels: Sequence[Panel], *rest: Any, **more: Any) -> bytes:
        drawn.extend(panel for panel in panels if panel.title == "Accuracy and loss")
        return encode(panels, *rest, **more)

    monkeypatch.setattr(payload, "encode", noted)
    page = press(visit(DIGITS, owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 5, "it trains")
    press(page, "Pause")
    step = run.poll().status.step
    widget(page, "digits/knobs/learning_rate").set_value("0.01").run()

    def marks() -> list[str]:
        page.run()
        return [note.hovertext for note in drawn[-1].figure.layout.annotations if note.hovertext]

    until(lambda: marks() == [f"step {step}: learning rate 0.01"], "the curves show it")


def test_a_knob_that_has_arrived_is_news_to_the_page(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner), "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 5, "it trains")
    said = page.run().session_state["toy/milestone"]
    assert page.run().session_state["toy/milestone"] == said, "steps alone are no news"
    run.tune(ToyConfig(learning_rate=0.1))
    poll_until(run, lambda now: now.tunes, "the knob arrives")
    assert page.run().session_state["toy/milestone"] != said


def test_two_lessons_about_one_experiment_keep_their_runs_apart(pool: Pool, owner: str) -> None:
    elsewhere = pool.start("regression", ToyConfig(end=5), owner, slot="another lesson")
    poll_until(elsewhere, lambda now: now.state is State.FINISHED, "it is complete")
    elsewhere.stop()
    page = press(visit_toy("regression", owner), "Step")
    look_until(page, "step 1 ")
    press(page.run(), "Compare")
    assert "<td>1</td>" in table(page)
    assert "<td>2</td>" not in table(page)
    assert "end 5" not in table(page)
    assert pool.shelf.number(owner, "toy") == 1
    assert pool.shelf.pinned(owner, "another lesson") is None


def test_how_far_a_run_with_an_end_is_shows_as_a_bar(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner, end="12"), "Play")
    look_until(page, "complete")
    assert [line(page)[name] for name in ("step", "end", "total")] == [12, 12, 12]


def command(page: AppTest) -> str:
    """What the page offers to type into a terminal."""
    return next(each.value for each in page.code if each.value.startswith("python -m dnnlab"))


def test_knobs_moved_after_the_end_are_those_of_the_next_run(pool: Pool, owner: str) -> None:
    page = press(visit_toy("regression", owner, end="12"), "Play")
    look_until(page, "complete: distance")
    widget(page, "toy/knobs/learning_rate").set_value("0.2").run()
    look_until(page, "This run is complete: these knobs hold after a rewind, or for the next run.")
    (run,) = pool.runs(owner)
    assert run.config == ToyConfig(end=12)
    press(page, "Reset")
    press(page, "Play")
    again = poll_until(run, lambda now: now.state is State.FINISHED, "it is complete again").status
    assert (again.begun, again.config, again.tunes) == (*2 * (ToyConfig(end=12, learning_rate=0.2),), ())
