"""The learner's own pictures as a data set: uploaded, kept for this tab, never in the link."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.autoencoders.basic.given import LONGEST, together
from dnnlab.autoencoders.basic.pictures import FEWEST, MOST, OWN, SIDE
from dnnlab.data.uploads import UploadError
from dnnlab.plots.sheets import Bytes
from dnnlab.ui import lab
from dnnlab.ui.blocks import as_text
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.pictures import PRIVACY, pictures_input
from dnnlab.vae.model.knobs import VaeConfig
from pages.vae.model.lesson import LESSON

_OWN, _SEEN = (f"{LESSON.slug}/own pictures/{name}" for name in ("pictures", "seen"))


def own_pictures(owner: str | None) -> Bytes | None:
    """Those that were brought in this tab, the same object until others come; None: there are none yet.

    After the page was loaded anew they are those of the learner's run.
    """
    known: Bytes | None = st.session_state.get(_OWN)
    if known is None and owner is not None:
        run = lab.pool().in_slot(owner, LESSON.slug)
        if run is not None and isinstance(run.given, np.ndarray):
            known = st.session_state[_OWN] = run.given
    return known


def bring_pictures(config: VaeConfig) -> None:
    """The control that opens the place for pictures; the next run is about them as soon as they are there."""
    with st.popover(
        "Your own pictures", icon=":material/photo_library:", key=f"{LESSON.slug}/own",
        help="Upload pictures, and let the network learn to draw such",
    ):  # fmt: skip
        found = pictures_input(
            f"{FEWEST} to {MOST} pictures of one kind", key=f"{LESSON.slug}/upload", most=MOST, longest=LONGEST,
            help=f"The middle of each is made {SIDE}×{SIDE} pixels; every fifth is held out.",
        )  # fmt: skip
        keys = tuple(each.key for each in found)
        seen = st.session_state.get(_SEEN, ())
        if found and keys != seen:
            try:
                made = together([each.image for each in found])
            except UploadError as error:
                st.error(as_text(str(error)), icon=":material/error:")
            else:
                st.session_state[_SEEN], st.session_state[_OWN] = keys, made
                if any(each.key not in seen and not each.waited for each in found):
                    show_knobs(LESSON.slug, config.replace(data=OWN, code=max(config.code, 8)))
                st.rerun()  # some were taken away: the next run is about the others, and no knob moves
        st.caption(f":material/lock: {PRIVACY}")


def stands_in(config: VaeConfig, given: Bytes | None) -> VaeConfig:
    """The knobs of the next run: without pictures of the learner's own, digits stand in, and the page says so."""
    if config.data != OWN or given is not None:
        return config
    st.info(
        "Until there are pictures of yours, digits stand in: bring some with “Your own pictures”.",
        icon=":material/photo_library:",
    )
    return config.replace(data=VaeConfig().data)
