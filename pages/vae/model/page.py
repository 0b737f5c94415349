"""Lesson: variational autoencoder."""

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.parts import choose_part
from pages.vae.model import evidence, glass, holes, new, train
from pages.vae.model.lesson import LESSON
from pages.vae.model.parts import CLAIMS, EVIDENCE, GLASS, HELP, HOLES, NEW, TITLES, TRAIN

PARTS = {TRAIN: train.show, HOLES: holes.show, GLASS: glass.show, EVIDENCE: evidence.show, NEW: new.show}
"""What shows a part: it gets the learner's tab and the places of stage, knobs and tabs."""

top = st.container()
owner = lab.learner()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
PARTS[part](owner, *stage_knobs_tabs())
ask_again_if_needed()
