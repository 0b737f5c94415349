"""Lesson: text generation."""

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.parts import choose_part, place_of
from pages.rnn.text import tools, train, write
from pages.rnn.text.lesson import LESSON
from pages.rnn.text.parts import CLAIMS, HELP, TITLES, TRAIN, WRITE

PARTS = {TRAIN: train.show, WRITE: write.show}
"""What shows a part with knobs: it gets the learner's tab and the places of stage, knobs and tabs."""

top = st.container()
owner = lab.learner()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
with place_of(part, TITLES, key=LESSON.slug):
    if part in PARTS:
        PARTS[part](owner, *stage_knobs_tabs())
    else:
        tools.show(part, owner)
ask_again_if_needed()
