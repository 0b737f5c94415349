"""The part of the convolution lesson where a kernel is guessed and learnt."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from pages.cnn_convolution.lesson import LESSON
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
    assert "Your guess" not in table(page)
    assert not pool.runs(owner)
    assert not [each for each in page.text_input if "own target" in each.label]


def test_a_guess_is_scored_and_stays_beside_what_gradient_descent_finds(pool: Pool, owner: str) -> None:
    page = guess(arrive(owner), SOBEL)
    assert "<td>Your guess</td><td>100.0%</td><td>9 of 9</td><td>0</td>" in table(page)
    assert "Gradient descent" not in table(page)
    widget(page, "learn-kernel/run_length").set_value("100").run()
    press(page, "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.state is State.FINISHED, "it comes to its end")
    page.run()
    assert "Gradient descent, step 100" in table(page)
    widget(page, "learn-kernel/target").set_value("top sobel").run()
    assert "Your guess" not in table(page), "that was a guess of another kernel"
    widget(page, "learn-kernel/target").set_value("left sobel").run()
    assert "100.0%" in table(page)
    assert not page.exception


def test_a_target_of_ones_own_is_written_into_a_field(pool: Pool, owner: str) -> None:
    page = arrive(owner)
    widget(page, "learn-kernel/target").set_value("your own").run()
    (field,) = [each for each in page.text_input if "own target" in each.label]
    field.set_value("0,1,0;0,0,0;0,-1,0").run()
    assert page.query_params["own_target"] == "0,1,0;0,0,0;0,-1,0"
    page = guess(page, [[0, 1, 0], [0, 0, 0], [0, -1, 0]])
    assert "100.0%" in table(page)
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
    (toggle,) = [each for each in page.toggle if each.label == "Show the secret kernel"]
    assert not toggle.value
    press(page, "Step")
    toggle = next(each for each in page.toggle if each.label == "Show the secret kernel")
    toggle.set_value(True).run()
    assert not page.exception


def test_before_the_browser_has_named_its_tab_the_part_is_there(pool: Pool) -> None:
    assert widget(arrive(None), "learn-kernel/play").disabled
