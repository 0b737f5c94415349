"""Part of the lesson: generator against discriminator, live, with a judge beside them."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.gan.images.lesson import LESSON
from pages.gan.images.maths import maths
from pages.gan.images.memorised import nearest_of_clicked
from pages.gan.images.own import beside
from pages.gan.images.questions import QUESTIONS
from pages.gan.images.scene import ImagesScene

CODE = (
    TRAINS,
    Source("dnnlab/gan/net/pictures.py", "discriminator_loss", "generator_loss"),
    Source("dnnlab/gan/images/net/experiment.py", "ImagesTraining.step"),
    Source("dnnlab/gan/net/dense.py", "Generator", "Discriminator"),
    Source("dnnlab/gan/net/averaging.py", "follow"),
    "The judge:",
    Source("dnnlab/gan/net/judge.py", "Manifold", "radii", "Judging.add"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(ImagesConfig, LESSON.slug, above=above)
    recording = recorded(LESSON.experiment)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, ImagesScene(), recording, owner=owner,
        milestone=partial(reached, QUESTIONS), beside=beside, still=still(LESSON, recording.made_with),
    )  # fmt: skip
    with stage:
        picked = bench.show()
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, config, bench=bench)
        nearest_of_clicked(bench, picked)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, LESSON.slug, config, bench=bench),
            maths=maths(config, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("precision", "coverage", "rarest_class"),
        )
