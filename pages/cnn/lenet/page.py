"""Lesson: digits with LeNet-5."""

import streamlit as st

from dnnlab.doctor.supervised import of_knobs, with_errors
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.page import show_lesson
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Picked
from pages.cnn.lenet.lesson import LESSON
from pages.cnn.lenet.maths import maths
from pages.cnn.lenet.own import own_digit
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
    words=Words(measured_on={"validation_accuracy": "of 5,000 digits", "test_accuracy": "of 10,000"}),
    picked=follow_cell,
    beside=own_digit,
    doctor=lambda trace, config: of_knobs(with_errors(trace), config.values()),
)
ask_again_if_needed()
