"""Is a generated picture a copy?  The training pictures that are most like some of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.gan.images.views import Floats, ImagesView, Neighbours
from dnnlab.gan.standards import standards
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import streamed
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.lesson import section
from dnnlab.ui.workbench import Picked, Workbench
from pages.gan.images.lesson import LESSON
from pages.gan.images.players import Players
from pages.gan.images.scene import SAMPLES, sheet

PAGE = f"{LESSON.slug}/draw"
CLICKED = f"{LESSON.slug}/clicked"
"""In the session: which sample, at which step, of which data, and its pixels."""
SCALE = 3
"""Pixels of the screen for one of a picture."""


def neighbours(who: Players, pictures: Bytes) -> None:
    """Of three generated pictures, each in a row with its nearest training pictures."""
    section(
        "Is it memorised?",
        "Left a generated picture, then the training pictures that are most like it. A generator that copies would "
        "have its own picture there.",
    )
    low, middle, high = (written(each, digits=2) for each in standards()[who.config.data]["nearest"])

    def draw(pieces: tuple[Neighbours | None, ...], more: bool) -> None:
        found = pieces[-1] if pieces else None
        if found is None:
            return
        shown = np.concatenate([pictures[:, None], found.pictures], axis=1)  # (n, 1 + k, H, W[, 3])
        names = ("This one", "The start", "The end")
        panels = [
            TilesPanel(
                tiles=_labelled(each, found.distances[row]), title=f"{names[row]}: nearest at "
                f"{written(float(found.distances[row, 0]), digits=2)}", pair=names[row], columns=4,
                caption=f"Real held-out pictures are at {low} to {high}, most often near {middle}.",
                alt=f"A generated picture and its {found.distances.shape[1]} nearest training pictures.",
            )
            for row, each in enumerate(shown)
        ]  # fmt: skip
        live_stage(panels, key=f"{PAGE}/nearest", palette=lab.palette())

    streamed(who.owner, "gan.nearest", who.config.data, pictures, slot=f"{PAGE}/nearest", show=draw)


def nearest_of_clicked(bench: Workbench[ImagesConfig], picked: Picked | None) -> None:
    """Below the stage: the sample that the learner has clicked, with the training pictures that are most like it."""
    now = bench.snapshot
    if picked is not None and picked.title == SAMPLES and isinstance(now.view, ImagesView):
        place = picked.click.tile
        if place is not None and place < len(now.view.samples):
            st.session_state[CLICKED] = place, now.view.step, now.view.data, now.view.samples[place].copy()
    if CLICKED not in st.session_state:
        return
    place, step, data, picture = st.session_state[CLICKED]
    low, middle, high = (written(each, digits=2) for each in standards()[data]["nearest"])

    def draw(pieces: tuple[Neighbours | None, ...], more: bool) -> None:
        found = pieces[-1] if pieces else None
        if found is None:
            st.caption("Looking through all training pictures …")
            return
        shown = np.concatenate([picture[None], found.pictures[0]])  # (1 + k, H, W[, 3])
        panel = TilesPanel(
            tiles=replace(_labelled(shown, found.distances[0]), columns=len(shown), scale=SCALE),
            title=f"Sample {place + 1} at step {step:,}, and the training pictures that are most like it",
            columns=12,
            caption=f"Numbers: the distance, pixel by pixel. Real held-out pictures are at {low} to {high} from the "
            f"nearest training picture, most often near {middle}. A copy would be at 0.",
            alt=f"Sample {place + 1} and its {len(found.distances[0])} nearest training pictures.",
        )
        live_stage([panel], key=f"{LESSON.slug}/clicked/stage", palette=lab.palette())

    with st.container(border=True, key=f"{LESSON.slug}/clicked/nearest"):
        streamed(bench.owner, "gan.nearest", data, picture[None], slot=CLICKED, show=draw)
        if st.button(
            "Close", key=f"{CLICKED}/close", icon=":material/close:", help="Takes these away; click another sample"
        ):
            del st.session_state[CLICKED]
            st.rerun()


def _labelled(pictures: Bytes, distances: Floats) -> Tiles:
    labels = ("G’s", *(written(float(each), digits=2) for each in distances))
    return replace(sheet(pictures, len(pictures)), labels=labels, marked=[0])
