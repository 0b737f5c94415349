"""Part one: move a digit, and see which of three networks still reads it."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.cnn.pooling.knobs import DRAWING, ShiftConfig
from dnnlab.cnn.shift.measures import ShiftMeasures
from dnnlab.data import mnist
from dnnlab.data.digits import NoDigit, prepare_drawing
from dnnlab.live.config import InvalidConfig
from dnnlab.plots.sheets import Bytes
from dnnlab.ui import lab
from dnnlab.ui.asking import answer, unanswered
from dnnlab.ui.card import show_still, still
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.knobs import knob_panel, knobs_before, move_knobs
from dnnlab.ui.precedence import precedence
from dnnlab.ui.tryit import ask_now
from pages.cnn.pooling.lesson import LESSON
from pages.cnn.pooling.panels import BUILT, figures, readings
from pages.cnn.pooling.questions import ON_SHIFT, Moved
from pages.cnn.pooling.walking import Walk

Answers = NDArray[np.int64]

MOVING = LESSON.slug
"""Names the panel of the part's knobs."""
MOVED = "pooling/moved"
"""Where in the session the part leaves its settings."""
WALK = "pooling/walk"
"""Where in the session stands how far the digit has walked; None: it does not walk."""
PACE = 0.8
"""Seconds between two steps of the walk."""
FAR = 4
"""Pixels to the side in the question about who gives way first."""


def move(owner: str | None, table: ShiftMeasures) -> tuple[ShiftConfig, list[Answers]]:
    """The part, which runs by itself while its sliders move or the digit walks.

    Returns:
        Its settings, and what the networks read on the way to them along a row of pixels.
    """
    seen: list[Any] = []  # what the rest of the page knows of this part
    walks = _walk() is not None
    st.fragment(_part, run_every=PACE if walks else None)(owner, table, seen, walks)
    moved: tuple[ShiftConfig, list[Answers]] = st.session_state[MOVED]
    return moved


def _part(owner: str | None, table: ShiftMeasures, seen: list[Any], walks: bool) -> None:
    """Shows it; the whole page runs again when there is something new for the predictions, or no answer."""
    if seen and walks:  # not where the whole page runs: that is no step
        _step()
    with precedence.action():
        config, path = st.session_state[MOVED] = _show(owner, table)
    answers = [st.session_state.get(f"answer/{question.key}") for question in ON_SHIFT.asked]
    news = config.digit, [said.tolist() for said in path], config.dx < 0, answers, _walk() is not None
    if seen and (seen[0] != news or unanswered()):
        st.rerun()
    seen[:] = [news]


def _walk() -> Walk | None:
    walk: Walk | None = st.session_state.get(WALK)
    return walk


def _step() -> None:
    """A step of the walk, where the learner has left the sliders alone."""
    walk = _walk()
    try:
        now = knobs_before(ShiftConfig, MOVING)
    except InvalidConfig:
        walk = None
    else:
        walk = walk.go_on(now.dx) if walk is not None and now.dy == 0 else None
        if walk is not None and walk.at != now.dx and not walk.doubted:
            move_knobs(MOVING, now.replace(dx=walk.at))
    st.session_state[WALK] = walk


def _start(config: ShiftConfig) -> None:
    st.session_state[WALK] = Walk(0, before=config.dx)
    move_knobs(MOVING, config.replace(dx=0, dy=0))


def _stop() -> None:
    st.session_state[WALK] = None


def _show(owner: str | None, table: ShiftMeasures) -> tuple[ShiftConfig, list[Answers]]:
    stage, knobs = st.columns([3, 1], gap="large")
    above = stage.container()
    with knobs:
        config = knob_panel(ShiftConfig, MOVING, above=above)
        pixels = _digit(config)
        for built in BUILT:
            st.caption(built)
    with stage:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small", key="pooling/walk-row")
        now = answer(owner, "shift.read", pixels[np.newaxis], config.dx, config.dy, slot="pooling/shift")
        before = answer(owner, "shift.read", pixels[np.newaxis], 0, 0, slot="pooling/unmoved") if now else None
        path = _path(owner, pixels, config) if before else []
        with row:
            _play(config)
            ask_now(ON_SHIFT, MOVING, config, shown=Moved(config.dx, path))
        other = config != ShiftConfig()
        if now is None or before is None:
            show_still(LESSON, other=other)
            return config, []
        palette = lab.palette()
        live_stage(
            [*readings(config, now, before, table, palette), *figures(config, table, palette)],
            key="pooling/shift", palette=palette, still=still(LESSON, other=other),
        )  # fmt: skip
    return config, path


def _play(config: ShiftConfig) -> None:
    """The walk's button."""
    if _walk() is None:
        st.button(
            "Play", icon=":material/play_arrow:", type="primary", key="pooling/play", on_click=_start, args=(config,),
            help="The digit walks from where it was drawn 8 pixels to the right, until you take a slider",
        )  # fmt: skip
    else:
        st.button(
            "Stop", icon=":material/stop:", type="primary", key="pooling/stop", on_click=_stop,
            help="The digit stays where it is",
        )  # fmt: skip


def _digit(config: ShiftConfig) -> Bytes:
    """The digit that moves, (28, 28)."""
    if config.digit == DRAWING:
        drawn = drawing_pad(key="pooling/pad")
        if drawn is not None:
            try:
                return prepare_drawing(drawn).pixels
            except NoDigit:
                pass
        st.caption("Until you draw, a 4 stands in.")
        return example("4")
    return example(config.digit)


def example(digit: str) -> Bytes:
    """The first validation digit of that class, (28, 28)."""
    digits = mnist.validation()
    pixels: Bytes = digits.images[int(np.argmax(digits.labels == int(digit)))]
    return pixels


def _path(owner: str | None, pixels: Bytes, config: ShiftConfig) -> list[Answers]:
    """What the networks read after 0, 1, ... FAR pixels to the side, once the slider stands there; else nothing."""
    if abs(config.dx) != FAR or config.dy:
        return []
    steps = range(0, config.dx + np.sign(config.dx), np.sign(config.dx))
    said = [answer(owner, "shift.read", pixels[np.newaxis], int(dx), 0, slot=f"pooling/path{dx}") for dx in steps]
    return [] if None in said else [reading.answers for reading in said]
