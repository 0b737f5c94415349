"""Lesson: classify a photo, and see why."""

import streamlit as st

from dnnlab.photo.knobs import COVER, INSIDE, LOOK, PhotoConfig
from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame
from dnnlab.ui.parts import choose_part
from pages.photo.classify import inside, look
from pages.photo.classify.cover import part as cover
from pages.photo.classify.lesson import LESSON
from pages.photo.classify.parts import HELP, TITLES
from pages.photo.classify.pictures import choose

frame(LESSON)
owner = lab.learner()
part = choose_part(LESSON.slug, TITLES, help=HELP)
above = st.container()
stage, knobs = st.columns([3, 1], gap="large")
lower_stage, lower_knobs = st.columns([3, 1], gap="large")  # for a run: its knobs stand beside it
with knobs:
    lower = dict.fromkeys(("Occlusion", "Excite"), lower_knobs)
    config = knob_panel(PhotoConfig, LESSON.slug, facts={"part": part}, above=above, elsewhere=lower)
with stage:
    pictures = choose(LESSON.slug, config)
    below = {LOOK: look.show, COVER: cover.show, INSIDE: inside.show}[part](owner, config, pictures, lower_stage)
if below is not None:
    below()
ask_again_if_needed()
