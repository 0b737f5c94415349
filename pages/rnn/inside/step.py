"""Part one: a cell reads a sequence, gate by gate, and its learner may reach into it."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.rnn.inside.knobs import InsideConfig
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from pages.rnn.inside.byhand import by_hand, follow_click, picked_quantity, picked_unit
from pages.rnn.inside.lesson import LESSON
from pages.rnn.inside.maths import of_a_moment
from pages.rnn.inside.questions import QUESTIONS
from pages.rnn.inside.scene import InsideScene

SECONDS = 40.0
"""The recording plays slowly: a gate at a time, each can be read."""
WORDS = Words(
    play="Let the cell read, step by step",
    go_on="Let it read on",
    step="Compute the next gate, or the next moment",
    command="reads this sequence",
    keeps_help="The cell's weights, for cell.load_state_dict(safetensors.torch.load_file(path))",
)
CELLS = {
    "RNN": Source("dnnlab/rnn/net/cells.py", "RNNCell"),
    "LSTM without forget gate": Source("dnnlab/rnn/net/cells.py", "LSTMNoForgetCell"),
    "LSTM": Source("dnnlab/rnn/net/cells.py", "LSTMCell"),
    "LSTM with peepholes": Source("dnnlab/rnn/net/cells.py", "PeepholeLSTMCell"),
    "GRU": Source("dnnlab/rnn/net/cells.py", "GRUCell"),
    "GRU, reset after": Source("dnnlab/rnn/net/cells.py", "GRUCell"),
    "MGU": Source("dnnlab/rnn/net/cells.py", "MGUCell"),
}
"""The class of each kind, for the code tab."""


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar and the place to change things by hand, the knobs, the tabs."""
    with knobs:
        hand = st.container()
        config = knob_panel(InsideConfig, LESSON.slug, above=stage.container())
    recording = recorded(LESSON.experiment, SECONDS)
    bench = Workbench(
        LESSON.slug, LESSON.experiment, config, InsideScene(picked_quantity(), picked_unit()), recording, owner=owner,
        words=WORDS, milestone=partial(reached, QUESTIONS), still=still(LESSON, recording.made_with),
    )  # fmt: skip
    with hand:
        by_hand(bench)
    with stage:
        follow_click(bench.show())
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, config, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, LESSON.slug, config, bench=bench),
            maths=of_a_moment(config, bench.snapshot, picked_unit()),
            code=(
                "The cell that computes above, and how a gate of it is held:",
                CELLS[config.cell],
                Source("dnnlab/rnn/net/cells.py", "Cell.inputs", "Cell.forward"),
                Source("dnnlab/rnn/inside/net/forcing.py", "forced"),
                Source("dnnlab/rnn/inside/net/experiment.py", "Inside.step"),
            ),
            bench=bench,
            metrics=("output", "memory"),
        )
