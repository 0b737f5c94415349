"""Part of the lesson: G, D and Q learn, live, with the codes' matching beside them."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.gan.info.knobs import InfoConfig
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.gan.info.lesson import LESSON
from pages.gan.info.maths import maths
from pages.gan.info.own import beside
from pages.gan.info.questions import QUESTIONS
from pages.gan.info.scene import InfoScene

CODE = (
    TRAINS,
    Source("dnnlab/gan/info/net/bound.py", "Bound", "bound", "scaled"),
    Source("dnnlab/gan/info/net/shaking.py", "shaken"),
    Source("dnnlab/gan/info/net/experiment.py", "InfoTraining.step"),
    Source("dnnlab/gan/info/net/model.py", "Recogniser", "as_input"),
    Source("dnnlab/gan/net/dcgan.py", "ConvGenerator", "ConvDiscriminator"),
    "How codes are matched with digits, and pictures measured:",
    Source("dnnlab/gan/info/matching.py", "matched"),
    Source("dnnlab/gan/info/moments.py", "measures", "correlations"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(InfoConfig, LESSON.slug, above=above)
    recording = recorded(LESSON.experiment)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, InfoScene(), recording, owner=owner,
        milestone=partial(reached, QUESTIONS), beside=beside, still=still(LESSON, recording.made_with),
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, config, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, LESSON.slug, config, bench=bench),
            maths=maths(config, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("matching", "information_c1", "precision", "coverage"),
        )
