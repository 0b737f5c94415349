"""Lesson: neuron, activations, losses."""

import streamlit as st

from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.parts import choose_part, place_of
from pages.foundations.neuron import activations, binary, classes, plane, regression, softmax
from pages.foundations.neuron.lesson import LESSON
from pages.foundations.neuron.parts import (
    ACTIVATIONS,
    BINARY,
    CLAIMS,
    CLASSES,
    HELP,
    NEURON,
    REGRESSION,
    SOFTMAX,
    TITLES,
)

PARTS = {
    NEURON: plane.show,
    ACTIVATIONS: activations.show,
    SOFTMAX: softmax.show,
    BINARY: binary.show,
    CLASSES: classes.show,
    REGRESSION: regression.show,
}
"""What shows a part: it gets the places of stage, knobs and tabs."""

top = st.container()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
with place_of(part, TITLES, key=LESSON.slug):
    PARTS[part](*stage_knobs_tabs())
