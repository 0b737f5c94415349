"""The unit that is looked at: the page begins with one that is easy to understand, the learner may take any."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.photo.knobs import BY_ITSELF, PhotoConfig
from dnnlab.photo.views import Maps
from dnnlab.ui.knobs import show_knobs

Floats = NDArray[np.float32]
FAINT = 0.2
"""A map weaker than this share of the strongest one is dark here: the page does not begin with its unit."""
LIKE = 0.3
"""Patches that are less alike (of two edges of one direction it is 0.6 and more) do not look so."""


class Shown(NamedTuple):
    """The unit that is looked at."""

    unit: int
    total: int
    """Units of its layer."""
    why: str
    """A sentence why the page chose it; empty when the learner did."""


def by_itself(maps: Maps, alike: Floats) -> tuple[int, str]:
    """The unit with which the page begins, and why: one whose patches look alike; else the one that answers most."""
    likeness = np.where(maps.strengths >= FAINT * maps.strengths[0], alike[maps.units], np.nan)  # (n,)
    if not (likeness >= LIKE).any():  # nan is not
        return int(maps.units[0]), "it answers most"
    return int(maps.units[int(np.nanargmax(likeness))]), "its patches look most alike"


def choose_unit(page: str, config: PhotoConfig, shown: Shown) -> None:
    """Any other unit by its number, and the way back to the one that the page chooses."""
    unit, total = shown.unit, shown.total
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.number_input(
            "Or a unit by its number", 0, total - 1, unit, width=200,
            key=f"photo/unit number/{config.inside_of(config.net)}/{unit}",
            help=f"0 to {total - 1}, also of those that are not shown.",
        )  # fmt: skip
        first = st.button(
            "One whose patches look alike", key="photo/by itself", disabled=config.unit == BY_ITSELF,
            icon=":material/undo:", help="Of the maps above, the unit whose patches look most alike: the easiest to "
            "understand. Where each sees nearly the whole photo, the one that answers most.",
        )  # fmt: skip
    if first:
        show_knobs(page, config.replace(unit=BY_ITSELF))
    if typed != unit:
        show_knobs(page, config.replace(unit=typed))
