"""Lesson: classify a photo, and see why."""

import streamlit as st

from dnnlab.photo.knobs import PhotoConfig
from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, section
from pages.photo.answers import both_answers, preparation
from pages.photo.lesson import LESSON
from pages.photo.many import many
from pages.photo.pictures import chosen
from pages.photo.tabs import below
from pages.photo.why import hidden, why

frame(LESSON)
owner = lab.learner()
stage, knobs = st.columns([3, 1], gap="large")
with knobs:
    without = hidden(st.session_state.get("photo/last good config"))
    config = knob_panel(PhotoConfig, LESSON.slug, hidden=without)
if hidden(config) != without:
    st.rerun()
with stage:
    pictures = chosen(config)
    name, photo = pictures[0]
    answers = both_answers(owner, config, name, photo)
    if answers:
        why(owner, config, photo, answers[config.net])
    if len(pictures) > 1:
        many(config, pictures)
    section(
        "How the photo becomes numbers", "Each network reads it as it has learnt to; nothing warns who mixes it up."
    )
    preparation(config, photo)
    below(config, answers)
ask_again_if_needed()
