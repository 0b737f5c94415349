"""Lesson: digits with LeNet-5."""

import streamlit as st

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.ui import lab
from dnnlab.ui.compare import runs_table
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, section
from dnnlab.ui.recording import recorded
from dnnlab.ui.workbench import Workbench
from pages.cnn.lenet.drawing import draw_and_follow
from pages.cnn.lenet.lesson import LESSON
from pages.cnn.lenet.questions import STEP
from pages.cnn.lenet.scene import CONFUSION, DigitsScene, picked_cell
from pages.cnn.lenet.tabs import code, maths, sources, try_it

CELL = "digits/cell"

frame(LESSON)
stage, knobs = st.columns([3, 1], gap="large")
with knobs:
    config = knob_panel(LeNetConfig, LESSON.slug)
bench = Workbench(
    LESSON.slug,
    "lenet",
    config,
    DigitsScene(st.session_state.get(CELL)),
    recorded("lenet"),
    owner=lab.learner(),
    milestone=lambda snapshot: snapshot.status.step >= STEP,
)
with stage:
    if (picked := bench.show()) is not None and picked.title.startswith(CONFUSION):
        st.session_state[CELL] = picked_cell(picked.click)
        st.rerun()
    if CELL in st.session_state and st.button("Back to the worst mistakes", icon=":material/undo:", key="digits/back"):
        del st.session_state[CELL]
        st.rerun()

section("Draw a digit, and follow it", "Or upload a photo of one: every step of the preparation is shown.")
draw_and_follow(bench)

tabs = st.tabs(["Try it", "The maths", "The code", "Runs in this tab", "Sources"])
for tab, part in zip(tabs, (try_it, maths, code, None, sources), strict=True):
    with tab:
        if part is None:
            runs_table(bench, ["validation_accuracy", "validation_loss"])
        else:
            part(bench)
