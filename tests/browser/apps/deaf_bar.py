"""A bar whose bench hears of a press and does nothing."""

from types import SimpleNamespace
from typing import Any

import streamlit as st

from dnnlab.live.wire import PausedBy, Snapshot, State, Status
from dnnlab.ui.bar import Answered, bar_places, told, transport
from dnnlab.ui.components.bar.component import bar_line
from dnnlab.ui.lesson import use_style
from dnnlab.ui.words import TRAINING
from tests.live.toy_knobs import ToyConfig


def ask() -> None:
    st.session_state["asked"] = st.session_state.get("asked", 0) + 1


use_style()
st.title("A deaf bar")
status = Status(config=ToyConfig(), state=State.PAUSED, paused_by=PausedBy.LEARNER, step=3, total_steps=9)
bench: Any = SimpleNamespace(
    page="deaf", experiment="regression", config=ToyConfig(), given=None, words=TRAINING, owner="me",
    run=SimpleNamespace(id="1", given=None, change=None, poll=lambda: Snapshot(status=status)), pinned=None, runs=(),
    play=ask, pause=ask, step_once=ask, reset=ask, snapshot=Snapshot(status=status),
)  # fmt: skip
buttons, words = bar_places(bench)
with buttons:
    transport(bench, Snapshot(status=status))
with words:
    presses = st.session_state.get("deaf/presses", 0)
    bar_line(told(bench, Snapshot(status=status), "", Answered(presses=presses)), key="deaf/line")
st.write(f"Asked {st.session_state.get('asked', 0)} times")
