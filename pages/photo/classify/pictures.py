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
from dnnlab.plots.figures import shortened
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.pictures import Uploaded, picture_input, pictures_input

MOST = 20
INSTEAD = "cat"
THUMBNAIL = 64
NAME = 10
"""Letters of a file's name that fit below its thumbnail."""
_SEEN, _SHOWN, _SMALL = "photo/seen uploads", "photo/shown upload", "photo/small uploads"
TABLE = "Click one to look at it closely. The first part of this lesson has a table of all."
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
        upload, camera = st.columns([5, 2], gap="small", vertical_alignment="bottom")
        with upload:
            own = pictures_input(
                f"Photos of your own, up to {MOST}", key="photo/upload", most=MOST, longest=LONGEST, enlarged=SHORT_SIDE
            )
        with camera:
            if st.button(
                "Take a photo", key="photo/take", icon=":material/photo_camera:", width="stretch",
                disabled=config.photo == CAMERA, help="With this device's camera",
            ):  # fmt: skip
                show_knobs(page, config.replace(photo=CAMERA))
        _follow_uploads(page, config, tuple(each.key for each in own))
        taken = picture_input("A photo", key="photo/camera", camera=True) if config.photo == CAMERA else None
        _gallery(page, config, own)
        if config.wrong:
            st.caption(WRONG)
    if config.photo == UPLOAD and own:
        first = _shown(own)
        return [Chosen(each.name, each.image, True) for each in sorted(own, key=lambda each: each is not first)]
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
        st.session_state[_SHOWN] = new[0]
    if new and config.photo != UPLOAD:
        show_knobs(page, config.replace(photo=UPLOAD))
    if seen and not keys and config.photo == UPLOAD:
        show_knobs(page, config.replace(photo=INSTEAD))


def _gallery(page: str, config: PhotoConfig, own: list[Uploaded]) -> None:
    """The learner's photos, then all that ship with the app: a click puts one on the stage."""
    names, known = list(photos.PHOTOS), photos.PHOTOS.get(config.photo)
    panels = [
        TilesPanel(
            tiles=Tiles(
                pixels=_thumbnails(), paint="rgb", scale=1, labels=[name.replace("-", " ") for name in names],
                clickable=True, marked=[names.index(config.photo)] if config.photo in names else [],
            ),
            columns=12, title="Or one of these", alt="Photos of the gallery.",
            caption=f"Photo: {known.credit}." if known else "",
        )
    ]  # fmt: skip
    if own:
        keys = [each.key for each in own]
        yours = TilesPanel(
            tiles=Tiles(
                pixels=_small(own), paint="rgb", scale=1, labels=[shortened(each.name, NAME) for each in own],
                clickable=True, marked=[keys.index(_shown(own).key)] if config.photo == UPLOAD else [],
            ),
            columns=12, title="Yours", alt="Your photos.", caption=TABLE if len(own) > 1 else "",
        )  # fmt: skip
        panels.insert(0, yours)
    click = live_stage(panels, key="photo/gallery", palette=lab.palette())
    if click is None or click.tile is None:
        return
    if click.panel < len(panels) - 1:
        if click.tile < len(own) and (config.photo != UPLOAD or own[click.tile] is not _shown(own)):
            st.session_state[_SHOWN] = own[click.tile].key
            show_knobs(page, config.replace(photo=UPLOAD))
    elif click.tile < len(names) and names[click.tile] != config.photo:
        show_knobs(page, config.replace(photo=names[click.tile]))


def _shown(own: list[Uploaded]) -> Uploaded:
    """Which of the learner's photos stands on the stage: the one that was clicked on, at first the newest."""
    return next((each for each in own if each.key == st.session_state.get(_SHOWN)), own[0])


@once
def _thumbnails() -> Bytes:
    """The middle of each photo of the gallery: (10, 64, 64, 3)."""
    return np.stack([_thumbnail(photos.load(name)) for name in photos.PHOTOS])


def _small(own: list[Uploaded]) -> Bytes:
    """The middle of each of the learner's photos, made once: (n, 64, 64, 3)."""
    known: dict[str, Bytes] = st.session_state.get(_SMALL, {})
    made = {each.key: known[each.key] if each.key in known else _thumbnail(each.image) for each in own}
    st.session_state[_SMALL] = made
    return np.stack(list(made.values()))


def _thumbnail(photo: Image.Image) -> Bytes:
    return np.asarray(ImageOps.fit(photo, (THUMBNAIL, THUMBNAIL)))
