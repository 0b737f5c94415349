"""Knobs as widgets: a link's are taken or brought to the nearest with a sentence; shown is what means something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.config import NEVER, Config, Knob, Value, knob
from dnnlab.live.knobs import several
from dnnlab.ui.knobs import read_knob

LENET = CATALOGUE.config("lenet").knobs()
EVERY_KNOB = [
    pytest.param(knob, id=f"{name}-{knob.name}")
    for name in CATALOGUE.experiments
    for knob in CATALOGUE.config(name).knobs().values()
]
NONSENSE = ("", " ", "nonsense", "nan", "inf", "-inf", "1e999", "-1", "1e-300", "0x10", "<b>", "🎲", "9" * 400, "None")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("filters", "8", 8),
        ("dropout", "0.25", 0.25),
        ("learning_rate", "0.002", 0.002),
        ("learning_rate", "1e-5", 1e-05),
        ("learning_rate", "1e-05", 1e-05),
        ("batch_size", "128", 128),
        ("seed", "9999", 9999),
        ("optimizer", "RMSProp", "RMSProp"),
        ("augmentation", "shift and rotate", "shift and rotate"),
    ],
)
def test_allowed_values_are_taken_in_silence(name: str, text: str, value: Value) -> None:
    assert read_knob(LENET[name], text) == (value, "")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("filters", "99", 16),
        ("filters", "-3", 2),
        ("filters", "6.4", 6),
        ("dropout", "7", 0.8),
        ("dropout", "0.26", 0.25),
        ("learning_rate", "0", 1e-05),
        ("learning_rate", "0.0021", 0.002),
        ("learning_rate", "inf", 1.0),
        ("batch_size", "100", 128),
        ("optimizer", "adam", "Adam"),
        ("filters", "many", 6),
        ("seed", "nan", 0),
    ],
)
def test_others_are_brought_to_the_nearest_with_a_sentence_that_names_both(name: str, text: str, value: Value) -> None:
    knob = LENET[name]
    taken, notice = read_knob(knob, text)
    assert taken == value
    assert knob.label.lower() in notice
    assert text in notice
    assert f"set to {knob.format(value)}." in notice


@pytest.mark.parametrize("knob", EVERY_KNOB)
def test_nonsense_becomes_an_allowed_value_and_a_short_sentence(knob: Knob) -> None:
    for text in NONSENSE:
        value, notice = read_knob(knob, text)
        assert knob.check(value) == value
        assert notice or value == text or float(value) == float(text)  # a free text, or a number, may allow it
        assert len(notice) < 160


@pytest.mark.parametrize("knob", EVERY_KNOB)
def test_every_value_that_a_widget_offers_survives_the_link(knob: Knob) -> None:
    offered = knob.options or {bool: (False, True), str: (knob.default,)}.get(knob.kind) or knob.grid()
    for value in offered:
        assert read_knob(knob, knob.format(value)) == (value, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Config):
    facts: ClassVar = {"part": ("one", "two")}

    width: int = knob(3, low=1, high=9, when={"kind": ("wide",)}, help="before the knob that it depends on")
    kind: str = knob("narrow", options=("narrow", "wide"), help="decides")
    depth: int = knob(3, low=1, high=9, group="Other", when={"part": ("two",)}, help="alone in its group")
    picked: int = knob(3, low=1, high=9, when=NEVER, help="set by the page")


def panel() -> None:
    import streamlit as st

    from dnnlab.ui.knobs import knob_panel
    from tests.unit.ui.test_knobs import Shown

    st.session_state["script runs"] = st.session_state.get("script runs", 0) + 1
    st.session_state["made"] = knob_panel(Shown, "toy", facts={"part": st.session_state.get("part", "one")})


def shown(page: AppTest) -> list[str]:
    assert not page.exception
    return [each.label for kind in (page.slider, page.button_group) for each in kind]


def test_a_knob_shows_in_the_very_run_in_which_it_begins_to_mean_something() -> None:
    page = AppTest.from_function(panel).run()
    assert shown(page) == ["Kind"]
    page.button_group[0].set_value("wide").run()
    assert shown(page) == ["Width", "Kind"]
    assert page.session_state["script runs"] == 2


def test_a_knob_that_is_not_shown_keeps_its_value_and_stays_in_the_link() -> None:
    page = AppTest.from_function(panel)
    page.query_params.update({"width": "5", "kind": "wide", "picked": "7"})
    page.run()
    page.slider[0].set_value(6).run()
    for kind in ("narrow", "wide"):
        page.button_group[0].set_value(kind).run().run()
        assert page.session_state["made"] == Shown(width=6, kind=kind, picked=7)
        assert page.query_params["width"] == "6"
    assert [each.value for each in page.slider] == [6]


def test_a_group_without_a_knob_to_show_has_no_title() -> None:
    page = AppTest.from_function(panel).run()
    assert [each.label for each in page.expander] == ["Training"]
    page.session_state["part"] = "two"
    assert shown(page.run()) == ["Depth", "Kind"]
    assert [each.label for each in page.expander] == ["Training", "Other"]


def grouped() -> None:
    """A page with the digits' knobs, and a button that sets one of the last group."""
    import streamlit as st

    from dnnlab.catalogue import CATALOGUE
    from dnnlab.ui.knobs import knob_panel, show_knobs

    made = st.session_state["made"] = knob_panel(CATALOGUE.config("lenet"), "toy")
    if st.button("Little data", key="little"):
        show_knobs("toy", made.replace(training_share=1))


def standing(page: AppTest) -> dict[str, bool]:
    """Title of each group -> whether it stands open."""
    assert not page.exception
    return {each.label: each.proto.expanded for each in page.expander}


def test_groups_that_do_not_fit_beside_the_stage_are_folded_and_their_knobs_are_there() -> None:
    page = AppTest.from_function(grouped).run()
    assert standing(page) == {"Network": True, "Training": True, "Data": False}
    page.slider(key="toy/knobs/training_share").set_value(40).run()
    assert page.session_state["made"].training_share == 40
    assert standing(page)["Data"]
    page.slider(key="toy/knobs/training_share").set_value(100).run()
    assert standing(page)["Data"], "it would fold under the learner's hand"


def test_a_group_stands_open_where_a_link_or_the_page_has_turned_one_of_its_knobs() -> None:
    page = AppTest.from_function(grouped)
    page.query_params["augmentation"] = "shift"
    assert standing(page.run())["Data"]
    page = AppTest.from_function(grouped).run()
    page.button(key="little").click().run()
    assert page.session_state["made"].training_share == 1
    assert standing(page)["Data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Many(Config):
    kinds: str = several("b", options=("a", "b", "c"), help="one or two of them")


def several_panel() -> None:
    import streamlit as st

    from dnnlab.ui.knobs import knob_panel
    from tests.unit.ui.test_knobs import Many

    st.session_state["made"] = knob_panel(Many, "toy")


def test_several_options_are_chosen_together_and_the_link_carries_them() -> None:
    page = AppTest.from_function(several_panel).run()
    assert page.button_group[0].value == ["b"]
    page.button_group[0].set_value(["c", "a"]).run()
    assert page.session_state["made"] == Many(kinds="a,c")
    assert page.query_params["kinds"] == "a,c"
    for refused in ([], ["a", "b", "c"]):
        page.button_group[0].set_value(refused).run()
        assert page.session_state["made"] == Many(kinds="a,c"), "the last good one stands"
        assert "at least one" in page.warning[0].value
    page = AppTest.from_function(several_panel)
    page.query_params["kinds"] = "a,b"
    page.run()
    assert not page.exception
    assert page.button_group[0].value == ["a", "b"]
