"""Part of the lesson: a small network learns faces, and its vectors with them."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.parts import part_button
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from dnnlab.vae.arithmetic.knobs import FaceConfig
from pages.vae.arithmetic.lesson import LESSON
from pages.vae.arithmetic.maths import of_training
from pages.vae.arithmetic.network import RUN
from pages.vae.arithmetic.parts import BUILD
from pages.vae.arithmetic.questions import ON_TRAINING
from pages.vae.arithmetic.scene import FaceScene

WORDS = Words(measured_on={"validation_error": "squared, a pixel, of 100 faces", "test_error": "of 500 test faces"})
CODE = (
    TRAINS,
    Source("dnnlab/vae/arithmetic/net/model.py", "FaceVAE", "loss", "reconstruction", "kl_by_dimension"),
    Source("dnnlab/vae/arithmetic/net/experiment.py", "FaceTraining.step"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(FaceConfig, RUN, above=above, prefix="run_")
    bench = Workbench(
        RUN, RUN, config, FaceScene(), recorded(RUN), owner=owner, words=WORDS, milestone=partial(reached, ON_TRAINING)
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(ON_TRAINING, RUN, config, bench=bench)
        part_button(
            LESSON.slug, BUILD, "Calculate with it", icon=":material/calculate:",
            help="To A − B + C: choose “your own run” as the network there",
        )  # fmt: skip
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_TRAINING, RUN, config, bench=bench),
            maths=of_training(config),
            code=CODE,
            bench=bench,
            metrics=("validation_error", "validation_kl"),
        )
