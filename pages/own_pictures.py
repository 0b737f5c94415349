"""The learner's own pictures as the data of a lesson: uploaded, kept for this tab, never in the link."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import streamlit as st

from dnnlab.autoencoders.basic.given import LONGEST, together
from dnnlab.autoencoders.basic.knobs import AutoencoderConfig
from dnnlab.autoencoders.basic.pictures import FEWEST, MOST, OWN, SIDE
from dnnlab.data.uploads import UploadError
from dnnlab.plots.sheets import Bytes
from dnnlab.ui import lab
from dnnlab.ui.blocks import as_text
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.pictures import PRIVACY, pictures_input
from dnnlab.vae.model.knobs import VaeConfig

C = TypeVar("C", AutoencoderConfig, VaeConfig)


class OwnPictures:
    """Those of one lesson.

    Args:
        slug: the lesson's, which is its run's slot too.
        aim: what the network learns from them: "to copy them".
    """

    def __init__(self, slug: str, aim: str) -> None:
        self._slug, self._aim = slug, aim
        self._kept, self._seen = f"{slug}/own pictures/pictures", f"{slug}/own pictures/seen"

    def known(self, owner: str | None) -> Bytes | None:
        """Those that were brought in this tab, the same object until others come; None: there are none yet.

        After the page was loaded anew they are those of the learner's run.
        """
        known: Bytes | None = st.session_state.get(self._kept)
        if known is None and owner is not None:
            run = lab.pool().in_slot(owner, self._slug)
            if run is not None and isinstance(run.given, np.ndarray):
                known = st.session_state[self._kept] = run.given
        return known

    def bring(self, config: C) -> None:
        """The control that opens the place for pictures; the next run is about them as soon as they are there."""
        with st.popover(
            "Your own pictures", icon=":material/photo_library:", key=f"{self._slug}/own",
            help=f"Upload pictures, and let the network learn {self._aim}",
        ):  # fmt: skip
            found = pictures_input(
                f"{FEWEST} to {MOST} pictures of one kind", key=f"{self._slug}/upload", most=MOST, longest=LONGEST,
                help=f"The middle of each is made {SIDE}×{SIDE} pixels; every fifth is held out.",
            )  # fmt: skip
            keys = tuple(each.key for each in found)
            seen = st.session_state.get(self._seen, ())
            if found and keys != seen:
                try:
                    made = together([each.image for each in found])
                except UploadError as error:
                    st.error(as_text(str(error)), icon=":material/error:")
                else:
                    st.session_state[self._seen], st.session_state[self._kept] = keys, made
                    if any(each.key not in seen and not each.waited for each in found):
                        show_knobs(self._slug, config.replace(data=OWN, code=max(config.code, 8)))
                    st.rerun()  # some were taken away: the next run is about the others, and no knob moves
            st.caption(f":material/lock: {PRIVACY}")


def stands_in(config: C, given: Bytes | None) -> C:
    """The knobs of the next run: without pictures of the learner's own, digits stand in, and the page says so."""
    if config.data != OWN or given is not None:
        return config
    st.info(
        "Until there are pictures of yours, digits stand in: bring some with “Your own pictures”.",
        icon=":material/photo_library:",
    )
    return config.replace(data=type(config)().data)
