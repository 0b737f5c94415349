"""What is drawn on the pad becomes a knob: it stands in the link, and a run that goes on takes it over."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.gan.line.drawing import CELLS, from_ink
from dnnlab.gan.line.knobs import LineConfig
from dnnlab.gan.line.shapes import DRAWN
from dnnlab.live.pool import Pool
from dnnlab.ui import lab
from dnnlab.ui.components.pad.component import encode_drawing
from pages.gan.line.drawing import DATA, NOISE
from pages.lessons import LESSONS
from tests.live.helpers import poll_until
from tests.pages.helpers import press, visit, widget

LESSON = LESSONS["gan-1d"]
HILL = np.zeros((CELLS, CELLS), np.uint8)
HILL[[8, 9, 10], 20:28] = 255
PLAIN = np.zeros((CELLS, CELLS), np.uint8)
PLAIN[30, 4:44] = 255


def draw(page: AppTest, kind: str, ink: np.ndarray) -> AppTest:
    """As the browser sends it, from a pad that has been shown so often."""
    count = page.session_state[f"gan-1d/drawn/{kind}/count"]
    page.session_state[f"gan-1d/pad/{kind}/{lab.palette().name}"] = {
        "drawing": {"clear": count, "ink": encode_drawing(ink, CELLS)}
    }
    return page.run()


def config(page: AppTest) -> LineConfig:
    found: LineConfig = page.session_state["gan-1d/last good config"]
    return found


def test_a_drawing_becomes_the_data_and_stands_in_the_link(pool: Pool, owner: str) -> None:
    page = draw(visit(LESSON, owner), "data", HILL)
    assert not page.exception
    assert (config(page).data, config(page).heights) == (DRAWN, from_ink(HILL))
    assert page.query_params["heights"] in (from_ink(HILL), [from_ink(HILL)])
    again = visit(LESSON, owner, data=DRAWN, heights=from_ink(HILL))
    assert config(again) == config(page)


def test_the_noise_can_be_drawn_too(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner)
    widget(page, "gan-1d/which").set_value(NOISE).run()
    page = draw(page, "noise", PLAIN)
    assert (config(page).noise, config(page).noise_heights) == (DRAWN, from_ink(PLAIN))
    assert config(page).data != DRAWN
    widget(page, "gan-1d/which").set_value(DATA).run()
    assert not page.exception
    assert config(page).noise == DRAWN


def test_a_run_that_goes_on_takes_the_new_drawing_over(pool: Pool, owner: str) -> None:
    page = draw(visit(LESSON, owner), "data", HILL)
    press(page, "Play")
    run = pool.in_slot(owner, LESSON.slug)
    assert run is not None
    poll_until(run, lambda now: now.step > 0, "it plays")
    before = run.id
    draw(page, "data", PLAIN)
    run = pool.in_slot(owner, LESSON.slug)
    assert run is not None and run.id == before
    snapshot = poll_until(run, lambda now: getattr(now.config, "heights", "") == from_ink(PLAIN), "it has been told")
    assert snapshot.status.step > 0, "no new run"


def test_what_the_browser_says_of_the_text_before_does_not_take_the_drawing_back(pool: Pool, owner: str) -> None:
    page = draw(draw(visit(LESSON, owner), "data", HILL), "data", PLAIN)
    count = page.session_state["gan-1d/drawn/data/count"]
    widget(page, "gan-1d/knobs/heights").set_value(from_ink(HILL)).run()
    assert config(page).heights == from_ink(PLAIN)
    assert page.session_state["gan-1d/drawn/data/count"] == count, "the pad keeps the stroke"


def test_a_drawing_of_nothing_is_said_and_changes_nothing(pool: Pool, owner: str) -> None:
    empty = np.zeros((CELLS, CELLS), np.uint8)
    empty[-1, 3:9] = 255
    page = draw(visit(LESSON, owner), "data", empty)
    assert config(page) == LineConfig()
    assert any("above the bottom" in each.value for each in page.caption)


@pytest.mark.parametrize("heights", ["12", "x" * 24, "0" * 24])
def test_a_link_with_heights_that_are_none_says_so(pool: Pool, owner: str, heights: str) -> None:
    page = visit(LESSON, owner, data=DRAWN, heights=heights)
    assert not page.exception
    assert config(page).heights == LineConfig().heights
    assert any("heights" in each.value or "drawn" in each.value for each in page.warning)
