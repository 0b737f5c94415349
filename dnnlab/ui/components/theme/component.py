"""The page follows the theme: the one sender that tells it of a change.

The page chooses the colours of its figures, so it must run again when the
learner's theme changes, all of it: a fragment alone would leave the rest as it
was.  Mounted once, above all else; it shows nothing and takes no room.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dnnlab.plots.palette import Palette

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "dnnlab_theme",
    html="<span class='dnnlab-theme' hidden></span>",
    css="""
        /* one line would be taken for a file's name */
        [data-testid="stElementContainer"]:has(.dnnlab-theme) { display: none; }
    """,
    js=(_HERE / "component.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # its rule hides the element around it
)


def follow_theme(palette: Palette, *, key: str = "dnnlab-theme") -> None:
    """Have the page run again whenever the browser's theme is not that of ``palette``, the page's colours now."""
    _component(key=key, data={"background": palette.background}, on_background_change=lambda: None)
