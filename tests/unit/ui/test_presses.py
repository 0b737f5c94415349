"""A press that came with a fragment's own look is heard when the browser sends it."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession

from dnnlab.ui.presses import NAME, PRESSES, count_presses_once, without_presses


def test_streamlit_still_hears_the_browser_here() -> None:
    """It fails when a new Streamlit goes another way, and the patch is of no more use."""
    assert f"self.{NAME}(client_state)" in inspect.getsource(AppSession._handle_rerun_script_request)
    assert list(inspect.signature(getattr(AppSession, NAME)).parameters) == ["self", "client_state"]
    fields = {field.name for field in ClientState().widget_states.widgets.add().DESCRIPTOR.fields}
    assert set(PRESSES) == {name for name in fields if "trigger" in name or name == "chat_input_value"}


def state(*, by_itself: bool) -> ClientState:
    made = ClientState(is_auto_rerun=by_itself)
    made.widget_states.widgets.add(id="slider", double_value=3.0)
    made.widget_states.widgets.add(id="step", trigger_value=True)
    made.widget_states.widgets.add(id="own", json_trigger_value="[]")
    return made


@pytest.mark.parametrize(("by_itself", "heard"), [(True, ["slider"]), (False, ["slider", "step", "own"])])
def test_only_a_look_brings_no_presses(by_itself: bool, heard: list[str]) -> None:
    asked: list[Any] = []
    without_presses(lambda session, client_state: asked.append(client_state))(None, state(by_itself=by_itself))  # type: ignore[arg-type]
    assert [each.id for each in asked[0].widget_states.widgets] == heard


def test_it_is_put_in_place_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def request_rerun(session: AppSession, client_state: ClientState | None) -> None:
        """Stands for Streamlit's."""

    monkeypatch.setattr(AppSession, NAME, request_rerun)
    count_presses_once()
    first = getattr(AppSession, NAME)
    assert first is not request_rerun
    count_presses_once()
    assert getattr(AppSession, NAME) is first
