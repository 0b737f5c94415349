"""A density drawn with the pen: it becomes a knob, and so it is in the link, and a run that goes on follows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.gan.line.drawing import CELLS, from_ink, to_ink
from dnnlab.gan.line.knobs import MINIMAX, LineConfig
from dnnlab.gan.line.shapes import DRAWN
from dnnlab.live.config import Value
from dnnlab.live.twins import is_twin_of
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette, rgb
from dnnlab.ui import lab
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.knobs import move_knobs
from dnnlab.ui.workbench import Workbench
from pages.gan.line.scene import LineScene, scene_of

SHOWN = 300
"""Pixels of the pad."""
REMEMBERED = 100
"""Drawings of which the browser may still speak while the pen goes on."""
DATA, NOISE = "the data", "the noise"
TWINS: tuple[tuple[str, Mapping[str, Value]], ...] = (
    ("Minimax beside it", {"loss": MINIMAX}),
    ("k = 1 beside it", {"discriminator_steps": 1}),
    ("β₁ = 0.9 beside it", {"momentum": 0.9}),
    ("G ten times as fast", {"generator_rate": 5e-3}),
    ("With a gradient penalty, γ = 1", {"penalty": 1.0}),
)
"""What a button says, and how the twin differs."""


def beside(bench: Workbench[Any]) -> Callable[[Snapshot], LineScene]:
    """The pad and the twins at the bar; returns what draws a moment."""
    with st.container(horizontal=True):
        with st.popover(
            "Draw a density", icon=":material/draw:", help="Draw what the generator must imitate, or what it is fed"
        ):
            which = st.segmented_control(
                "Draw", (DATA, NOISE), default=DATA, required=True, key=f"{bench.page}/which",
                help="The density that the generator must imitate, or that of its noise z.",
            )  # fmt: skip
            _pad(bench, str(which))
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
    return scene_of


def _pad(bench: Workbench[LineConfig], which: str) -> None:
    """The pad for one of the two densities; what is drawn on it moves the knobs."""
    name = "heights" if which == DATA else "noise_heights"
    kind = "data" if which == DATA else "noise"
    text = str(getattr(bench.config, name))
    kept, count = f"{bench.page}/drawn/{kind}", f"{bench.page}/drawn/{kind}/count"
    told: list[str] = st.session_state.setdefault(f"{kept}/told", [])
    if text not in told:  # at first, and when the knob has been moved by other hands
        told[:] = [text]
        st.session_state[kept] = text, to_ink(text)
        st.session_state[count] = st.session_state.get(count, 0) + 1
    latest, before = st.session_state[kept]
    palette = lab.palette()
    paper, pen = _papers(palette, which)
    ink = drawing_pad(
        key=f"{bench.page}/pad/{kind}/{palette.name}", clear=st.session_state[count], value=before, size=CELLS,
        radius=0.9, softness=0.5, under=paper, over=pen, max_width=SHOWN,
        label=f"Pad for the density of {which}, from -4 on the left to 4 on the right.",
        help=f"From {'x' if which == DATA else 'z'} = −4 to 4. Clear, then draw an outline or fill a hill: in each "
        "column the topmost ink counts, and the area is brought to 1. The data may be drawn anew while it trains.",
    )  # fmt: skip
    if ink is None:
        return
    if np.array_equal(ink, before):
        if text != latest:  # the browser spoke of the text before it had heard of the drawing
            _move(bench, kind, name, latest)
        return
    drawn = from_ink(ink)
    if drawn is None:
        st.caption("Draw something above the bottom.")
        return
    st.session_state[kept] = drawn, ink
    told[:] = [*(each for each in told if each != drawn), drawn][-REMEMBERED:]
    _move(bench, kind, name, drawn)


def _move(bench: Workbench[LineConfig], kind: str, name: str, heights: str) -> None:
    """Bring the knobs to this drawing, in a further run of the page, if they are not there."""
    wanted = bench.config.replace(**{kind: DRAWN, name: heights})
    if wanted != bench.config:
        move_knobs(bench.page, wanted)
        st.rerun()


@cache
def _papers(palette: Palette, which: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The pad's ground and the colour of its pen."""
    colour = palette.real if which == DATA else palette.muted
    ground, ink = (np.full((SHOWN, SHOWN, 3), rgb(each), np.uint8) for each in (palette.surface, colour))
    return ground, ink
