"""Twins worth a look, a click each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dnnlab.live.config import Value
from dnnlab.live.twins import is_twin_of
from dnnlab.ui.workbench import Workbench

TWINS: tuple[tuple[str, Mapping[str, Value]], ...] = (
    ("Told the class", {"conditional": True}),
    ("β₁ = 0.9, Adam’s usual", {"momentum": 0.9}),
    ("No averaging of weights", {"averaging": "none"}),
    ("G eight times as fast", {"generator_rate": 2.4e-3}),
    ("Five steps of D for one of G", {"discriminator_steps": 5}),
    ("Label smoothing 0.1", {"smoothing": 0.1}),
    ("Four numbers of noise", {"noise": 4}),
)
"""What a button says, and how the twin differs."""


def beside(bench: Workbench[Any]) -> None:
    """The menu of twins."""
    with st.popover(
        "Twins to try", icon=":material/call_split:", disabled=bench.owner is None,
        help="A second run beside this one: same seed, one thing different, both begin at step 0",
    ):  # fmt: skip
        for label, change in TWINS:
            if is_twin_of(bench.config, change):
                st.button(
                    label, key=f"{bench.page}/try/{label}", on_click=bench.twin, args=(change,), width="stretch",
                    help="Starts both; a run under way ends and stays in the table of runs",
                )  # fmt: skip
