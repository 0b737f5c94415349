"""Part of the lesson: a monitor watches a signal beat by beat; Play runs it, the alarm lights, its delay is counted."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.anomaly.signals.knobs import WatchConfig
from dnnlab.anomaly.signals.monitor_figures import SECONDS
from dnnlab.anomaly.signals.views import Watched
from dnnlab.anomaly.signals.watch import Alarms, alarms
from dnnlab.ui import lab
from dnnlab.ui.asking import streamed
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.precedence import precedence
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask
from pages.anomaly.signals.lesson import LESSON
from pages.anomaly.signals.maths import OF_WATCHING
from pages.anomaly.signals.monitor_panels import panels, summary
from pages.anomaly.signals.questions import ON_WATCHING

PAGE = f"{LESSON.slug}-monitor"
AT, PLAYS, TICKED = (f"{PAGE}/{name}" for name in ("at", "plays", "ticked"))
"""In the session: seconds of the signal that have run, whether it runs, and when it last moved."""
TICK = 0.3
CODE = (
    "This is the very code that scores and alarms above.",
    Source("dnnlab/anomaly/signals/net/watching.py", "watch"),
    Source("dnnlab/anomaly/signals/beats.py", "find", "shapes", "intervals"),
    Source("dnnlab/anomaly/signals/watch.py", "alarms", "averaged"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its buttons, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(WatchConfig, PAGE, above=above, prefix="watch_")
    got: list[Watched] = []

    def draw(pieces: tuple[Any, ...], more: bool) -> None:
        got[:] = [each for each in pieces if isinstance(each, Watched)]
        if not got:
            share = max((each for each in pieces if isinstance(each, float)), default=0.0)
            st.progress(share, text="It finds the beats, and learns the first minutes …")

    with stage:
        streamed(owner, "signals.watch", config.signal, config.detector, slot=f"{PAGE}/watched", show=draw)
        if got:
            _run(got[0], config)
    with tabs:
        show_tabs(LESSON, try_it=partial(ask, ON_WATCHING, PAGE, config, shown=config), maths=OF_WATCHING, code=CODE)


def _run(watched: Watched, config: WatchConfig) -> None:
    """The buttons, and the one fragment that moves."""
    session = st.session_state
    if session.get(f"{PAGE}/of") != config.signal:
        session[f"{PAGE}/of"], session[AT], session[PLAYS] = config.signal, watched.learnt + SECONDS, False
    made = alarms(watched, config.look, config.rule, config.over, config.accepted / 100)
    plays = bool(session.get(PLAYS))

    def run(on: bool) -> None:
        session[PLAYS], session[TICKED] = on, time.monotonic()

    def go_on() -> None:
        later = watched.begins[watched.begins > session[AT]]
        session[AT] = float(later[0]) - 2 if len(later) and later[0] - 2 > session[AT] else session[AT] + 3
        if not len(later):
            session[AT] = watched.learnt + SECONDS

    with st.container(horizontal=True, vertical_alignment="center"):
        if plays:
            st.button(
                "Pause", type="primary", key=f"{PAGE}/pause", on_click=run, args=(False,), icon=":material/pause:",
                help="Stop the signal where it is",
            )  # fmt: skip
        else:
            st.button(
                "Run the signal", type="primary", key=f"{PAGE}/play", on_click=run, args=(True,),
                icon=":material/play_arrow:", help="Let the monitor watch",
            )  # fmt: skip
        st.button(
            "To the next fault", key=f"{PAGE}/next", icon=":material/skip_next:", on_click=go_on,
            help="Two seconds before it begins; after the last one back to the beginning",
        )  # fmt: skip
        st.caption(summary(watched, made))
    first = [True]

    def look() -> None:
        if first:
            first.pop()
            _move(watched, config, plays)
            _draw(watched, made)
            return
        with precedence.look():
            ended = _move(watched, config, plays)
            clicked = _draw(watched, made)
        if ended or clicked:
            st.rerun()

    st.fragment(look, run_every=TICK if plays else None)()


def _move(watched: Watched, config: WatchConfig, plays: bool) -> bool:
    """Let the signal run on; whether it has come to its end."""
    session, now = st.session_state, time.monotonic()
    passed = min(now - session.get(TICKED, now), 2.0)
    session[TICKED] = now
    if not plays:
        return False
    session[AT] = min(session[AT] + config.speed * passed, watched.seconds)
    if session[AT] >= watched.seconds:
        session[PLAYS] = False
    return not session[PLAYS]


def _draw(watched: Watched, made: Alarms) -> bool:
    """This moment; whether the learner went elsewhere by a click."""
    now: float = st.session_state[AT]
    click = live_stage(panels(watched, made, now, lab.palette()), key=f"{PAGE}/stage", palette=lab.palette())
    if click is None or not isinstance(click.x, int | float):
        return False
    st.session_state[AT] = float(np.clip(60 * click.x, SECONDS, watched.seconds))
    return True
