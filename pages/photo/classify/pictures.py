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
from dnnlab.photo.preprocess import SHORT_SIDE
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.pictures import Uploaded, picture_input, pictures_input

MOST = 20
INSTEAD = "cat"
THUMBNAIL = 44
"""Pixels of its side: all that ship with the app and the button beside them fit into one row of a small laptop."""
_SEEN, _SHOWN, _SMALL = "photo/seen uploads", "photo/shown upload", "photo/small uploads"
ADD = "Upload photos of your own, or take one with the camera"
_ADDING, _UPLOADER, _CAMERA, _FILES = "photo/add", "photo/upload", "photo/camera", "photo/files"
WRONG = "“Prepare it wrongly” is on: each network gets the other one's order of colours and numbers."


class Chosen(NamedTuple):
    """A photo, and what the page calls it."""

    name: str
    image: Image.Image
    own: bool
    """Whether it is the learner's."""


def choose(page: str, config: PhotoConfig) -> list[Chosen]:
    """One row with all photos and a button that adds some; at least one photo, the one on the stage first."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="photo-row"):
        adding = st.popover("Add", icon=":material/add_a_photo:", key=_ADDING, on_change="rerun", help=ADD)
        row = st.container()
    told = st.container()
    with adding:
        own = pictures_input(
            f"Photos of your own, up to {MOST}", key=_UPLOADER, most=MOST, longest=LONGEST, enlarged=SHORT_SIDE,
            changed=_close_when_more, place=told,
        )  # fmt: skip
        if st.button(
            "Take a photo", key="photo/take", icon=":material/photo_camera:", width="stretch",
            disabled=config.photo == CAMERA, help="With this device's camera",
        ):  # fmt: skip
            show_knobs(page, config.of_photo(CAMERA))
        taken = (
            picture_input("A photo", key=_CAMERA, camera=True, changed=_close_when_taken)
            if config.photo == CAMERA
            else None
        )
    _follow_uploads(page, config, own)
    with row:
        _thumbnail_row(page, config, own)
    if config.wrong:
        told.caption(WRONG)
    if config.photo == UPLOAD and own:
        first = _shown(own)
        return [Chosen(each.name, each.image, True) for each in sorted(own, key=lambda each: each is not first)]
    if taken is not None:
        taken.thumbnail((LONGEST, LONGEST))
        return [Chosen("your photo", taken, True)]
    if config.photo in photos.PHOTOS:
        return [Chosen(config.photo, photos.load(config.photo), False)]
    told.caption(f"Until there is a photo of yours, the {INSTEAD} stands in.")
    return [Chosen(INSTEAD, photos.load(INSTEAD), False)]


def _close_when_more() -> None:
    """Photos have come: what was to be done there is done, and they stand in the row; one taken away may not be all."""
    files = len(st.session_state[_UPLOADER])
    if files > st.session_state.get(_FILES, 0):
        st.session_state[_ADDING] = False
    st.session_state[_FILES] = files


def _close_when_taken() -> None:
    if st.session_state[_CAMERA] is not None:
        st.session_state[_ADDING] = False


def _follow_uploads(page: str, config: PhotoConfig, own: list[Uploaded]) -> None:
    """Who uploads a photo means that one; who takes the last one away goes back to the gallery.

    One that moves up because another was taken away is not what the learner means: what stands on the stage stays.
    """
    keys = tuple(each.key for each in own)
    seen: tuple[str, ...] = st.session_state.get(_SEEN, ())
    st.session_state[_SEEN] = keys
    new = [each.key for each in own if each.key not in seen and not each.waited]
    if new:
        st.session_state[_SHOWN] = new[0]
    if new and config.photo != UPLOAD:
        show_knobs(page, config.of_photo(UPLOAD))
    if seen and not keys and config.photo == UPLOAD:
        show_knobs(page, config.of_photo(INSTEAD))


def _thumbnail_row(page: str, config: PhotoConfig, own: list[Uploaded]) -> None:
    """The learner's photos, then all that ship with the app: a click puts one on the stage."""
    names, keys = list(photos.PHOTOS), [each.key for each in own]
    if config.photo == UPLOAD and own:
        marked = [keys.index(_shown(own).key)]
    else:
        marked = [len(own) + names.index(config.photo)] if config.photo in names else []
    pixels = np.concatenate([_small(own), _thumbnails()]) if own else _thumbnails()
    panel = TilesPanel(
        tiles=Tiles(
            pixels=pixels, paint="rgb", scale=1, columns=len(pixels), clickable=True, marked=marked,
            hints=[*(each.name for each in own), *(name.replace("-", " ") for name in names)],
        ),
        columns=12, title="", alt="Your photos, then those of the gallery." if own else "Photos of the gallery.",
    )  # fmt: skip
    click = live_stage([panel], key="photo/gallery", palette=lab.palette())
    if click is None or click.tile is None or click.tile >= len(pixels):
        return
    if click.tile < len(own):
        if config.photo != UPLOAD or own[click.tile] is not _shown(own):
            st.session_state[_SHOWN] = own[click.tile].key
            show_knobs(page, config.of_photo(UPLOAD))
    elif names[click.tile - len(own)] != config.photo:
        show_knobs(page, config.of_photo(names[click.tile - len(own)]))


def _shown(own: list[Uploaded]) -> Uploaded:
    """Which of the learner's photos stands on the stage: the one that was clicked on, at first the newest."""
    return next((each for each in own if each.key == st.session_state.get(_SHOWN)), own[0])


@once
def _thumbnails() -> Bytes:
    """The middle of each photo of the gallery: (10, 44, 44, 3)."""
    return np.stack([_thumbnail(photos.load(name)) for name in photos.PHOTOS])


def _small(own: list[Uploaded]) -> Bytes:
    """The middle of each of the learner's photos, made once: (n, 44, 44, 3)."""
    known: dict[str, Bytes] = st.session_state.get(_SMALL, {})
    made = {each.key: known[each.key] if each.key in known else _thumbnail(each.image) for each in own}
    st.session_state[_SMALL] = made
    return np.stack(list(made.values()))


def _thumbnail(photo: Image.Image) -> Bytes:
    return np.asarray(ImageOps.fit(photo, (THUMBNAIL, THUMBNAIL)))
