"""Names of knobs: in the session they are the knobs' own, in the URL one panel's; Back and Forward bring them back."""

from __future__ import annotations

import pytest
from streamlit.runtime.state import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from tests.unit.ui.knob_panels import Named, Other, one_of_two, parts, settable, two_panels


def test_a_knob_may_be_named_like_anything_else_on_the_page() -> None:
    page = AppTest.from_function(settable).run()
    page.slider(key="toy/knobs/step").set_value(4).run()
    page.toggle(key="toy/knobs/reset").set_value(True).run()
    assert not page.exception
    assert page.session_state["made"] == Named(step=4, reset=True)
    assert page.query_params == {"step": "4", "reset": "true"}


def test_knobs_that_the_page_sets_leave_no_keys_behind() -> None:
    page = AppTest.from_function(settable).run()
    before = page.session_state["keys"]
    assert before == {f"toy/knobs/{name}" for name in Named.knobs()}
    for limit in (4, 5, 6):
        page.button(key="toy/step").click().run()
        assert page.session_state["made"] == Named(limit=limit)
    assert page.session_state["keys"] == {f"{key}/3" for key in before}


def test_two_panels_do_not_share_a_name_in_the_url() -> None:
    page = AppTest.from_function(two_panels)
    page.session_state["prefix"] = ""
    error = page.run().session_state["error"]
    assert error.startswith("the URL parameter step of the knobs of second belongs to those of first")
    assert "prefix=" in error


def test_with_a_prefix_they_have_one_each() -> None:
    page = AppTest.from_function(two_panels)
    page.session_state["prefix"] = "other-"
    page.query_params.update({"step": "7", "other-step": "8", "other-width": "99", "else": "kept"})
    page.run()
    assert "error" not in page.session_state
    assert page.session_state["first"] == Named(step=7)
    assert page.session_state["second"] == Other(step=8, width=9)
    assert page.query_params == {"step": "7", "other-step": "8", "other-width": "9", "else": "kept"}
    page.slider(key="second/knobs/step").set_value(5).run()
    assert page.query_params == {"step": "7", "other-width": "9", "else": "kept"}


def test_panels_that_take_turns_may_share_a_name() -> None:
    page = AppTest.from_function(one_of_two).run()
    for other, made in ((True, Other()), (False, Named())):
        page.toggle[0].set_value(other).run()
        assert not page.exception
        assert page.session_state["made"] == made


def test_an_address_that_comes_back_sets_the_knobs_and_the_part(monkeypatch: pytest.MonkeyPatch) -> None:
    page = AppTest.from_function(parts)
    page.query_params.update({"part": "two", "step": "7"})
    page.run()
    page.slider(key="toy/knobs/step").set_value(4).run()
    addresses = ({"part": "two", "step": "7"}, {}, {"limit": "8"})
    for module in ("knobs", "parts"):
        monkeypatch.setattr(f"dnnlab.ui.{module}.came_back", lambda: True)
    for address in addresses:
        page.query_params.clear()
        page.query_params.update(address)
        page.run()
        knobs = {name: int(text) for name, text in address.items() if name != "part"}
        assert page.session_state["made"] == Named(**knobs)
        assert page.session_state["part"] == address.get("part", "one")
        assert page.query_params == address


def test_a_click_that_comes_with_the_address_of_before_turns_no_knob_back() -> None:
    page = AppTest.from_function(parts)
    page.query_params["step"] = "7"
    page.run()
    page.slider(key="toy/knobs/step").set_value(4).run()
    page.query_params["step"] = "7"
    page.run()
    assert page.session_state["made"] == Named(step=4)
    assert page.query_params["step"] == "4"


def test_the_part_is_written_into_the_address_when_it_changes_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[str, str]] = []
    monkeypatch.setattr(QueryParamsProxy, "__setitem__", lambda _, name, text: written.append((name, text)))
    page = AppTest.from_function(parts)
    page.query_params["part"] = "two"
    page.run().run()
    assert not page.exception
    assert written == []
