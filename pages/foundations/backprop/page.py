"""Lesson: backpropagation microscope."""

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.parts import choose_part, place_of
from pages.foundations.backprop import expression, net
from pages.foundations.backprop.lesson import LESSON
from pages.foundations.backprop.parts import CLAIMS, EXPRESSION, HELP, NET, TITLES

PARTS = {EXPRESSION: expression.show, NET: net.show}
"""What shows a part: it gets the learner's tab and the places of stage, knobs and tabs."""

top = st.container()
owner = lab.learner()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
with place_of(part, TITLES, key=LESSON.slug):
    PARTS[part](owner, *stage_knobs_tabs())
ask_again_if_needed()
