"""Part of the lesson: a linear autoencoder finds PCA's space; then what depth adds."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.autoencoders.linear.knobs import LinearConfig
from dnnlab.autoencoders.linear.recordings import further
from dnnlab.plots.written import written
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from pages.autoencoders.basic.lesson import LESSON
from pages.autoencoders.basic.linear_codes import ended, reached_angles, sizes, thirty
from pages.autoencoders.basic.linear_maths import maths
from pages.autoencoders.basic.linear_questions import QUESTIONS
from pages.autoencoders.basic.linear_scene import LinearScene

SLUG = "linear-autoencoder"
WORDS = Words(
    measured_on={"test_error": "squared, an image, of 10,000 digits", "pca_test_error": "PCA’s on the same"},
)
CODE = (
    TRAINS,
    Source("dnnlab/autoencoders/linear/net/model.py", "LinearAutoencoder", "expected_error"),
    Source("dnnlab/autoencoders/linear/net/experiment.py", "LinearTraining.step"),
    Source("dnnlab/autoencoders/linear/pca.py", "Pca", "fit", "principal_angles"),
    Source("dnnlab/autoencoders/net/mirrored.py", "Mirrored"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar and knobs; below it the comparison at 30 numbers, and the slider of code sizes."""
    above = stage.container()
    with knobs:
        config = knob_panel(LinearConfig, SLUG, above=above, prefix="linear_")
    bench = Workbench(
        SLUG, SLUG, config, LinearScene(), recorded(SLUG, file=further(config)), owner=owner, words=WORDS,
        milestone=partial(reached, QUESTIONS),
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(QUESTIONS, SLUG, config, bench=bench)
        _recordings(config)
        st.caption(ended())
        thirty(owner)
        sizes()
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, SLUG, config, bench=bench),
            maths=maths(config, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("largest_angle", "excess", "test_error"),
        )


def _recordings(config: LinearConfig) -> None:
    """A click to each recorded run, with the angle that it reached."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Recorded runs:")
        for size, angle in reached_angles().items():
            wanted = LinearConfig(code_size=size)
            if st.button(
                f"{size} numbers: {written(angle, unit='°')}", key=f"{SLUG}/recorded/{size}", disabled=config == wanted,
                help=f"Show the recorded run with {size} numbers; its largest angle ended at {written(angle)} degrees.",
            ):  # fmt: skip
                show_knobs(SLUG, wanted)
