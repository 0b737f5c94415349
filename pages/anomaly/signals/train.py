"""Part of the lesson: a network learns what is normal, and one judges its alarms."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.measures import GOAL, heartbeats
from dnnlab.anomaly.signals.words import ECG5000, OWN
from dnnlab.plots.written import written
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from pages.anomaly.signals import own
from pages.anomaly.signals.home import take_home
from pages.anomaly.signals.lesson import LESSON
from pages.anomaly.signals.maths import maths
from pages.anomaly.signals.questions import QUESTIONS
from pages.anomaly.signals.scene import SignalScene

ALARM = f"{LESSON.slug}-alarm"
"""Names the panel of the alarm's knobs."""
WORDS = Words(measured_on={"auc": "of all test windows"})
CODE = (
    TRAINS,
    Source("dnnlab/anomaly/net/autoencoder.py", "AutoencoderDetector.step"),
    Source("dnnlab/anomaly/net/models.py", "Dense", "Convolutional", "Recurrent"),
    Source("dnnlab/anomaly/net/detectors.py", "ZScoreDetector", "PCADetector"),
    Source("dnnlab/anomaly/scores.py", "threshold_for", "auc"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs of the alarm and of the run, the tabs."""
    above = stage.container()
    with knobs:
        alarm = knob_panel(AlarmConfig, ALARM, above=above)
        asked = knob_panel(SignalConfig, LESSON.slug, above=above)
    own.take_up(asked)
    given = own.own_rows(owner)
    with above:
        config = own.stands_in(asked, given)
    recording = recorded(LESSON.experiment)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, SignalScene(alarm, _goal(config)), recording, owner=owner, words=WORDS,
        given=given if config.data == OWN else None, panel=config == asked,
        milestone=partial(reached, QUESTIONS), still=still(LESSON, recording.made_with),
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, asked, bench=bench)
        take_home(bench, alarm)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, LESSON.slug, asked, bench=bench),
            maths=maths(config, alarm, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("auc", "held_out_loss"),
        )


def _goal(config: SignalConfig) -> str:
    """Where a network misses the goal, the page says it beside the curves."""
    known = heartbeats(config.network)
    if config.data != ECG5000 or round(known, 3) >= GOAL:
        return ""
    return f" Over 5 seeds such networks reach {written(known)} on these beats: less than two components of PCA."
