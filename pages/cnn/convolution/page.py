"""Lesson: convolution."""

import streamlit as st

from dnnlab.cnn.convolution.knobs import DENSE, SLIDE, STACK, ConvolutionConfig
from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.parts import choose_part
from pages.cnn.convolution import slide, stack
from pages.cnn.convolution.dense import part as dense
from pages.cnn.convolution.learn.guess import SLUG
from pages.cnn.convolution.learn.part import learn_the_kernel
from pages.cnn.convolution.lesson import LESSON
from pages.cnn.convolution.parts import CLAIMS, HELP, LEARN, TITLES
from pages.cnn.convolution.tabs import below, below_run

top = st.container()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
stage, knobs, tabs = stage_knobs_tabs()
above = stage.container()
if part == LEARN:
    with knobs:
        asked = knob_panel(LearnKernelConfig, SLUG, above=above)
    with stage:
        bench = learn_the_kernel(asked)
    with tabs:
        below_run(part, bench)
else:
    with knobs:
        config = knob_panel(ConvolutionConfig, LESSON.slug, facts={"part": part}, above=above)
    with stage:
        {SLIDE: slide.show, STACK: stack.show, DENSE: dense.show}[part](config)
    with tabs:
        below(part, config)
ask_again_if_needed()
