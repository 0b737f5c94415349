"""The photos that are asked about: the learner's own, or one of the gallery."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import streamlit as st
from PIL import Image, ImageOps

from dnnlab.data import photos
from dnnlab.once import once
from dnnlab.photo.given import LONGEST
from dnnlab.photo.knobs import CAMERA, UPLOAD, PhotoConfig
from dnnlab.sheets import Bytes, Tiles
from dnnlab.ui import lab
from dnnlab.ui.components.stage import TilesPanel, live_stage
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.pictures import Uploaded, picture_input, pictures_input

MOST = 20
INSTEAD = "cat"
THUMBNAIL = 64
_SEEN, _NEWEST = "photo/seen uploads", "photo/newest upload"
WRONG = "“Prepare it wrongly” is on: each network gets the other one's order of colours and numbers."


class Chosen(NamedTuple):
    """A photo, and what the page calls it."""

    name: str
    image: Image.Image
    own: bool
    """Whether it is the learner's."""


def choose(page: str, config: PhotoConfig) -> list[Chosen]:
    """The uploader and the gallery; at least one photo, the one on the stage first."""
    with st.container(border=True):
        upload, camera = st.columns([4, 1], gap="small", vertical_alignment="bottom")
        with upload:
            own = pictures_input(f"Photos of your own, up to {MOST}", key="photo/upload", most=MOST, longest=LONGEST)
        with camera:
            if st.button(
                "Take a photo", key="photo/take", icon=":material/photo_camera:", width="stretch",
                disabled=config.photo == CAMERA, help="With this device's camera",
            ):  # fmt: skip
                show_knobs(page, config.replace(photo=CAMERA))
        _follow_uploads(page, config, tuple(each.key for each in own))
        taken = picture_input("A photo", key="photo/camera", camera=True) if config.photo == CAMERA else None
        _gallery(page, config)
        if (
            own
            and config.photo != UPLOAD
            and st.button(
                "Back to your own photos", key="photo/back", icon=":material/undo:", help="They are still here"
            )
        ):
            show_knobs(page, config.replace(photo=UPLOAD))
        if config.wrong:
            st.caption(WRONG)
    if config.photo == UPLOAD and own:
        return _stage_first(own)
    if taken is not None:
        taken.thumbnail((LONGEST, LONGEST))
        return [Chosen("your photo", taken, True)]
    if config.photo in photos.PHOTOS:
        return [Chosen(config.photo, photos.load(config.photo), False)]
    st.caption(f"Until there is a photo of yours, the {INSTEAD} stands in.")
    return [Chosen(INSTEAD, photos.load(INSTEAD), False)]


def _follow_uploads(page: str, config: PhotoConfig, keys: tuple[str, ...]) -> None:
    """Who uploads a photo means that one; who takes the last one away goes back to the gallery."""
    seen: tuple[str, ...] = st.session_state.get(_SEEN, ())
    st.session_state[_SEEN] = keys
    new = [key for key in keys if key not in seen]
    if new:
        st.session_state[_NEWEST] = new[0]
    if new and config.photo != UPLOAD:
        show_knobs(page, config.replace(photo=UPLOAD))
    if seen and not keys and config.photo == UPLOAD:
        show_knobs(page, config.replace(photo=INSTEAD))


def _gallery(page: str, config: PhotoConfig) -> None:
    """All photos that ship with the app, to click on."""
    names = list(photos.PHOTOS)
    tiles = Tiles(
        pixels=_thumbnails(), paint="rgb", scale=1, labels=[name.replace("-", " ") for name in names], clickable=True,
        marked=[names.index(config.photo)] if config.photo in names else [],
    )  # fmt: skip
    known = photos.PHOTOS.get(config.photo)
    click = live_stage(
        [
            TilesPanel(
                tiles=tiles, columns=12, title="Or one of these", alt="Photos of the gallery.",
                caption=f"Photo: {known.credit}." if known else "",
            )
        ],
        key="photo/gallery", palette=lab.palette(),
    )  # fmt: skip
    if click is not None and click.tile is not None and click.tile < len(names) and names[click.tile] != config.photo:
        show_knobs(page, config.replace(photo=names[click.tile]))


@once
def _thumbnails() -> Bytes:
    """The middle of each photo of the gallery: (10, 64, 64, 3)."""
    return np.stack([np.asarray(ImageOps.fit(photos.load(name), (THUMBNAIL, THUMBNAIL))) for name in photos.PHOTOS])


def _stage_first(own: list[Uploaded]) -> list[Chosen]:
    """With several photos the learner says which one stands on the stage; at first it is the newest."""
    named = [Chosen(each.name, each.image, True) for each in own]
    if len(own) == 1:
        return named
    keys, newest = [each.key for each in own], st.session_state.get(_NEWEST)
    place = st.selectbox(
        "Your photo", range(len(own)), index=keys.index(newest) if newest in keys else 0,
        format_func=lambda place: own[place].name, key=f"photo/which/{len(own)}/{newest}",
        help="All of them stand in the table below; this one is looked at closely.",
    )  # fmt: skip
    return [named[place], *named[:place], *named[place + 1 :]]
