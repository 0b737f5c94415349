"""What all pages share: the pool of trainers, the learner's tab, the page's colours."""

from __future__ import annotations

import gc

import streamlit as st

from dnnlab.live.pool import Pool
from dnnlab.palette import DARK, LIGHT, Palette
from dnnlab.ui.components.tab import tab_token


@st.cache_resource(show_spinner=False)
def pool() -> Pool:
    """The server's trainers, started with the first page and ended with the server."""
    made = Pool("dnnlab.catalogue:CATALOGUE")
    gc.collect()
    gc.freeze()  # what is loaded by now stays: later collections need not look at it
    return made


def learner() -> str | None:
    """The secret of this browser tab, which owns its runs; None until the browser has sent it."""
    try:
        return tab_token()
    except ValueError as error:
        st.warning(f"This tab cannot own a run: {error}. Reload the page.", icon=":material/warning:")
        return None


def palette() -> Palette:
    """The colours of the theme that the learner sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT
