"""What a learner does is heard once: with a fragment's own look, beside a component that speaks, during a run."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState

from dnnlab.ui.presses import NAME, PRESSES, hear_presses, hearing

BAR = "bar"
"""The fragment."""
WIDGETS = {"part": ("string_value", None), "line": ("json_trigger_value", BAR), "play": ("trigger_value", BAR),
           "speed": ("double_value", BAR), "go": ("trigger_value", None)}  # fmt: skip
"""widget -> what holds its value, and its fragment."""


class Runner:
    """Stands for Streamlit's script runner: what was asked of it."""

    def __init__(self) -> None:
        self._requests = ScriptRequests()


class Session:
    """Stands for Streamlit's session: what it knows of its widgets."""

    def __init__(self) -> None:
        self.session_state = SessionState()
        self._scriptrunner: Runner | None = None
        for name, (field, fragment) in WIDGETS.items():
            metadata = WidgetMetadata(
                id=name, deserializer=lambda value: value, serializer=lambda value: value, value_type=field,  # type: ignore[arg-type]
                fragment_id=fragment,
            )  # fmt: skip
            self.session_state._new_widget_state.set_widget_metadata(metadata)

    def know(self, **values: Any) -> None:
        """A run of the page has these values of its widgets."""
        for name, value in values.items():
            self.session_state._new_widget_state.set_from_value(name, value)


def message(fragment: str = "", *, by_itself: bool = False, **values: Any) -> ClientState:
    made = ClientState(fragment_id=fragment, is_auto_rerun=by_itself)
    for name, value in values.items():
        made.widget_states.widgets.append(WidgetState(id=name, **{WIDGETS[name][0]: value}))
    return made


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def ask(session: Session) -> Callable[[ClientState | None], tuple[str, dict[str, Any]]]:
    """What a message becomes: its fragment, and its widgets' values."""
    asked: list[ClientState] = []
    heard = hearing(lambda session, client_state: asked.append(client_state))  # type: ignore[arg-type]

    def ask(client_state: ClientState | None) -> tuple[str, dict[str, Any]]:
        heard(session, client_state)  # type: ignore[arg-type]
        got = asked.pop()
        return got.fragment_id, {each.id: getattr(each, WIDGETS[each.id][0]) for each in got.widget_states.widgets}

    return ask


def test_streamlit_still_hears_the_browser_here() -> None:
    """It fails when a new Streamlit goes another way, and the patch is of no more use."""
    assert f"self.{NAME}(client_state)" in inspect.getsource(AppSession._handle_rerun_script_request)
    assert list(inspect.signature(getattr(AppSession, NAME)).parameters) == ["self", "client_state"]
    fields = {field.name for field in ClientState().widget_states.widgets.add().DESCRIPTOR.fields}
    assert set(PRESSES) == {name for name in fields if "trigger" in name or name == "chat_input_value"}
    source = inspect.getsource(getattr(AppSession, NAME))
    assert "fragment_id = client_state.fragment_id" in source
    assert "self._scriptrunner.request_stop()" in source  # and what waits there is lost, but for the patch


@pytest.mark.parametrize(("by_itself", "heard"), [(True, {"speed"}), (False, {"speed", "play", "line"})])
def test_only_a_look_brings_no_presses(ask: Any, by_itself: bool, heard: set[str]) -> None:
    fragment, values = ask(message(BAR, by_itself=by_itself, speed=3.0, play=True, line="[]"))
    assert (fragment, set(values)) == (BAR, heard)


def test_a_switch_that_was_turned_as_a_component_spoke_is_for_the_whole_page(session: Session, ask: Any) -> None:
    ask(message(part="detect"))
    session.know(part="detect")
    assert ask(message(BAR, part="detect", line="news"))[0] == BAR
    assert ask(message(BAR, part="damage", line="news")) == ("", {"part": "damage", "line": "news"})
    assert ask(message(BAR, part="damage", line="news"))[0] == BAR  # heard


def test_so_is_a_press_of_a_button_outside(ask: Any) -> None:
    ask(message(go=True))
    assert ask(message(BAR, go=True, line="news"))[0] == ""
    assert ask(message(BAR, play=True, line="news"))[0] == BAR


def test_a_switch_is_heard_though_a_look_was_faster(session: Session, ask: Any) -> None:
    ask(message(part="detect"))
    session.know(part="detect")
    assert ask(message(BAR, by_itself=True, part="detect"))[0] == BAR
    assert ask(message(BAR, by_itself=True, part="damage"))[0] == ""


def test_what_the_page_gave_its_widgets_itself_is_nothing_new(session: Session, ask: Any) -> None:
    session.know(part="detect")  # with what it began
    assert ask(message(BAR, part="detect"))[0] == BAR
    session.know(part="own")
    assert ask(message(BAR, part="own"))[0] == BAR
    assert ask(message(BAR, part="detect"))[0] == ""


def test_the_first_word_of_a_widget_may_be_the_learners(session: Session, ask: Any) -> None:
    session.know(part="detect")
    assert ask(message(BAR, part="damage"))[0] == ""


def test_what_waits_for_a_run_to_end_goes_along_with_the_one_that_takes_its_place(session: Session, ask: Any) -> None:
    session._scriptrunner = Runner()
    requests = session._scriptrunner._requests
    waiting = WidgetStates(
        widgets=[WidgetState(id="play", trigger_value=True), WidgetState(id="speed", double_value=1)]
    )
    requests.request_rerun(RerunData(widget_states=waiting, fragment_id=BAR))
    assert ask(message(part="damage", speed=2.0)) == ("", {"part": "damage", "speed": 2.0, "play": True})
    assert requests._state is ScriptRequestType.STOP
    assert ask(message(part="damage", speed=2.0))[1] == {"part": "damage", "speed": 2.0}  # once


def test_what_has_begun_is_heard_already(session: Session, ask: Any) -> None:
    session._scriptrunner = Runner()
    requests = session._scriptrunner._requests
    waiting = WidgetStates(widgets=[WidgetState(id="play", trigger_value=True)])
    requests.request_rerun(RerunData(widget_states=waiting))
    assert requests.on_scriptrunner_yield() is not None
    assert ask(message(part="damage"))[1] == {"part": "damage"}


def test_a_message_for_the_fragment_leaves_what_waits_in_its_place(session: Session, ask: Any) -> None:
    session._scriptrunner = Runner()
    requests = session._scriptrunner._requests
    requests.request_rerun(RerunData(fragment_id=BAR))
    ask(message(BAR, play=True))
    assert requests._state is ScriptRequestType.RERUN


def test_streamlits_own_request_is_none(session: Session) -> None:
    asked: list[Any] = []
    hearing(lambda session, client_state: asked.append(client_state))(session, None)  # type: ignore[arg-type]
    assert asked == [None]


def test_it_is_put_in_place_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def request_rerun(session: AppSession, client_state: ClientState | None) -> None:
        """Stands for Streamlit's."""

    monkeypatch.setattr(AppSession, NAME, request_rerun)
    hear_presses()
    first = getattr(AppSession, NAME)
    assert first is not request_rerun
    hear_presses()
    assert getattr(AppSession, NAME) is first
