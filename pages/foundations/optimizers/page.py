"""Lesson: optimizers."""

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.parts import choose_part
from pages.foundations.optimizers import points, surface, weights
from pages.foundations.optimizers.lesson import LESSON
from pages.foundations.optimizers.parts import CLAIMS, HELP, POINTS, SURFACE, TITLES, WEIGHTS

PARTS = {SURFACE: surface.show, WEIGHTS: weights.show, POINTS: points.show}
"""What shows a part: it gets the learner's tab and the places of stage, knobs and tabs."""

top = st.container()
owner = lab.learner()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
PARTS[part](owner, *stage_knobs_tabs())
ask_again_if_needed()
