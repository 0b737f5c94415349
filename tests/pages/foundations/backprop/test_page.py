"""The page of the lesson on backpropagation: typing, stepping, values, links, the check by autograd."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.foundations.backprop.examples import EXAMPLES, TWICE
from dnnlab.foundations.backprop.knobs import ExpressionConfig
from dnnlab.foundations.backprop.parsing import read_expression
from dnnlab.live.pool import Pool
from pages.foundations.backprop.check import Row, agree, compared, table
from pages.foundations.backprop.lesson import LESSON
from pages.foundations.backprop.net import label
from tests.pages.helpers import elements, press, sentences, visit, widget, widgets
from tests.patience import PATIENCE

STAGE = f"{LESSON.slug}/stage"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first question to a trainer loads torch."""
    monkeypatch.setattr("dnnlab.ui.asking.PATIENCE", PATIENCE)


def sent(page: AppTest, key: str = STAGE) -> str:
    """What the stage got: titles and texts stand in it."""
    payload = " ".join(str(each.proto) for each in elements(page) if getattr(each, "key", "") == key)
    return re.sub(r"\\\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), payload)


def said(page: AppTest) -> str:
    """The one sentence of the page, as it is read."""
    (sentence,) = sentences(page)
    return sentence.replace("\\", "")


def typed(page: AppTest, text: str) -> AppTest:
    widget(page, f"{LESSON.slug}/typed").set_value(text).run()
    assert not page.exception
    return page


def captions(page: AppTest) -> str:
    return " ".join(each.value for each in page.caption)


def values(page: AppTest) -> dict[str, Any]:
    """Name -> what its slider stands at."""
    start = f"{LESSON.slug}/value/"
    sliders = [each for each in widgets(page) if str(getattr(each, "key", "")).startswith(start)]
    return {each.key.removeprefix(start): each.value for each in sliders}


def test_it_opens_in_the_middle_of_the_way_back_and_is_checked(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner)
    assert not page.exception
    assert not sentences(page)
    assert "Backward 3 of 6: u4 hands its gradient back" in sent(page)
    assert re.search(r"Largest difference over 12 gradients (0|\de-1\d), over 12 values (0|\de-1\d)\.", captions(page))
    assert dict(page.query_params) == {}
    assert values(page) == {"w1": 0.5, "x1": 2.0, "w2": -1.0, "x2": 1.5, "b": 1.0, "y": 1.0}


def test_what_is_typed_begins_at_its_start_and_known_variables_keep_their_values(pool: Pool, owner: str) -> None:
    page = typed(visit(LESSON, owner), "tanh(w1*z)")
    assert values(page) == {"w1": 0.5, "z": 2.0}
    assert "The variables have their values" in sent(page)
    assert page.query_params["expression"] == "tanh(w1*z)"
    assert page.query_params["place"] == "0"
    for title in ("Forward 1 of 2: u1 is computed", "Forward 2 of 2: L is computed", "The way back begins: dL/dL = 1",
                  "Backward 1 of 2: L hands its gradient back", "Backward 2 of 2: u1 hands its"):  # fmt: skip
        press(page, "Step")
        assert title in sent(page)
    assert widget(page, f"{LESSON.slug}/step").disabled
    press(page, "Back")
    assert "Backward 1 of 2" in sent(page)


def test_a_link_reproduces_expression_values_and_place(pool: Pool, owner: str) -> None:
    first = typed(visit(LESSON, owner), "a = w*x; a*a + a")
    widget(first, f"{LESSON.slug}/value/x").set_value(-3.0).run()
    widget(first, f"{LESSON.slug}/place").set_value(5).run()
    assert "a share of a" in sent(first)
    again = visit(LESSON, owner, **{name: str(text) for name, text in first.query_params.items()})
    assert (values(again), sent(again)) == (values(first), sent(first))
    assert values(again)["x"] == -3.0


@pytest.mark.parametrize(("text", "says"), [
    ("sigmoid(w*x", "never closed (at character 8)"), ("open(x)", "no function open"), ("x.real", "at character 1"),
    ("w^2", "for a power write **"),
])  # fmt: skip
def test_a_bad_expression_is_a_sentence_with_the_place_and_the_graph_stays(
    pool: Pool, owner: str, text: str, says: str
) -> None:
    page = typed(typed(visit(LESSON, owner), "w*x"), text)
    assert says in said(page)
    assert said(page).endswith("The graph still shows w*x")
    assert widget(page, f"{LESSON.slug}/typed").value == text
    assert "The variables have their values" in sent(page)
    linked = visit(LESSON, owner, expression=text)
    assert says in said(linked)


def test_values_without_a_result_are_a_sentence_until_they_are_moved(pool: Pool, owner: str) -> None:
    page = typed(visit(LESSON, owner), "log(w)/x")
    widget(page, f"{LESSON.slug}/value/w").set_value(-1.0).run()
    assert not page.exception
    assert "log(w) cannot be worked out: the logarithm of a number that is not positive (−1)" in said(page)
    assert "(at character 1)" in said(page)
    assert "The variables have their values" in sent(page), "the graph stands there without numbers"
    assert not [each for each in page.button if each.label == "Step"]
    widget(page, f"{LESSON.slug}/value/w").set_value(1.0).run()
    assert not sentences(page)
    assert "The variables have their values" in sent(page)


def test_a_link_with_strange_values_gets_a_sentence(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner, variables="w1=much")
    assert not page.exception
    assert "The link asks for variables w1=much" in sentences(page)[0]


def test_an_example_brings_its_values_and_what_to_look_at(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner)
    widget(page, f"{LESSON.slug}/example/{TWICE}").click().run()
    example = EXAMPLES[TWICE]
    assert page.query_params["variables"] == example.variables
    assert example.look in sent(page)


def test_it_plays_and_pauses(pool: Pool, owner: str) -> None:
    page = typed(visit(LESSON, owner), "w*x")
    press(page, "Play")
    assert [each.label for each in page.button if each.label in ("Play", "Pause")] == ["Pause"]
    press(page, "Step")
    assert [each.label for each in page.button if each.label in ("Play", "Pause")] == ["Play"], "a hand ends it"


def test_the_lectures_net_steps_and_is_checked(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner, part="net")
    assert not page.exception
    stage = f"{LESSON.slug}/net/stage"
    assert "Step 6 of 7. Backward: s of hidden unit 1" in sent(page, stage)
    assert "over 9 gradients " in captions(page)
    widget(page, f"{LESSON.slug}/net/value/w11").set_value(2.0).run()
    assert page.query_params["net_variables"] == "w11=2"
    press(page, "Step")
    assert "Step 7 of 7. Backward: s of hidden unit 2" in sent(page, stage)
    assert any(r"\delta\, h^{\top}" in each.value for each in page.latex)
    press(page, "See every operation of this net")
    assert "part" not in page.query_params
    graph = read_expression(page.query_params["expression"])
    assert len(graph.variables) == 12
    assert values(page)["w11"] == 2.0


def test_a_net_too_large_for_a_graph_says_so(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner, part="net", net_hidden="4", net_outputs="2")
    assert not page.exception
    assert "With fewer units" in captions(page)
    assert not [each for each in page.button if each.label.startswith("See every")]


def test_without_a_trainer_the_graph_stands_all_the_same(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.foundations.backprop.expression.answer", lambda *args, **more: None)
    page = visit(LESSON, None)
    assert not page.exception
    assert "Backward 3 of 6" in sent(page)
    assert "autograd has differentiated" not in captions(page)


def test_a_difference_would_be_seen() -> None:
    rows = [
        Row("w", "w", "1", 1.0, 1.0 + 1e-12),
        Row("x", "x", "2", 2.0, 2.5),
        Row("u1", "2/3", "0.667", 0.0, float("nan")),
    ]
    assert not agree(rows)
    assert agree(rows[::2])
    assert compared(rows).endswith("Largest difference over 2 gradients 0.5.")
    assert "none asked for" in table(rows)
    assert label("w12") == "W¹₁₂"
    assert ExpressionConfig().place == 10
