"""Lesson: pooling."""

from functools import partial

import streamlit as st

from dnnlab.cnn.shift.measures import measures
from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.lesson import frame
from dnnlab.ui.page import show_tabs
from dnnlab.ui.parts import place_of
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask
from pages.cnn.pooling import maths
from pages.cnn.pooling.honest import beyond
from pages.cnn.pooling.lesson import LESSON
from pages.cnn.pooling.moving import MOVING, move
from pages.cnn.pooling.parts import CLAIMS, MOVE, TITLES, chosen
from pages.cnn.pooling.questions import ON_SHIFT, ON_WINDOW, Moved, Pooled
from pages.cnn.pooling.window import SLIDING, window

POOLING = (
    Source("dnnlab/cnn/net/pooling.py", "pool2d", "global_pool2d", "_summary"),
    Source("dnnlab/cnn/net/convolution.py", "windows"),
)
NETWORKS = (Source("dnnlab/cnn/shift/net/models.py", "LeNetGlobal"), *POOLING)

top = st.container()
part = chosen()
with top:
    frame(LESSON, CLAIMS.get(part, ""))
owner = lab.learner()
with place_of(part, TITLES, key=LESSON.slug):
    if part == MOVE:
        table = measures()
        shift, path = move(owner, table)
        beyond(table, shift)
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_SHIFT, MOVING, shift, shown=Moved(shift.dx, path)),
            maths=maths.of_a_move(table, shift),
            code=("The network that pools globally, and the pooling that it calls:", *NETWORKS),
        )
    else:
        config, shown, pooled, tabs = window(owner)
        with tabs:
            show_tabs(
                LESSON,
                try_it=partial(ask, ON_WINDOW, SLIDING, config, shown=Pooled(config, pooled)),
                maths=maths.maths(config, shown, pooled),
                code=(
                    "This is the very code that pools above. It needs PyTorch and nothing else of this app.",
                    *POOLING,
                ),
            )
ask_again_if_needed()
