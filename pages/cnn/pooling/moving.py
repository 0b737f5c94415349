"""Move a digit, and see which of three networks still reads it."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.cnn.pooling.knobs import DRAWING, ShiftConfig
from dnnlab.cnn.shift.measures import ShiftMeasures
from dnnlab.data import mnist
from dnnlab.data.digits import NoDigit, prepare_digit
from dnnlab.plots.sheets import Bytes
from dnnlab.ui import lab
from dnnlab.ui.asking import answer, unanswered
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.precedence import precedence
from pages.cnn.pooling.panels import figures, readings

Answers = NDArray[np.int64]

BUILT = (
    "**MLP** (multilayer perceptron): dense layers only, so each pixel has weights of its own.",
    "**LeNet-5**: two convolutions, each pooled 2 × 2, then dense layers.",
    "**With global pooling**: the second pooling leaves one number a map.",
)
"""What sets the networks apart."""
MOVING = "pooling-shift"
"""Names the panel of the section's knobs."""
MOVED = "pooling/moved"
"""Where in the session the section leaves its settings."""
FAR = 4
"""Pixels to the side in the question about who gives way first."""


def move(owner: str | None, table: ShiftMeasures) -> tuple[ShiftConfig, list[Answers]]:
    """The section, which runs by itself while its sliders move.

    Returns:
        Its settings, and what the networks read on the way to them along a row of pixels.
    """
    seen: list[Any] = []  # what the rest of the page knows of this section
    st.fragment(_section)(owner, table, seen)
    moved: tuple[ShiftConfig, list[Answers]] = st.session_state[MOVED]
    return moved


def _section(owner: str | None, table: ShiftMeasures, seen: list[Any]) -> None:
    """Shows it; the whole page runs again when there is something new for the predictions, or no answer."""
    with precedence.action():
        config, path = st.session_state[MOVED] = _show(owner, table)
    news = config.digit, [said.tolist() for said in path], config.dx < 0
    if seen and (seen[0] != news or unanswered()):
        st.rerun()
    seen[:] = [news]


def _show(owner: str | None, table: ShiftMeasures) -> tuple[ShiftConfig, list[Answers]]:
    left, right = st.columns([1, 4], gap="medium")
    with left:
        config = knob_panel(ShiftConfig, MOVING)
        pixels = _digit(config)
        for built in BUILT:
            st.caption(built)
    with right:
        now = answer(owner, "shift.read", pixels[np.newaxis], config.dx, config.dy, slot="pooling/shift")
        before = answer(owner, "shift.read", pixels[np.newaxis], 0, 0, slot="pooling/unmoved") if now else None
        if now is None or before is None:
            return config, []
        palette = lab.palette()
        panels = [*readings(config, now, before, palette), *figures(config, table, palette)]
        live_stage(panels, key="pooling/shift", palette=palette)
    return config, _path(owner, pixels, config)


def _digit(config: ShiftConfig) -> Bytes:
    """The digit that moves, (28, 28)."""
    if config.digit == DRAWING:
        drawn = drawing_pad(key="pooling/pad")
        if drawn is not None:
            try:
                return prepare_digit(drawn).pixels
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
