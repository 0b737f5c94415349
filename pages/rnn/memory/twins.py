"""Twins worth a look, a click each; and what draws the learner's own runs into the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dnnlab.live.config import Value
from dnnlab.live.shelf import PastRun
from dnnlab.live.twins import is_twin_of
from dnnlab.live.wire import Snapshot
from dnnlab.rnn.memory.knobs import GRU, LSTM, MGU, NO_FORGET, NORM, OFF, RNN, WINDOW, CopyConfig
from dnnlab.rnn.memory.table import Own, own
from dnnlab.ui.workbench import Workbench
from pages.rnn.memory.scene import MemoryScene

TWINS: tuple[tuple[str, Mapping[str, Value], tuple[str, ...]], ...] = (
    ("An LSTM beside it", {"net": LSTM}, (RNN, GRU, MGU, WINDOW)),
    ("A plain RNN beside it", {"net": RNN}, (LSTM, GRU, MGU, NO_FORGET)),
    ("A window beside it", {"net": WINDOW}, (RNN, LSTM, GRU, MGU, NO_FORGET)),
    ("Without a forget gate", {"net": NO_FORGET}, (LSTM,)),
    ("Forget bias 0", {"keep": 0}, (LSTM, GRU, MGU)),
    ("Forget bias 1", {"keep": 1}, (LSTM, GRU, MGU)),
    ("Forget bias 5", {"keep": 5}, (LSTM, GRU, MGU)),
    ("Spectral radius 1", {"radius": 1.0}, (RNN,)),
    ("Spectral radius 1.5", {"radius": 1.5}, (RNN,)),
    ("Without clipping", {"clipping": OFF}, (RNN,)),
    ("With clipping by norm", {"clipping": NORM}, (RNN,)),
)
"""What a button says, how the twin differs, and for which networks that means something."""


def twins(bench: Workbench[Any]) -> Callable[[Snapshot], MemoryScene]:
    """The buttons; returns what draws a moment with the learner's runs in the table."""
    config = bench.config
    assert isinstance(config, CopyConfig)
    with st.popover(
        "Twins to try", icon=":material/call_split:", disabled=bench.owner is None,
        help="A second run beside this one: same seed, one thing different, both begin at step 0",
    ):  # fmt: skip
        for label, change, nets in TWINS:
            if config.net in nets and is_twin_of(config, change):
                st.button(
                    label, key=f"{bench.page}/try/{label}", on_click=bench.twin, args=(change,), width="stretch",
                    help="Starts both; a run under way ends and stays in the table of runs",
                )  # fmt: skip

    def now(snapshot: Snapshot) -> MemoryScene:
        return MemoryScene(own_runs(bench.runs))

    return now


def own_runs(runs: list[PastRun]) -> tuple[Own, ...]:
    """The learner's runs that have been measured, for the table."""
    measured = [(each.snapshot.status.config, each.snapshot.status.latest.get("accuracy")) for each in runs]
    return tuple(
        own(config, value) for config, value in measured if isinstance(config, CopyConfig) and value is not None
    )
