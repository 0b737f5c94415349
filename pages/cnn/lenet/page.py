"""Lesson: digits with LeNet-5."""

from typing import Any

import streamlit as st

from dnnlab.ui.lesson import section
from dnnlab.ui.page import show_lesson
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.workbench import Picked, Workbench
from pages.cnn.lenet.drawing import draw_and_follow
from pages.cnn.lenet.lesson import LESSON
from pages.cnn.lenet.maths import maths
from pages.cnn.lenet.scene import CONFUSION, DigitsScene, picked_cell

CELL = "digits/cell"


def follow_cell(picked: Picked | None) -> None:
    """A cell of the confusion matrix shows its digits, until the learner goes back."""
    if picked is not None and picked.title.startswith(CONFUSION):
        st.session_state[CELL] = picked_cell(picked.click)
        st.rerun()
    if CELL in st.session_state and st.button("Back to the worst mistakes", icon=":material/undo:", key="digits/back"):
        del st.session_state[CELL]
        st.rerun()


def draw(bench: Workbench[Any]) -> None:
    section("Draw a digit, and follow it", "Or upload a photo of one: every step of the preparation is shown.")
    draw_and_follow(bench)


show_lesson(
    LESSON,
    DigitsScene(st.session_state.get(CELL)),
    recorded("lenet"),
    maths=maths,
    code=(
        Source("dnnlab/cnn/lenet/net/model.py", "LeNet5"),
        Source("dnnlab/cnn/lenet/net/experiment.py", "LeNetTraining.step"),
    ),
    metrics=("validation_accuracy", "validation_loss"),
    picked=follow_cell,
    between=draw,
)
