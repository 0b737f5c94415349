"""The part of the convolution lesson where a kernel is guessed and learnt."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.cnn.learn_kernel.net.experiment import LearnKernel
from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.recording import Opening
from pages.cnn.convolution.learn.part import prelude
from pages.cnn.convolution.learn.scene import LearnScene
from pages.cnn.convolution.lesson import LESSON
from tests.live.helpers import poll_until
from tests.pages.helpers import press, status, table, visit, widget

SOBEL = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]


def arrive(owner: str | None, **knobs: Any) -> AppTest:
    page = visit(LESSON, owner, part="learn", **knobs)
    assert not page.exception
    return page


def guess(page: AppTest, kernel: list[list[int]]) -> AppTest:
    for row, numbers in enumerate(kernel):
        for column, value in enumerate(numbers):
            widget(page, f"learn-kernel/{row}{column}").set_value(float(value))
    return press(page, "Score my guess")


def test_a_recording_plays_and_nothing_is_scored_yet(pool: Pool, owner: str) -> None:
    page = arrive(owner)
    assert "recorded run" in status(page).lower()
    assert "same picture" not in table(page)
    assert not pool.runs(owner)
    assert not [each for each in page.text_input if "own target" in each.label]


@pytest.mark.parametrize(
    "knobs",
    [{"seed": "5"}, {"target": "left sobel"}, {"photo": "rocket"}, {"noise": "0.5"}, {"target": "your own"}],
    ids=str,
)
def test_the_recording_gives_way_to_another_problem(pool: Pool, owner: str, knobs: dict[str, str]) -> None:
    page = arrive(owner, **knobs)
    assert "Press Play: gradient descent looks for this kernel, in 5,000 steps." in status(page)
    assert "recorded" not in status(page)


@pytest.mark.parametrize("knobs", [{"optimizer": "SGD"}, {"size": "5"}], ids=str)
def test_it_stays_while_only_the_way_of_looking_changes(pool: Pool, owner: str, knobs: dict[str, str]) -> None:
    assert "recorded run" in status(arrive(owner, **knobs))


def test_what_opens_the_stage_is_how_the_run_begins() -> None:
    config = LearnKernelConfig(target="secret", seed=4, size=5)
    opening = prelude(config)
    assert isinstance(opening, Opening)
    begun = LearnKernel(config).view()
    assert pickle.dumps(opening.view) == pickle.dumps(begun)


def toggles(page: AppTest) -> list[str]:
    return [each.label for each in page.toggle]


def test_the_sought_kernel_is_hidden_until_the_learner_has_guessed(pool: Pool, owner: str) -> None:
    page = arrive(owner, target="left sobel")
    assert toggles(page) == ["Show the sought kernel"]
    page = guess(page, [[1, 0, -1], [1, 0, -1], [1, 0, -1]])
    assert toggles(page) == []
    widget(page, "learn-kernel/knobs/target").set_value("top sobel").run()
    assert toggles(page) == ["Show the sought kernel"], "that one is not guessed yet"
    widget(page, "learn-kernel/knobs/target").set_value("your own").run()
    assert toggles(page) == [], "the learner wrote it"


def test_a_run_tells_it_too_but_no_secret(pool: Pool, owner: str) -> None:
    page = press(arrive(owner, target="left sobel"), "Step")
    poll_until(pool.runs(owner)[0], lambda now: now.step == 1, "it has stepped")
    assert toggles(page.run()) == []
    widget(page, "learn-kernel/knobs/target").set_value("secret").run()
    press(page, "Step")
    poll_until(pool.runs(owner)[0], lambda now: now.step == 1, "it has stepped")
    assert toggles(page.run()) == ["Show the sought kernel"]


def test_it_opens_on_a_secret_which_a_guess_does_not_give_away(pool: Pool, owner: str) -> None:
    page = arrive(owner)
    assert page.session_state["learn-kernel/last good config"].target == "secret"
    page = guess(page, SOBEL)
    assert "right signs" in table(page)
    assert toggles(page) == ["Show the sought kernel"]


def test_the_question_of_the_moment_stands_at_the_bar(pool: Pool, owner: str) -> None:
    page = arrive(owner)
    assert page.radio(key="now/learn-kernel-two-starts").value is None


def test_question_marks_hide_a_kernel_in_words_too() -> None:
    view = prelude(LearnKernelConfig(target="top sobel")).at(0.0).view
    shown, *_ = LearnScene().pictures(view, LIGHT)
    hidden, *_ = LearnScene(learnt=False, sought=False).pictures(view, LIGHT)
    assert "The sought kernel is 1 2 1; 0 0 0; −1 −2 −1." in shown.alt
    assert "the learnt kernel is hidden. The sought kernel is hidden." in hidden.alt


def test_a_guess_is_scored_and_stays_beside_what_gradient_descent_finds(pool: Pool, owner: str) -> None:
    page = guess(arrive(owner, target="left sobel"), SOBEL)
    assert "<th>you</th>" in table(page)
    for cells in (
        "same picture</td><td>100\N{NO-BREAK SPACE}%",
        "right signs</td><td>9 of 9",
        "largest miss</td><td>0",
    ):
        assert cells in table(page)
    assert "descent" not in table(page)
    widget(page, "learn-kernel/knobs/run_length").set_value("100").run()
    press(page, "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.state is State.FINISHED, "it comes to its end")
    page.run()
    assert "descent, step 100" in table(page)
    widget(page, "learn-kernel/knobs/target").set_value("top sobel").run()
    assert "same picture" not in table(page), "that was a guess of another kernel"
    widget(page, "learn-kernel/knobs/target").set_value("left sobel").run()
    assert "100\N{NO-BREAK SPACE}%" in table(page)
    assert not page.exception


def test_a_target_of_ones_own_is_written_into_a_field(pool: Pool, owner: str) -> None:
    page = arrive(owner)
    widget(page, "learn-kernel/knobs/target").set_value("your own").run()
    (field,) = [each for each in page.text_input if "own target" in each.label]
    field.set_value("0,1,0;0,0,0;0,-1,0").run()
    assert page.query_params["own_target"] == "0,1,0;0,0,0;0,-1,0"
    page = guess(page, [[0, 1, 0], [0, 0, 0], [0, -1, 0]])
    assert "100\N{NO-BREAK SPACE}%" in table(page)
    (field,) = [each for each in page.text_input if "own target" in each.label]
    field.set_value("1,2").run()
    assert any("odd numbers of rows and columns" in each.value for each in page.warning)
    assert not page.exception


def test_a_link_with_a_target_of_ones_own_shows_the_field(pool: Pool, owner: str) -> None:
    page = arrive(owner, target="your own", own_target="1,0,-1")
    assert [each.value for each in page.text_input if "own target" in each.label] == ["1,0,-1"]
    assert not page.warning


def test_a_secret_can_be_shown(pool: Pool, owner: str) -> None:
    page = arrive(owner, target="secret", seed="4")
    (toggle,) = page.toggle
    assert not toggle.value
    press(page, "Step")
    page.toggle[0].set_value(True).run()
    assert page.toggle[0].value
    widget(page, "learn-kernel/knobs/seed").set_value(5).run()
    assert not page.toggle[0].value, "another secret"
    assert not page.exception


def test_before_the_browser_has_named_its_tab_the_part_is_there(pool: Pool) -> None:
    assert not widget(arrive(None), "learn-kernel/play").disabled
