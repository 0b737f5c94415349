"""Whose step the maths tab works through: the learner chooses among those that take part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.live.wire import Snapshot
from dnnlab.ui.blocks import Caption
from pages.foundations.optimizers.maths import worked_through

RICHEST = "adam"
"""Whose rule has the most to follow: it is shown at first."""


def with_a_step(page: str, now: Snapshot, blocks: Sequence[str]) -> Callable[[], list[str]]:
    """What the maths tab shows: the last step of the chosen racer with its numbers, then these blocks.

    Args:
        page: names the widget.
        now: a race; its view has ``worked``.
        blocks: what the tab says beside.
    """

    def show() -> list[str]:
        view = now.view
        if view is None or not view.step:
            return [Caption("Press Step: the step of an optimizer is then worked through here."), *blocks]
        return [*worked_through(view.worked, view.racers, _chosen(page, view.racers)), *blocks]

    return show


def _chosen(page: str, racers: Sequence[str]) -> str:
    key = f"{page}/worked"
    if st.session_state.get(key) not in racers:
        st.session_state[key] = RICHEST if RICHEST in racers else racers[0]
    chosen = st.pills(
        "Work through the step of", racers, format_func=lambda racer: RULES[racer].name, required=True, key=key,
        persist_state="session", help="Its last step, line by line, with the numbers of the run above.",
    )  # fmt: skip
    return chosen or racers[0]
