"""A picture from the learner: a file or a photo, decoded once, or one sentence why not."""

from __future__ import annotations

import threading

import streamlit as st
from PIL import Image

from dnnlab.data.uploads import MAX_BYTES, UploadError, read_image

LONGEST = 2_000
"""Pixels of the longer side that are kept: more than any network here looks at."""
PRIVACY = "It stays on this server only while this tab is open, and is never part of a link."

_decoding = threading.Lock()  # a picture of 50 megapixels takes a gigabyte while it is decoded: one at a time


def picture_input(label: str, *, key: str, camera: bool = False, help: str = "") -> Image.Image | None:
    """Ask for a picture; None while there is none, or when it cannot be used (the page then says why).

    Args:
        label: what the picture is of.
        key: names the widget.
        camera: take a photo instead of a file.
        help: more about what suits.
    """
    if camera:
        file = st.camera_input(label, key=key, help=f"{help} {PRIVACY}".strip())
    else:
        kinds = f"PNG, JPEG, WebP, GIF, BMP or TIFF, at most {MAX_BYTES // 2**20} MB."
        file = st.file_uploader(
            label, key=key, max_upload_size=MAX_BYTES // 2**20, help=f"{help} {kinds} {PRIVACY}".strip()
        )
    if file is None:
        return None
    memory = f"{key}/decoded"
    known: tuple[str, Image.Image | str] | None = st.session_state.get(memory)
    if known is None or known[0] != file.file_id:
        known = st.session_state[memory] = file.file_id, _decode(file.getvalue())
    if isinstance(known[1], str):
        st.error(known[1], icon=":material/image_not_supported:")
        return None
    return known[1]


def _decode(data: bytes) -> Image.Image | str:
    """The picture, made smaller when it is very large; or the sentence why it cannot be used."""
    try:
        with _decoding:
            image = read_image(data)
            image.thumbnail((LONGEST, LONGEST))
    except UploadError as error:
        return str(error)
    return image
