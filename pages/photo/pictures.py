"""The photos that are asked about: of the gallery, or of the learner's own."""

from __future__ import annotations

import streamlit as st
from PIL import Image

from dnnlab.data import photos
from dnnlab.photo.knobs import CAMERA, UPLOAD, PhotoConfig
from dnnlab.ui.pictures import picture_input, pictures_input

MOST = 20
LONGEST = 640
"""Pixels of the longer side that are kept: the networks look at 227."""
INSTEAD = "cat"
Named = tuple[str, Image.Image]


def chosen(config: PhotoConfig) -> list[Named]:
    """At least one photo, with its name; the first one stands on the stage."""
    if config.photo == UPLOAD:
        own = pictures_input("Photos of your own", key="photo/upload", most=MOST, longest=LONGEST)
        if own:
            return _first(own)
    elif config.photo == CAMERA:
        taken = picture_input("A photo", key="photo/camera", camera=True)
        if taken is not None:
            taken.thumbnail((LONGEST, LONGEST))
            return [("your photo", taken)]
    else:
        st.caption(f"Photo: {photos.PHOTOS[config.photo].credit}.")
        return [(config.photo, photos.load(config.photo))]
    st.caption(f"Until there is a photo of yours, the {INSTEAD} stands in.")
    return [(INSTEAD, photos.load(INSTEAD))]


def _first(own: list[Named]) -> list[Named]:
    """With several photos the learner says which one stands on the stage."""
    if len(own) == 1:
        return own
    place = st.selectbox(
        "On the stage", range(len(own)), format_func=lambda place: own[place][0], key=f"photo/which/{len(own)}",
        help="All photos stand in the table below; this one is looked at closely.",
    )  # fmt: skip
    return [own[place], *own[:place], *own[place + 1 :]]
