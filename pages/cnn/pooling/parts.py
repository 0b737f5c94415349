"""The parts of the pooling lesson, and which of them a link opens."""

import streamlit as st

from dnnlab.cnn.pooling.knobs import PoolingConfig
from dnnlab.ui.components.entry.component import came_back
from dnnlab.ui.parts import choose_part
from pages.cnn.pooling.lesson import LESSON

MOVE, WINDOW = "move", "window"
TITLES = {
    MOVE: "Move a digit",
    WINDOW: "Slide a window over numbers, maps or a photo",
}
CLAIMS = {
    WINDOW: "Pooling makes one number of each window, the largest or the average, and has nothing to learn: read it "
    "place by place.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "What pooling buys, checked on a digit; and pooling itself, number by number."


def chosen() -> str:
    """The part that the page shows.

    A link with knobs of the window and no part opens the window.  While the digit is shown, they leave the address,
    which then opens the digit again; the window keeps them.
    """
    arrives = f"{LESSON.slug}/part" not in st.session_state or came_back()
    if arrives and "part" not in st.query_params and _of_the_window():
        st.query_params["part"] = WINDOW
    part = choose_part(LESSON.slug, TITLES, help=HELP)
    if part == MOVE:
        for name in _of_the_window():
            del st.query_params[name]
    return part


def _of_the_window() -> list[str]:
    """The address's parameters that are knobs of the window."""
    return [name for name in PoolingConfig.knobs() if name in st.query_params]
