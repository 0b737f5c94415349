"""The transport bar: Play, Pause, Step, Reset, where the run stands, and rewind."""

from __future__ import annotations

from html import escape

import streamlit as st

from dnnlab.live.wire import Snapshot, State
from dnnlab.ui.bench import Bench
from dnnlab.ui.words import in_words

OVER = "This run is over: Reset begins again, or rewind and change a knob"
NOW = "now"
"""Where the slider for rewinding stands while there is nothing to rewind."""
GOING = (State.PLAYING, State.STARTING, State.WAITING, State.FINISHING)


def transport(bench: Bench, snapshot: Snapshot) -> None:
    """The buttons; one filled button, whose place never changes."""
    page, run, status = bench.page, bench.run, snapshot.status
    going = run is not None and status.state in GOING
    ended = run is not None and status.state in (State.FINISHED, State.DIVERGED, State.FAILED)
    no_tab = bench.owner is None
    if going:
        st.button(
            "Pause", key=f"{page}/pause", icon=":material/pause:", type="primary", on_click=run.pause if run else None,
            help="Stop after the step under way; nothing is lost",
        )  # fmt: skip
    else:
        st.button(
            "Play", key=f"{page}/play", icon=":material/play_arrow:", type="primary", on_click=bench.play,
            disabled=no_tab or ended,
            help=bench.words.play if run is None else OVER if ended else bench.words.go_on,
        )  # fmt: skip
    st.button(
        "Step", key=f"{page}/step", icon=":material/skip_next:", on_click=bench.step_once, disabled=no_tab or ended,
        help=OVER if ended else bench.words.step,
    )  # fmt: skip
    st.button(
        "Reset", key=f"{page}/reset", icon=":material/restart_alt:", on_click=bench.reset, disabled=run is None,
        help="Begin again at step 0 with the knobs as they are",
    )  # fmt: skip


def status_line(bench: Bench, snapshot: Snapshot) -> None:
    """Where the run stands, in words and as a bar; a place of its own, as high for few words as for many."""
    status = snapshot.status
    words = in_words(status) if bench.run else bench.recording.told(status)
    bar = "<div class='dl-progress'></div>"
    if status.total_steps:
        bar = (
            f"<progress class='dl-progress' max='{status.total_steps}' value='{status.step}' aria-label='steps done'>"
            "</progress>"
        )
    st.html(f"<div class='dl-status' role='status'><div class='dl-words'>{emphasised(words)}</div>{bar}</div>")


def emphasised(words: str) -> str:
    """HTML with the step count in bold."""
    head, _, tail = escape(words).partition("step ")
    number, space, rest = tail.partition(" ")
    return f"{head}step <b>{number}</b>{space}{rest}" if tail else head


def notice(bench: Bench, snapshot: Snapshot) -> None:
    """What went wrong, or what the learner should know, in one sentence."""
    if bench.run is None or not snapshot.status.message:
        return
    message, state = snapshot.status.message, snapshot.status.state
    if state is State.DIVERGED:
        st.error(f"{message} Lower the learning rate, then rewind or reset.", icon=":material/trending_up:")
    elif state is State.FAILED:
        st.error(f"{message} Reset begins again.", icon=":material/error:")
    else:
        st.info(message, icon=":material/info:")


def rewind_slider(bench: Bench, snapshot: Snapshot) -> None:
    """A slider over the checkpoints of a run that stands still; it keeps its place, disabled, at all other times."""
    status, run = snapshot.status, bench.run
    label, help = "Rewind to step", "Back to a saved step, with the knobs as they are now. Play goes on from there."
    if run is None or status.state in (*GOING, State.GONE) or len(status.kept) < 2:
        st.select_slider(
            label, ("0", NOW), value=NOW, key=f"{bench.page}/rewind", disabled=True,
            help=f"While a run of yours stands still. {help}",
        )  # fmt: skip
        return
    here = max((step for step in status.kept if step <= status.step), default=status.kept[0])
    key = f"{bench.page}/rewind/{run.id}/{here}/{len(status.kept)}"  # another place, another slider: it begins there

    def go() -> None:
        if (chosen := st.session_state[key]) != here:
            run.rewind(chosen)

    st.select_slider(
        label, status.kept, value=here, key=key, on_change=go, format_func=lambda step: f"{step:,}", help=help
    )
