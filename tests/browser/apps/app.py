"""The small apps of this folder as the pages of one: each at the address of its file's name."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dnnlab.ui.static_files import publish

HERE = Path(__file__).parent
APPS = ("components_demo", "growing_text", "photo_pad", "sliding_demo", "tiles_colours")


def home() -> None:
    """Where the browser arrives without a path."""
    st.write(*APPS)


publish(HERE / "static")
st.set_page_config(layout="wide")
pages = [st.Page(HERE / f"{name}.py", url_path=name) for name in APPS]
st.navigation([st.Page(home, default=True), *pages], position="hidden").run()
