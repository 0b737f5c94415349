"""Lesson: convolution."""

from functools import partial

import streamlit as st

from dnnlab.cnn.convolution.knobs import DENSE, SLIDE, STACK, ConvolutionConfig
from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.parts import choose_part, place_of
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from dnnlab.ui.workbench import Workbench
from pages.cnn.convolution import slide, stack
from pages.cnn.convolution.dense import part as dense
from pages.cnn.convolution.dense.questions import QUESTIONS as ON_DENSE
from pages.cnn.convolution.learn.guess import SLUG
from pages.cnn.convolution.learn.part import learn_the_kernel
from pages.cnn.convolution.learn.questions import QUESTIONS as ON_LEARN
from pages.cnn.convolution.lesson import LESSON
from pages.cnn.convolution.maths import MATHS
from pages.cnn.convolution.parts import CLAIMS, HELP, LEARN, TITLES
from pages.cnn.convolution.questions import ON_SLIDE, ON_STACK

PARTS = {SLIDE: (slide.show, ON_SLIDE), STACK: (stack.show, ON_STACK), DENSE: (dense.show, ON_DENSE)}
"""Those without a run: what shows them, and what they ask."""
LAYER = Source("dnnlab/cnn/net/convolution.py", "convolve2d", "windows")
CODE = {
    SLIDE: (
        LAYER,
        Source("dnnlab/cnn/net/convolution.py", "transposed2d", "convolve1d"),
        Source("dnnlab/cnn/geometry.py", "output_size", "same_padding"),
    ),
    STACK: (Source("dnnlab/cnn/geometry.py", "receptive_field", "field_of"),),
    DENSE: (
        LAYER,
        Source("dnnlab/cnn/net/convolution.py", "as_matrix", "LocallyConnected2d", "dense_as_convolution"),
    ),
    LEARN: (Source("dnnlab/cnn/learn_kernel/net/experiment.py", "LearnKernel.step"), LAYER),
}

top = st.container()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
with place_of(part, TITLES, key=LESSON.slug):
    stage, knobs, tabs = stage_knobs_tabs()
above, moment = stage.container(), stage.container()
bench: Workbench[LearnKernelConfig] | None = None
if part == LEARN:
    guess = knobs.container()
    with knobs:
        asked = knob_panel(LearnKernelConfig, SLUG, above=above)
    with stage:
        bench = learn_the_kernel(asked, guess)
        with bench.moment or stage:
            ask_now(ON_LEARN, SLUG, asked, bench=bench)
    try_it = partial(ask, ON_LEARN, SLUG, asked, bench=bench)
else:
    show, questions = PARTS[part]
    with knobs:
        config = knob_panel(ConvolutionConfig, LESSON.slug, facts={"part": part}, above=above)
    with stage:
        show(config)
    with moment:
        ask_now(questions, LESSON.slug, config, shown=config)
    try_it = partial(ask, questions, LESSON.slug, config, shown=config)
with tabs:
    show_tabs(
        LESSON,
        try_it=try_it,
        maths=MATHS[part],
        code=(
            "This is the very code that computes above. The small helpers that it calls stand in the same files, and "
            "in `dnnlab/cnn/geometry.py`.",
            *CODE[part],
        ),
        bench=bench,
        metrics=("loss", "kernel_error"),
    )
ask_again_if_needed()
