"""Which network answers: the shipped one, or that of the learner's own run."""

from __future__ import annotations

import streamlit as st

from dnnlab.live.handle import Handle
from dnnlab.ui import lab
from dnnlab.vae.arithmetic.knobs import OWN

RUN = "face-vae"
"""The experiment, and the stage on which its runs stand."""


def own_run(owner: str | None, net: str) -> Handle | None:
    """The learner's run, where it is asked for; a sentence says so where there is none, and the shipped one answers."""
    if net != OWN:
        return None
    run = lab.pool().in_slot(owner, RUN) if owner is not None else None
    if run is None:
        st.info(
            "You have no run yet, so the shipped network answers: press Play in the part “Train one”.",
            icon=":material/model_training:",
        )
    return run
