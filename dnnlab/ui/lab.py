"""What all pages share: the pool of trainers, the learner's tab, the page's colours."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dnnlab.plots.palette import DARK, LIGHT, Palette
from dnnlab.ui import static_files
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.tab.component import tab_token

if TYPE_CHECKING:
    from dnnlab.live.pool import Pool

WARM_UP = 3.0
"""Seconds after the server's start when the trainers start to load torch, if no page wanted them sooner:
the first page is painted first."""

# The server imports streamlit_app.py outside any page, where st.navigation warns that nobody sees it.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """What the server does before the first page, and after the last."""
    static_files.served()
    asyncio.get_running_loop().call_later(WARM_UP, pool)
    yield
    pool().close()


@st.cache_resource(show_spinner=False)
def pool() -> Pool:
    """The trainers, started and ended with the server."""
    from dnnlab.live.pool import Pool  # numpy and the engine: after the server has answered for the first time

    made = Pool("dnnlab.catalogue:CATALOGUE")
    gc.collect()
    gc.freeze()  # what is loaded by now stays: later collections need not look at it
    return made


def learner() -> str | None:
    """The secret of this browser tab, which owns its runs; None until the browser has sent it."""
    try:
        return tab_token()
    except ValueError as error:
        st.warning(as_text(f"This tab cannot own a run: {error}. Reload the page."), icon=":material/warning:")
        return None


def palette() -> Palette:
    """The colours of the theme that the learner sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT
