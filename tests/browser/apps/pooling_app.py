"""The pooling lesson beside an empty home page: its tests need nothing of the table of lessons."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dnnlab.paths import ROOT
from dnnlab.ui.precedence import precedence
from dnnlab.ui.static_files import publish
from pages.cnn.pooling.lesson import LESSON


def home() -> None:
    """Where the browser arrives without a path."""
    st.title("Home")


publish(Path(__file__).parent / "static")
st.set_page_config(page_title=LESSON.title, layout="wide")
pages = {
    "Start": [st.Page(home, title="Home", default=True)],
    LESSON.group: [st.Page(ROOT / LESSON.page, title=LESSON.title, url_path=LESSON.slug)],
}
with precedence.action():
    st.navigation(pages, expanded=True).run()
