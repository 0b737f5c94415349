"""Lesson: classify a photo, and see why."""

from collections.abc import Callable

import streamlit as st

from dnnlab.photo.knobs import COVER, INSIDE, LOOK, PhotoConfig
from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame
from dnnlab.ui.parts import choose_part, place_of
from pages.photo.classify import inside, look
from pages.photo.classify.cover import part as cover
from pages.photo.classify.lesson import LESSON
from pages.photo.classify.links import follow_old_links
from pages.photo.classify.parts import HELP, TITLES
from pages.photo.classify.pictures import choose

follow_old_links()
frame(LESSON)
owner = lab.learner()
with st.container(horizontal=True, vertical_alignment="center"):
    part = choose_part(LESSON.slug, TITLES, help=HELP)
    moment = place_of(part, TITLES, key="photo/moment")
above = st.container()
stage, knobs = st.columns([3, 1], gap="large")
with place_of(part, TITLES, key="photo/lower"):
    lower_stage, lower_knobs = st.columns([3, 1], gap="large")  # for a run: its knobs stand beside it
    tabs = st.container()
with stage:
    gallery = st.container()
    shown = place_of(part, TITLES, key="photo/stage")  # ahead of the knobs: what stood there goes before they come
with knobs, place_of(part, TITLES, key="photo/knobs"):
    lower = dict.fromkeys(("Occlusion", "Excite"), lower_knobs)
    config = knob_panel(PhotoConfig, LESSON.slug, facts={"part": part}, above=above, elsewhere=lower)
with gallery:
    pictures = choose(LESSON.slug, config)
with shown:
    below: Callable[[], None] | None
    if part == LOOK:
        below = look.show(owner, config, pictures, moment)
    else:
        below = {COVER: cover.show, INSIDE: inside.show}[part](owner, config, pictures, lower_stage)
if below is not None:
    with tabs:
        below()
ask_again_if_needed()
