"""Part one: a network learns points in a plane, and its learner has a hand in it."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.doctor.diagnosis import Trace
from dnnlab.doctor.supervised import ended, of_knobs, supervised
from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.points import OWN_TABLE
from dnnlab.live.wire import Snapshot, State
from dnnlab.ui.card import still
from dnnlab.ui.consultation import consultation
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.foundations.playground.hands import follow_hand, heard
from pages.foundations.playground.lesson import LESSON
from pages.foundations.playground.maths import maths
from pages.foundations.playground.questions import QUESTIONS
from pages.foundations.playground.scene import PlaygroundScene
from pages.foundations.playground.table import bring_table, own_table, stands_in

CODE = (
    "The network and its step, in plain PyTorch:",
    Source("dnnlab/foundations/playground/net/model.py", "Network", "loss_of", "plain_step"),
    "What trains above is the same step, by hand: for networks this small it is about ten times as fast. The tests "
    "hold the two together, over every activation, output, loss, optimizer and penalty.",
    Source("dnnlab/foundations/playground/net/fast.py", "FastNet.backward", "FastOptimizer.step"),
    Source("dnnlab/foundations/playground/net/experiment.py", "PlaygroundTraining._step"),
)


def milestone(snapshot: Snapshot) -> Hashable:
    """When the rest of the page has something new to say: a question's step, the doctor at each doubling of the steps
    and where it finds something else."""
    found = tuple(each.name for each in supervised(_trace(snapshot)))
    return reached(QUESTIONS, snapshot), found, snapshot.status.step.bit_length()


def _trace(snapshot: Snapshot) -> Trace:
    """What the doctor reads, with the loss that ended the run."""
    return ended(snapshot.curves, snapshot.status.step, snapshot.status.state is State.DIVERGED)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar and the doctor, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        doctor = st.container()
        asked = knob_panel(PlaygroundConfig, LESSON.slug, above=above)
    given = own_table(owner)
    with above:
        config = stands_in(asked, given)
        if asked.data == OWN_TABLE:
            bring_table()
    recording = recorded(LESSON.experiment)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, PlaygroundScene(heard()), recording, owner=owner,
        given=given if config.data == OWN_TABLE else None, panel=config == asked, milestone=milestone,
        still=still(LESSON, recording.made_with),
    )  # fmt: skip
    if config != recording.config:
        bench.begin()  # data and network of these knobs stand there at once
    with stage:
        follow_hand(bench, bench.show(), asked)
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, asked, bench=bench)
    with doctor:
        now = bench.snapshot
        consultation(bench, lambda _: of_knobs(_trace(now), config.values()))
    with tabs:
        show_tabs(
            LESSON,
            try_it=lambda: ask(QUESTIONS, LESSON.slug, asked, bench=bench),
            maths=maths(config, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("training_error", "validation_error", "validation_loss"),
        )
