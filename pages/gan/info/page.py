"""Lesson: InfoGAN."""

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.parts import choose_part
from pages.gan.info import panels, train, turn
from pages.gan.info.lesson import LESSON
from pages.gan.info.parts import CLAIMS, HELP, PANELS, TITLES, TRAIN, TURN

PARTS = {TRAIN: train.show, TURN: turn.show, PANELS: panels.show}
"""What shows a part: it gets the learner's tab and the places of stage, knobs and tabs."""

top = st.container()
owner = lab.learner()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
PARTS[part](owner, *stage_knobs_tabs())
ask_again_if_needed()
