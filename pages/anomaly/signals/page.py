"""Lesson: anomalies in signals."""

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.parts import choose_part
from pages.anomaly.signals import bring, drawn, monitor, train
from pages.anomaly.signals.lesson import LESSON
from pages.anomaly.signals.parts import CLAIMS, FILE, HELP, MONITOR, TITLES, TRAIN

PARTS = {TRAIN: train.show, MONITOR: monitor.show}
"""What shows a part: it gets the learner's tab and the places of stage, knobs and tabs."""

top = st.container()
owner = lab.learner()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
if part in PARTS:
    PARTS[part](owner, *stage_knobs_tabs())
elif part == FILE:
    bring.show()
else:
    drawn.show(owner)
ask_again_if_needed()
