"""The small apps of this folder as the pages of one: each at the address of its file's name."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dnnlab.ui import lab
from dnnlab.ui.components.theme.component import follow_theme
from dnnlab.ui.presses import hear_presses
from dnnlab.ui.static_files import Delivery

HERE = Path(__file__).parent
APPS = (
    "coming",
    "components_demo",
    "deaf_bar",
    "growing_text",
    "photo_pad",
    "pressing",
    "sliding_demo",
    "text_tools",
    "tiles_colours",
    "typed",
)


def home() -> None:
    """Where the browser arrives without a path."""
    st.write(*APPS)


pages = [st.Page(HERE / f"{name}.py", url_path=name) for name in APPS]
page = st.navigation([st.Page(home, default=True), *pages], position="hidden")

if __name__ == "__main__":
    st.set_page_config(layout="wide")
    follow_theme(lab.palette())
    page.run()
else:
    hear_presses()
    app = st.App(__file__, middleware=[Middleware(Delivery)])
