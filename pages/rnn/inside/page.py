"""Lesson: inside a cell."""

from functools import partial

import streamlit as st

from dnnlab.rnn.inside.count_knobs import CountConfig
from dnnlab.ui import lab
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.parts import choose_part
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from pages.rnn.inside import count, step, unfolded
from pages.rnn.inside.lesson import LESSON
from pages.rnn.inside.maths import of_counting
from pages.rnn.inside.parts import CLAIMS, HELP, STEP, TITLES, UNFOLDED
from pages.rnn.inside.questions import ON_COUNT

LIVE = {STEP: step.show, UNFOLDED: unfolded.show}
COUNTS = "counts"
"""Names the panel of knobs of the part that counts."""

top = st.container()
owner = lab.learner()
part = choose_part(LESSON.slug, TITLES, help=HELP)
with top:
    frame(LESSON, CLAIMS.get(part, ""))
stage, knobs, tabs = stage_knobs_tabs()
if part in LIVE:
    LIVE[part](owner, stage, knobs, tabs)
else:
    moment = stage.container()
    with knobs:
        config = knob_panel(CountConfig, COUNTS, above=stage.container(), prefix="count_")
    with stage:
        count.show(config)
    with moment:
        ask_now(ON_COUNT, COUNTS, config, shown=config)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_COUNT, COUNTS, config, shown=config),
            maths=of_counting(config),
            code=("What a cell learns stands in its constructor:", Source("dnnlab/rnn/net/cells.py", "Cell.__init__"),
                  Source("dnnlab/rnn/kinds.py", "parameter_count")),
        )  # fmt: skip
