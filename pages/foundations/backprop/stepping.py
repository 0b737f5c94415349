"""How a learner moves through the two passes: buttons, keys, a slider, or it plays by itself; and moves the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.backprop.knobs import ExpressionConfig, NetConfig
from dnnlab.foundations.backprop.variables import LARGEST
from dnnlab.ui.knobs import move_knobs
from dnnlab.ui.precedence import precedence

AnyConfig = ExpressionConfig | NetConfig
PACE = 1.2
"""Seconds for a step while it plays: time to read the numbers."""
RANGES = (5.0, 20.0, 100.0, LARGEST)
"""A value's slider reaches as far, either side of 0, as the first of these that the value is in."""


def note(page: str, config: AnyConfig) -> None:
    """Keep what the page shows, from which the next press goes on."""
    st.session_state[_now(page)] = config


def change(page: str, **knobs: str | int) -> None:
    """A learner's hand, in a callback: two presses before the page has answered both count."""
    config = st.session_state[_now(page)].replace(**knobs)
    st.session_state[_now(page)] = config
    move_knobs(page, config)


def bar_row(page: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where the bar stands, and beside it the question of the moment."""
    bar, question = st.columns([5, 3], gap="small", vertical_alignment="center")
    with bar:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{page}/step-row")
    return row, question


def step_bar(page: str, at: int, last: int, turn: int) -> None:
    """The buttons and the slider; it stands in a horizontal container.

    Args:
        page: names the panel whose knob ``place`` moves.
        at: the step that is shown.
        last: the step at which all is done.
        turn: the last one of the forward pass.
    """
    key, plays = f"{page}/place", _plays(page)

    def go(by: int) -> None:
        st.session_state[plays] = False
        change(page, place=min(max(st.session_state[_now(page)].place + by, 0), last))

    def slid() -> None:
        st.session_state[plays] = False
        change(page, place=int(st.session_state[key]))

    def play() -> None:
        st.session_state[plays] = True
        if at == last:
            change(page, place=0)

    def stop() -> None:
        st.session_state[plays] = False

    st.button(
        "Back", icon=":material/chevron_left:", key=f"{page}/back", on_click=go, args=(-1,), disabled=at == 0,
        shortcut="Left", help="One step back (arrow key to the left)",
    )  # fmt: skip
    if st.session_state.get(plays, False) and at < last:
        st.button("Pause", icon=":material/pause:", type="primary", key=f"{page}/pause", on_click=stop,
                  help="Stay at this step")  # fmt: skip
    else:
        st.button("Play", icon=":material/play_arrow:", type="primary", key=f"{page}/play", on_click=play,
                  help="Step by step by itself, from the start when it stands at the end")  # fmt: skip
    st.button(
        "Step", icon=":material/chevron_right:", key=f"{page}/step", on_click=go, args=(1,), disabled=at == last,
        shortcut="Right", help="The next node (arrow key to the right)",
    )  # fmt: skip
    st.session_state[key] = at
    st.slider(
        "Step", 0, last, key=key, on_change=slid, label_visibility="collapsed",
        help=f"Steps 1 to {turn} go forward, the others backward.",
    )  # fmt: skip


def go_on_by_itself(page: str, at: int, last: int) -> None:
    """Where it plays: the next step after a while; at the page's end."""
    plays = _plays(page)
    if not st.session_state.get(plays, False):
        return
    if at >= last:
        st.session_state[plays] = False
        return
    just_drawn = [True]

    def tick() -> None:
        if just_drawn:
            just_drawn.pop()
            return
        with precedence.look():
            change(page, place=at + 1)
        st.rerun()

    st.fragment(tick, run_every=PACE)()


def value_sliders(
    page: str,
    groups: Mapping[str, Mapping[str, float]],
    write: Callable[[Mapping[str, float]], str],
    label: Callable[[str], str],
) -> None:
    """A slider for each variable, group by group.

    Args:
        page: names the panel whose knob ``variables`` moves.
        groups: title -> name -> value.
        write: from all values to the knob's text.
        label: from a name to what the page calls it.
    """
    known = {name: value for group in groups.values() for name, value in group.items()}

    def moved() -> None:
        change(page, variables=write({name: float(st.session_state[f"{page}/value/{name}"]) for name in known}))

    for title, group in groups.items():
        with st.expander(title, expanded=True, key=f"{page}/knob-group/{title}"):
            for name, value in group.items():
                reach = next(each for each in RANGES if abs(value) <= each)
                st.session_state[f"{page}/value/{name}"] = value
                st.slider(
                    label(name), -reach, reach, step=reach / 50, key=f"{page}/value/{name}", on_change=moved,
                    format="%.4g", help=f"The value of {label(name)}",
                )  # fmt: skip


def _now(page: str) -> str:
    return f"{page}/shown"


def _plays(page: str) -> str:
    return f"{page}/plays"
