"""Part of the lesson: an autoencoder learns, its codes are a map, and whoever drags over it sees what lies there."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.autoencoders.basic.knobs import IMPOSSIBLE, SQUARED, AutoencoderConfig
from dnnlab.autoencoders.basic.pictures import OWN
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from pages.autoencoders.basic.lesson import LESSON
from pages.autoencoders.basic.maths import maths
from pages.autoencoders.basic.own import own_digit, recorded_scene
from pages.autoencoders.basic.questions import QUESTIONS
from pages.own_pictures import OwnPictures, stands_in

PICTURES = OwnPictures(LESSON.slug, "to copy them")
WORDS = Words(measured_on={"test_error": "a test picture, squared"})
CODE = (
    TRAINS,
    Source("dnnlab/autoencoders/basic/net/model.py", "Autoencoder", "losses"),
    Source("dnnlab/autoencoders/basic/net/experiment.py", "AutoencoderTraining.step"),
    Source("dnnlab/autoencoders/basic/net/penalties.py", "l1", "jacobians"),
    Source("dnnlab/autoencoders/basic/net/spoiling.py", "spoilt"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the learner's digit and pictures, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        asked = knob_panel(AutoencoderConfig, LESSON.slug, above=above)
    given = PICTURES.known(owner)
    with above:
        config = asked
        if asked.impossible:
            st.warning(f"{IMPOSSIBLE} Until then the squared error stands in.", icon=":material/warning:")
            config = asked.replace(loss=SQUARED)
        config = stands_in(config, given)
        if asked.data == OWN:
            PICTURES.bring(asked)
    recording = recorded(LESSON.experiment)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, recorded_scene(recording.steps[-1]), recording, owner=owner,
        given=given if config.data == OWN else None, words=WORDS, panel=config == asked,
        milestone=partial(reached, QUESTIONS), beside=own_digit, still=still(LESSON, recording.made_with),
    )  # fmt: skip
    with stage:
        bench.show()
        if config.batch < config.batch_size:
            st.caption(
                f"A step of this large contractive network looks at {config.batch} pictures instead of "
                f"{config.batch_size}, so that it stays short."
            )
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, asked, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, LESSON.slug, asked, bench=bench),
            maths=maths(config, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("validation_loss", "validation_error"),
        )
