"""The bar: Play, Pause, Step, Reset, where the run stands, the line that goes back, Compare, Twin and Take it home.

Its commands are the bench's; the browser's part is :mod:`dnnlab.ui.components.bar`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.live.wire import PausedBy, Snapshot, State
from dnnlab.plots.figures import axis_end
from dnnlab.ui.bench import Bench, Stands
from dnnlab.ui.blocks import as_text
from dnnlab.ui.compare import compare_button
from dnnlab.ui.components.bar.component import Told, last_seek
from dnnlab.ui.takehome import take_home
from dnnlab.ui.twin import twin_button
from dnnlab.ui.words import in_words

OVER = "This run is over: Reset begins again, or rewind and change a knob"
WISHED = "your run starts as soon as the page is ready"
GOING = (State.PLAYING, State.STARTING, State.WAITING, State.FINISHING)
ENDED = (State.FINISHED, State.DIVERGED, State.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How much of what the learner did at the bar the page has answered."""

    presses: int = 0
    """On Play and Pause."""
    sought: int = 0
    """The number of the last move of the slider."""


def bar_places(bench: Bench) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The one row: places for the buttons and for the words, then what is drawn only when the whole page runs."""
    page = bench.page
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"{page}/transport-bar"
    ):
        buttons = st.container(horizontal=True, width="content", gap="small", key=f"{page}/buttons")
        status = st.container(key=f"{page}/status")
        with st.container(horizontal=True, width="content", gap="small", key=f"{page}/aside"):
            compare_button(bench)
            twin_button(bench)
            take_home(bench)
    return buttons, status


def transport(bench: Bench, snapshot: Snapshot) -> None:
    """The buttons; one filled button, whose place never changes."""
    page, run, status = bench.page, bench.run, snapshot.status
    ended = run is not None and status.state in ENDED
    if going(bench, snapshot):
        st.button(
            "Pause", key=f"{page}/pause", icon=":material/pause:", type="primary", on_click=_answer,
            args=(bench, bench.pause), help="Stop after the step under way; nothing is lost (K or space)",
        )  # fmt: skip
    else:
        help = bench.words.play if run is None else OVER if ended else bench.words.go_on
        st.button(
            "Play", key=f"{page}/play", icon=":material/play_arrow:", type="primary", on_click=_answer,
            args=(bench, bench.play), disabled=ended, help=help if ended else f"{help} (K or space)",
        )  # fmt: skip
    st.button(
        "Step", key=f"{page}/step", icon=":material/skip_next:", on_click=bench.step_once, disabled=ended,
        help=OVER if ended else f"{bench.words.step} (right arrow)",
    )  # fmt: skip
    st.button(
        "Reset", key=f"{page}/reset", icon=":material/restart_alt:", on_click=bench.reset, disabled=run is None,
        help="Begin again at step 0 with the knobs as they are (Shift and Backspace)",
    )  # fmt: skip


def going(bench: Stands, snapshot: Snapshot) -> bool:
    """Whether the run goes on, by itself if it paused unwatched: somebody looks now; or is wished for."""
    if bench.run is None:
        return bench.wished
    status = snapshot.status
    unwatched = status.state is State.PAUSED and status.paused_by is PausedBy.LEASE
    return status.state in GOING or unwatched


def only_by_the_page(bench: Stands, snapshot: Snapshot) -> tuple[object, ...]:
    """What follows from a moment and only a run of the page can show: the buttons, and what is to be noticed."""
    status = snapshot.status
    told = (status.state, status.message) if bench.run is not None and status.message else None
    return bench.run is None, status.state in ENDED, going(bench, snapshot), told


def _answer(bench: Bench, command: Callable[[], None]) -> None:
    """Do what a press on Play or Pause asks for, and count it: the browser, which turned the button, waits for that."""
    command()
    key = f"{bench.page}/presses"
    st.session_state[key] = st.session_state.get(key, 0) + 1


def follow_slider(bench: Bench) -> None:
    """Go where the learner has moved the slider, before the run or the recording is looked at."""
    key = f"{bench.page}/sought"
    seek = last_seek(f"{bench.page}/line")
    if seek is not None and seek.number > st.session_state.get(key, 0):
        st.session_state[key] = seek.number
        if seek.replay:
            bench.replay()
        else:
            bench.seek(seek.of, seek.step)


def answered(page: str) -> Answered:
    """What this run of the page has answered."""
    known = st.session_state
    return Answered(presses=known.get(f"{page}/presses", 0), sought=known.get(f"{page}/sought", 0))


def told(bench: Stands, snapshot: Snapshot, drawn: str, answered: Answered) -> Told:
    """Where the run or the recording stands, in words and as the line, which is the slider that goes back.

    Args:
        bench: what the bar is about.
        snapshot: the moment.
        drawn: the name of what stands on the stage at this moment (:attr:`dnnlab.ui.scene.Drawn.name`).
        answered: what the page has answered by now.
    """
    page, run, status = bench.page, bench.run, snapshot.status
    replays = False
    if run is None:
        words = WISHED if bench.wished else bench.recording.told(status, bench.config, bench.words)
        stops = tuple(bench.recording.steps)
        replays = len(stops) > 1 and (bench.held or status.state in ENDED)
    else:
        words = in_words(status, bench.words)
        stops = () if status.state in (State.STARTING, State.WAITING, State.GONE) else status.kept

    return Told(
        bar=page,
        of=run.id if run else "",
        words=words,
        step=status.step,
        end=status.total_steps or axis_end(max(status.step, *stops, 0), None),
        total=status.total_steps,
        stops=stops,
        marks=run is not None,
        going=going(bench, snapshot),
        other=run is None and status.config != bench.config,
        drawn=drawn,
        presses=answered.presses,
        sought=answered.sought,
        replays=replays,
    )


def notice(bench: Bench, snapshot: Snapshot) -> None:
    """What went wrong, or what the learner should know, in one sentence."""
    if bench.run is None or not snapshot.status.message:
        return
    message, state = as_text(snapshot.status.message), snapshot.status.state
    if state is State.DIVERGED:
        st.error(f"{message} Lower the learning rate, then rewind or reset.", icon=":material/trending_up:")
    elif state is State.FAILED:
        st.error(f"{message} Reset begins again.", icon=":material/error:")
    else:
        st.info(message, icon=":material/info:")
