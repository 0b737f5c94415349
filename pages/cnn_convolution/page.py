"""Lesson: convolution."""

import streamlit as st

from dnnlab.cnn.convolution_knobs import ConvolutionConfig
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame
from dnnlab.ui.parts import choose_part
from pages.cnn_convolution import dense, slide, stack
from pages.cnn_convolution.learn import learn_the_kernel
from pages.cnn_convolution.lesson import LESSON
from pages.cnn_convolution.parts import DENSE, HELP, LEARN, SLIDE, STACK, TITLES
from pages.cnn_convolution.tabs import below, below_run

frame(LESSON)
part = choose_part(LESSON.slug, TITLES, help=HELP)
if part == LEARN:
    below_run(part, learn_the_kernel())
else:
    stage, knobs = st.columns([3, 1], gap="large")
    with knobs:
        hide = {SLIDE: slide.hidden, STACK: stack.hidden, DENSE: dense.hidden}[part]
        config = knob_panel(ConvolutionConfig, LESSON.slug, hidden=hide())
    with stage:
        {SLIDE: slide.show, STACK: stack.show, DENSE: dense.show}[part](config)
        below(part, config)
ask_again_if_needed()
