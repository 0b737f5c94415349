"""Part of the lesson: a network learns to write, and one reads how it gets better."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.rnn.text.corpus import OWN
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.parts import part_button
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from pages.rnn.text.lesson import LESSON
from pages.rnn.text.maths import maths
from pages.rnn.text.own import bring_text, own_text, stands_in
from pages.rnn.text.parts import WRITE
from pages.rnn.text.questions import QUESTIONS
from pages.rnn.text.scene import TextScene

SECONDS = 36.0
"""The recording plays slowly: each sample can be read."""
WORDS = Words(measured_on={"validation_loss": "nats a character, of all held-out text"})
CODE = (
    TRAINS,
    Source("dnnlab/rnn/text/net/model.py", "CharModel"),
    Source("dnnlab/rnn/net/cells.py", "LSTMCell", "GRUCell", "MGUCell"),
    Source("dnnlab/rnn/text/net/experiment.py", "TextTraining.step"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the learner's text, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        asked = knob_panel(TextConfig, LESSON.slug, above=above)
    given = own_text(owner)
    with above:
        config = stands_in(asked, given)

    def beside(bench: Workbench[TextConfig]) -> None:
        bring_text(asked)

    recording = recorded(LESSON.experiment, SECONDS)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, TextScene(), recording, owner=owner,
        given=given if config.text == OWN else None, words=WORDS, panel=config == asked,
        milestone=partial(reached, QUESTIONS), beside=beside, keeps="text.keep",
        still=still(LESSON, recording.made_with),
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, asked, bench=bench)
        part_button(
            LESSON.slug, WRITE, "Let a trained model write", icon=":material/edit:",
            help="A large network that ships with this page, or your own run, writes on after a beginning of yours",
        )  # fmt: skip
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, LESSON.slug, asked, bench=bench),
            maths=maths(config, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("validation_loss", "loss"),
        )
