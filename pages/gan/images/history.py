"""Part of the lesson: the history of the same noise, to move through and to take along."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.gan.images.film import gif
from dnnlab.gan.images.views import Film, ImagesView
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from pages.gan.images.lesson import LESSON
from pages.gan.images.players import own_run
from pages.gan.images.scene import sheet

PAGE = f"{LESSON.slug}/history"
RECORDED, OWN = "the recorded run", "your run"
MOMENTS, FILMED = 9, 10
"""Rows of the overview; pieces of noise in the film."""
TRY = (
    "- When do first strokes stand there, when a first digit? Does a piece of noise keep the digit it began with?\n"
    "- Late in the training pictures still change: G and D go on chasing each other, nothing comes to rest."
)
MATHS = (
    "The noise $z_1, \\dots, z_{10}$ is drawn once and kept; what changes is G alone. The film has a frame at the "
    "steps $8 i^2$ of your own run: close together where most happens.",
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The slider with its frame, the overview, the GIF."""
    with knobs:
        whose = st.radio(
            "History of", [RECORDED, OWN], key=f"{PAGE}/whose", persist_state="session",
            help="The run that this page plays on arrival, or the one you have started in the part “Train”.",
        )  # fmt: skip
    with stage:
        film = _film(owner, whose == OWN)
        if film is not None:
            _scrubber(film)
    with knobs:
        if film is not None:
            _take(film)
    with tabs:
        show_tabs(
            LESSON, try_it=partial(st.markdown, TRY), maths=MATHS,
            code=("How the film is kept, and the GIF made:", Source("dnnlab/gan/images/net/experiment.py",
                  "ImagesTraining.film"), Source("dnnlab/gan/images/film.py", "gif")),
        )  # fmt: skip


def _film(owner: str | None, own: bool) -> Film | None:
    run = own_run(owner) if own else None
    if run is not None:
        if st.button(
            "Fetch what is new", icon=":material/refresh:", key=f"{PAGE}/fetch",
            help="Your run rests while nobody looks at it; go to “Train” to let it go on",
        ):  # fmt: skip
            st.session_state[f"{PAGE}/fetched"] = st.session_state.get(f"{PAGE}/fetched", 0) + 1
        found: Film | None = answer(owner, "gan.film", slot=f"{PAGE}/film", run=run)
        return found
    if own:
        st.info(
            "You have no run yet, so this is the recorded one: press Play in the part “Train”.",
            icon=":material/model_training:",
        )
    return of_recording(tuple(recorded(LESSON.experiment).views))


def of_recording(views: tuple[ImagesView, ...]) -> Film:
    """The first pieces of noise of a recording's views."""
    return Film(
        steps=np.array([each.step for each in views], np.int64),
        frames=np.stack([each.samples[:FILMED] for each in views]),
    )


@st.fragment
def _scrubber(film: Film) -> None:
    """The slider, its frame, and the whole history as rows: a move runs this alone."""
    steps = film.steps.tolist()
    key = f"{PAGE}/step"
    kept = st.session_state.get(key)
    st.session_state[key] = kept if kept in steps else steps[-1]  # told anew in each run
    step = st.select_slider(
        "Step", options=steps, key=key, format_func=lambda each: f"{each:,}",
        help="Drag, or use the arrow keys: the same ten pieces of noise at each kept step.",
    )  # fmt: skip
    at = steps.index(step)
    rows = np.unique(np.linspace(0, len(steps) - 1, MOMENTS).round().astype(int))
    panels = [
        TilesPanel(
            tiles=sheet(film.frames[at], 5), title=f"The same noise at step {step:,}", pair="frame", columns=6,
            caption=f"Frame {at + 1} of {len(steps)}.", alt=f"Ten generated pictures at step {step}.",
        ),
        TilesPanel(
            tiles=[(f"{steps[row]:,}", sheet(film.frames[row], FILMED)) for row in rows], columns=6,
            title="All of it, a row a moment", caption="Each column is one piece of noise; on the left the step.",
            alt=f"{len(rows)} rows of ten pictures from step {steps[0]} to {steps[-1]}.",
        ),
    ]  # fmt: skip
    live_stage(panels, key=f"{PAGE}/stage", palette=lab.palette())


def _take(film: Film) -> None:
    with st.popover("Watch it", icon=":material/movie:", help="The whole history as an animated picture"):
        st.image(gif(film), caption=f"{len(film.steps)} frames, up to step {film.steps[-1]:,}")
    st.download_button(
        "GIF", data=partial(gif, film), file_name="history.gif", mime="image/gif", on_click="ignore",
        icon=":material/download:", key=f"{PAGE}/gif", help="The history of the same noise as an animated picture",
    )  # fmt: skip
