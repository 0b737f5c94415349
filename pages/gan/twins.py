"""The menu of twins worth a look, on the lessons of generative adversarial networks of pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dnnlab.live.config import Value
from dnnlab.live.twins import is_twin_of
from dnnlab.ui.workbench import Workbench


def menu(bench: Workbench[Any], twins: Sequence[tuple[str, Mapping[str, Value]]]) -> None:
    """A button a twin: what it says, and how the twin differs; those that would be no twin are left out."""
    with st.popover(
        "Twins to try", icon=":material/call_split:", disabled=bench.owner is None,
        help="A second run beside this one: same seed, one thing different, both begin at step 0",
    ):  # fmt: skip
        for label, change in twins:
            if is_twin_of(bench.config, change):
                st.button(
                    label, key=f"{bench.page}/try/{label}", on_click=bench.twin, args=(change,), width="stretch",
                    help="Starts both; a run under way ends and stays in the table of runs",
                )  # fmt: skip
