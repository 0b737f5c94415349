"""Part of the lesson: a race on a surface."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.optimizers.knobs import RaceConfig
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.foundations.optimizers.lesson import LESSON
from pages.foundations.optimizers.maths import on_a_surface
from pages.foundations.optimizers.questions import QUESTIONS
from pages.foundations.optimizers.scene import RaceScene, start_of
from pages.foundations.optimizers.working import with_a_step

CODE = (
    "These are the very lines that move the points above; the same lines move the weights of a network.",
    Source(
        "dnnlab/foundations/optimizers/rules.py", "sgd", "decaying", "momentum", "nesterov", "adagrad", "rmsprop",
        "adam", "adamw",
    ),
    Source("dnnlab/foundations/optimizers/net/experiment.py", "Race.step"),
)  # fmt: skip


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        turned = st.toggle(
            "In three dimensions", key=f"{LESSON.slug}/solid", help="The surface as a landscape: drag to turn it"
        )
        config = knob_panel(RaceConfig, LESSON.slug, above=above)
    recording = recorded(LESSON.experiment)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, RaceScene(turned), recording, owner=owner,
        milestone=partial(reached, QUESTIONS), still=still(LESSON, recording.made_with),
    )  # fmt: skip
    with stage:
        picked = bench.show()
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, config, bench=bench)
    if picked is not None and (start := start_of(picked.title, picked.click)) is not None:
        if bench.run is None:
            bench.play()
        show_knobs(LESSON.slug, config.replace(start_x=start[0], start_y=start[1]))
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, LESSON.slug, config, bench=bench),
            maths=with_a_step(LESSON.slug, bench.snapshot, on_a_surface(config, bench.snapshot)),
            code=CODE,
            bench=bench,
            metrics=("sgd", "momentum", "adam"),
        )
