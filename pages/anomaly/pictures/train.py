"""Part of the lesson: a network learns what is normal, and one judges its alarms."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.pictures.knobs import PictureConfig
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from pages.anomaly.pictures.fails import taken_up
from pages.anomaly.pictures.lesson import LESSON
from pages.anomaly.pictures.maths import maths
from pages.anomaly.pictures.own import beside
from pages.anomaly.pictures.questions import QUESTIONS
from pages.anomaly.pictures.scene import PictureScene

ALARM = f"{LESSON.slug}-alarm"
"""Names the panel of the alarm's knobs."""
WORDS = Words(measured_on={"auc": "of all test pictures"})
CODE = (
    TRAINS,
    Source("dnnlab/anomaly/net/autoencoder.py", "AutoencoderDetector.step"),
    Source("dnnlab/anomaly/net/models.py", "Dense"),
    Source("dnnlab/anomaly/net/detectors.py", "PCADetector", "NeighboursDetector", "IsolationForestDetector"),
    Source("dnnlab/anomaly/pictures/net/experiment.py", "standardised"),
    Source("dnnlab/anomaly/scores.py", "threshold_for", "auc"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs of the alarm and of the run, the tabs."""
    if (wanted := taken_up()) is not None:
        show_knobs(LESSON.slug, wanted)
    above = stage.container()
    with knobs:
        alarm = knob_panel(AlarmConfig, ALARM, above=above)
        config = knob_panel(PictureConfig, LESSON.slug, above=above)
    recording = recorded(LESSON.experiment)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, PictureScene(alarm), recording, owner=owner, words=WORDS,
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
            maths=maths(config, alarm, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("auc", "held_out_loss"),
        )
