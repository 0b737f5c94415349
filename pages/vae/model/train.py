"""Part of the lesson: a variational autoencoder learns, and whoever drags over its map sees what lies there."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.autoencoders.basic.pictures import OWN
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from dnnlab.vae.model.knobs import VaeConfig
from dnnlab.vae.model.recordings import further
from pages.own_pictures import OwnPictures, stands_in
from pages.vae.model.lesson import LESSON
from pages.vae.model.maths import maths
from pages.vae.model.own import beside, recorded_scene
from pages.vae.model.questions import QUESTIONS

PICTURES = OwnPictures(LESSON.slug, "to draw such")
WORDS = Words(measured_on={"test_elbo": "nats a test picture", "test_reconstruction": "nats a test picture"})
CODE = (
    TRAINS,
    Source("dnnlab/vae/net/model.py", "VAE"),
    Source("dnnlab/vae/net/gaussian.py", "reparametrised", "kl_per_dimension"),
    Source("dnnlab/vae/net/elbo.py", "Terms", "terms"),
    Source("dnnlab/vae/model/net/experiment.py", "VaeTraining.step"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the learner's digit and pictures, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        asked = knob_panel(VaeConfig, LESSON.slug, above=above)
    given = PICTURES.known(owner)
    with above:
        config = stands_in(asked, given)
        if asked.data == OWN:
            PICTURES.bring(asked)
    recording = recorded(LESSON.experiment, file=further(config))
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, recorded_scene(recording.config, recording.steps[-1]), recording,
        owner=owner, given=given if config.data == OWN else None, words=WORDS, panel=config == asked,
        milestone=partial(reached, QUESTIONS), beside=beside, still=still(LESSON, recording.made_with),
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, asked, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, LESSON.slug, asked, bench=bench),
            maths=maths(config, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("validation_elbo", "validation_reconstruction", "validation_kl"),
        )
