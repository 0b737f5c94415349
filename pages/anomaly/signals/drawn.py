"""Part of the lesson: draw a heartbeat, and see what the network makes of it."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dnnlab.anomaly import figures, scores
from dnnlab.anomaly.figures import Limit
from dnnlab.anomaly.signals.curve import from_ink
from dnnlab.anomaly.signals.figures import windows
from dnnlab.anomaly.signals.views import Examples, Scored
from dnnlab.anomaly.signals.words import ECG5000
from dnnlab.data import signals
from dnnlab.plots.palette import Palette, rgb
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.anomaly.signals.lesson import LESSON
from pages.anomaly.signals.maths import of_drawing

PAGE = f"{LESSON.slug}-draw"
CELLS, SHOWN = 70, 420
"""Cells of the pad, and pixels of the picture below the pen."""
LOW, HIGH = -5.5, 3.5
"""What the pad's bottom and top stand for, in standard deviations of a beat."""
ACCEPTED = 0.05
HEIGHT = 250
LAST = f"{PAGE}/last"
TRY = (
    "- Trace the grey line: how low does the score get?\n"
    "- Leave out the deep first wave, or draw the beat upside down. Where does the red come from?\n"
    "- Draw a level line with one small bump. The network has never seen one: what does it make of it?\n"
    "- Shift a good beat to the right by a tenth of the width. Its shape is right: why is that an alarm?"
)
CODE = (
    "This is the very code that reads your line and scores it.",
    Source("dnnlab/anomaly/signals/curve.py", "from_ink"),
    Source("dnnlab/anomaly/signals/net/calls.py", "score"),
    Source("dnnlab/anomaly/scores.py", "threshold_for"),
)


def show(owner: str | None) -> None:
    """The pad beside what comes back; the tabs."""
    show_tabs(LESSON, try_it=lambda: st.markdown(TRY), maths=of_drawing(_draw(owner)), code=CODE)


def _draw(owner: str | None) -> Scored | None:
    """The pad, and what the network makes of what is on it; None: nobody has answered yet."""
    palette = lab.palette()
    left, right = st.columns([2, 3], gap="large")
    with left:
        ink = drawing_pad(
            key=f"{PAGE}/pad/{palette.name}", value=st.session_state.get(LAST), size=CELLS, radius=0.9, softness=0.5,
            under=_guide(palette), over=_plain(palette), max_width=SHOWN,
            label="Pad for one heartbeat, from left to right, over the mean of the normal ones.",
            help="Draw one beat from left to right; the grey line is the mean normal beat. Only the curve counts: it "
            "is brought to mean 0 and standard deviation 1, as the beats that were learnt are.",
        )  # fmt: skip
        st.session_state[LAST] = ink
    with right:
        beat = None if ink is None else from_ink(ink, LOW, HIGH, signals.BEAT)
        if ink is not None and beat is None:
            st.info("Draw over at least half of the width, with ups and downs.", icon=":material/draw:")
        run = lab.pool().in_slot(owner, LESSON.slug) if owner else None
        own = run is not None and getattr(run.config, "data", "") == ECG5000
        rows = (_mean() if beat is None else beat)[np.newaxis].astype(np.float32)
        scored: Scored | None = answer(owner, "signals.score", rows, slot=PAGE, run=run if own else None)
        if scored is not None:
            _shown(rows, scored, "Your beat" if beat is not None else "The mean normal beat", own, palette)
    return scored


def _shown(rows: NDArray[np.float32], scored: Scored, whose: str, own: bool, palette: Palette) -> None:
    limit = scores.threshold_for(scored.held_out, ACCEPTED)
    value = float(scored.scores[0])
    alarm = value > limit
    examples = Examples(
        rows=np.zeros(1, np.int64), windows=rows[:, :, None], rebuilt=scored.rebuilt[:, :, None],
        errors=scored.errors[:, :, None], kinds=np.zeros(1, np.uint8), scores=scored.scores,
    )  # fmt: skip
    by = "your run as it is now" if own else "the network that ships"
    more = float(np.mean(scored.held_out > value))
    rank = f"Of the held-out normal beats {written(more, percent=True)} score higher."
    live_stage(
        [
            FigurePanel(
                figure=windows(examples, (whose,), ("ECG",), limit, palette, height=HEIGHT), height=HEIGHT, columns=6,
                title=f"{whose}: {'alarm' if alarm else 'no alarm'}", pair="beat",
                caption=f"Grey went in, blue came out of {by}: the normal beat that it finds nearest.",
                alt=f"{whose}, score {written(value)}.",
            ),
            FigurePanel(
                figure=figures.histogram(
                    scored.held_out, np.zeros(0), [Limit(value=limit, name="threshold"),
                    Limit(value=max(value, 1e-6) if math.isfinite(value) else 1e6, name="this beat", dash="dot")],
                    palette, height=HEIGHT, title="score (MSE)",
                ),
                title=f"Score {written(value)}", pair="score", height=HEIGHT, columns=6,
                caption=f"{rank} The threshold accepts {written(ACCEPTED, percent=True)} of false alarms.",
                alt=f"Score {written(value)}, threshold {written(limit)}. {rank}",
            ),
        ],
        key=f"{PAGE}/stage", palette=palette,
    )  # fmt: skip
    st.caption(
        "Try a beat without its deep first wave, one that is upside down, or a level line. Nobody showed the network "
        "any of these: it only knows normal beats of one heart, and yours would be another one."
    )


@cache
def _mean() -> NDArray[np.float32]:
    train, _ = signals.ecg5000()
    mean: NDArray[np.float32] = train.rows[train.labels == 1].mean(0)
    return mean


@cache
def _guide(palette: Palette) -> NDArray[np.uint8]:
    """The mean normal beat, faint, on the page's ground."""
    picture = Image.new("RGB", (SHOWN, SHOWN), palette.surface)
    x = np.linspace(0, SHOWN - 1, signals.BEAT)
    y = (HIGH - _mean()) / (HIGH - LOW) * (SHOWN - 1)
    ImageDraw.Draw(picture).line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=palette.pinned, width=2)
    return np.asarray(picture)


@cache
def _plain(palette: Palette) -> NDArray[np.uint8]:
    """The colour of the pen."""
    return np.full((SHOWN, SHOWN, 3), rgb(palette.accent), np.uint8)
