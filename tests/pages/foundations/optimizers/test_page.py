"""The pages of the races: the playground's net is taken over, and a chosen step is worked through."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.points import OWN_POINTS, OWN_TABLE
from dnnlab.live.pool import Pool
from dnnlab.paths import ROOT
from pages.foundations.optimizers.lesson import LESSON
from pages.foundations.optimizers.points import SLUG
from tests.pages.helpers import TOKEN, look_until, visit, widget
from tests.patience import PATIENCE


def said(page: AppTest) -> str:
    return " ".join(each.value for each in (*page.markdown, *page.caption))


def come_from_the_playground(owner: str, mine: PlaygroundConfig, table: dict[str, Any] | None = None) -> AppTest:
    """Open the part in a tab in which the playground's knobs stand so."""
    page = AppTest.from_file(ROOT / LESSON.page, default_timeout=PATIENCE)
    page.session_state[TOKEN] = owner
    page.session_state["playground/last good config"] = mine
    if table is not None:
        page.session_state["playground/own/given"] = table
    page.query_params["part"] = "points"
    page.run()
    assert not page.exception
    return page


def test_without_a_playground_it_is_the_default_net_and_says_so(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner, part="points")
    assert not page.exception
    assert "The playground’s default net**, since you have not been there in this tab" in said(page)
    assert "x, y → 8 tanh → 8 tanh → sigmoid" in said(page)


def test_the_net_of_the_playground_is_taken_over_and_stands_in_the_link(pool: Pool, owner: str) -> None:
    page = come_from_the_playground(owner, PlaygroundConfig(hidden="5 ReLU", data="moons", l2=0.01, seed=4))
    assert "Your net from the playground" in said(page)
    assert "500 points of the moons; x, y → 5 ReLU → sigmoid; cross-entropy; L2 0.01" in said(page)
    link = {name: page.query_params[name] for name in page.query_params}
    assert link["own_hidden"] == "5 ReLU"
    assert link["own_seed"] == "4"
    run = pool.in_slot(owner, SLUG)
    assert run is not None
    assert run.poll().status.config.hidden == "5 ReLU"  # type: ignore[attr-defined]
    other = visit(LESSON, f"{owner}b", **link)
    assert "The net of this link" in said(other)
    assert "5 ReLU" in said(other)


def test_a_change_there_counts_here_and_another_net_can_be_left(pool: Pool, owner: str) -> None:
    page = come_from_the_playground(owner, PlaygroundConfig(hidden="5"))
    page.session_state["playground/last good config"] = PlaygroundConfig(hidden="7")
    page.run()
    assert "→ 7 tanh →" in said(page)
    page.query_params["own_hidden"] = "3"
    page.run()
    assert "→ 3 tanh →" in said(page)
    widget(page, f"{SLUG}/mine").click().run()
    assert "→ 7 tanh →" in said(page)


@pytest.mark.parametrize("there", [True, False])
def test_an_own_table_takes_part_where_there_is_one(pool: Pool, owner: str, there: bool) -> None:
    places = np.random.default_rng(0).uniform(-2, 2, (40, 2))
    table = {
        "places": places, "labels": (places[:, 0] > 0) * 1.0, "names": ["a", "b"], "classes": ["no", "yes"],
        "value": False,
    }  # fmt: skip
    page = come_from_the_playground(owner, PlaygroundConfig(data=OWN_TABLE), table if there else None)
    assert ("Your table takes part." if there else "the spiral stands in") in said(page)
    assert ("40 points of your table" if there else "500 points of the spiral") in said(page)


def test_points_placed_by_hand_stay_there(pool: Pool, owner: str) -> None:
    page = come_from_the_playground(owner, PlaygroundConfig(data=OWN_POINTS, hidden="4"))
    assert "stay with their run in the playground: the spiral stands in" in said(page)
    assert "500 points of the spiral; x, y → 4 tanh" in said(page)


@pytest.mark.parametrize("part", ["surface", "weights", "points"])
def test_the_chosen_step_is_worked_through(pool: Pool, owner: str, part: str) -> None:
    page = visit(LESSON, owner, part=part)
    slug = LESSON.slug if part == "surface" else f"optimizer-{part}"
    widget(page, f"{slug}/step").click().run()
    look_until(page, "step 1 ")
    assert not page.exception
    for key in ("adam", "sgd"):
        next(each for each in page.button_group if each.key == f"{slug}/worked").set_value(key).run()
        assert f" of {RULES[key].name}**, for one number" in said(page)
