"""A widget that asks for its own key gets what Streamlit's copy of the whole state would hold."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from streamlit.elements.widgets import radio, selectbox, slider
from streamlit.runtime.state import SafeSessionState
from streamlit.testing.v1 import AppTest

from dnnlab.ui.session_view import NAME, Asked, look_up_single_keys


def script() -> None:
    import streamlit as st

    st.session_state.setdefault("plain", [1])
    st.session_state.setdefault("nothing", None)
    st.radio("A radio", ["a", "b"], key="nothing")
    st.select_slider("Two ends", ["a", "b", "c"], value=("a", "b"), key="ends")
    st.slider("A number", 0, 9, 3, key="number")
    st.selectbox("Without a key", ["a", "b"])
    st.text_input("A text", key="text")


def test_streamlit_still_asks_for_it_here() -> None:
    """It fails when a new Streamlit goes another way, and the patch is of no more use."""
    for module in (radio, selectbox, slider):
        assert f"session_state = get_session_state().{NAME}" in inspect.getsource(module)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often Streamlit's own copy is made from now on, by the widgets that ask as the app lets them."""
    copies: list[int] = []
    own = vars(SafeSessionState)[NAME]

    def whole(state: SafeSessionState) -> dict[str, Any]:
        copies.append(1)
        return dict(own.fget(state))

    monkeypatch.setattr(SafeSessionState, NAME, property(whole))
    look_up_single_keys()
    return copies


def test_each_key_is_looked_up_and_nothing_is_copied(counted: list[int]) -> None:
    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.radio[0].value is None, "what the state says comes before the first option"
    app.slider[0].set_value(5).run()
    assert app.slider[0].value == 5
    assert not counted
    asked = getattr(app.session_state._state, NAME)
    assert isinstance(asked, Asked)
    whole = dict(asked.items())
    assert counted, "who wants all of it has it copied"
    assert {"plain", "nothing", "ends", "number", "text"} <= whole.keys()
    counted.clear()
    for key, value in whole.items():
        assert key in asked
        assert asked[key] is value or asked[key] == value
    assert "missing" not in asked
    with pytest.raises(KeyError):
        _ = asked["missing"]
    assert not counted
    assert len(asked) == len(whole) and repr(asked) == repr(whole)


def test_it_is_put_there_once(counted: list[int]) -> None:
    there = vars(SafeSessionState)[NAME]
    look_up_single_keys()
    assert vars(SafeSessionState)[NAME] is there


def test_another_streamlit_goes_its_own_way(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(SafeSessionState, NAME, None)
    look_up_single_keys()
    assert vars(SafeSessionState)[NAME] is None
    assert NAME in caplog.text
