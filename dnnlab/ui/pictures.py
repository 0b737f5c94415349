"""A picture from the learner: a file or a photo, decoded once, or one sentence why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from dnnlab.data.csvfile import told_apart
from dnnlab.data.uploads import FORMATS, MAX_BYTES, Picture, UploadError, read_picture
from dnnlab.plots.written import written
from dnnlab.ui.blocks import as_text

LONGEST = 2_000
"""Pixels of the longer side that are kept: more than any network here looks at."""
MUCH = 2
"""A picture that is made more than so many times as large is not what the learner thinks it is."""
PRIVACY = "It stays on this server for at most about an hour after you close this tab, and is never part of a link."


def picture_input(
    label: str, *, key: str, camera: bool = False, help: str = "", changed: Callable[[], None] | None = None
) -> Image.Image | None:
    """Ask for a picture; None while there is none, or when it cannot be used (the page then says why).

    Args:
        label: what the picture is of.
        key: names the widget.
        camera: take a photo instead of a file.
        help: more about what suits.
        changed: called before the page runs again with another picture, or none.
    """
    if camera:
        file = st.camera_input(label, key=key, help=f"{help} {PRIVACY}".strip(), on_change=changed)
    else:
        kinds = f"{FORMATS}, at most {MAX_BYTES // 2**20} MB."
        file = st.file_uploader(
            label, key=key, max_upload_size=MAX_BYTES // 2**20, help=f"{help} {kinds} {PRIVACY}".strip(),
            on_change=changed,
        )  # fmt: skip
    if file is None:
        return None
    memory = f"{key}/decoded"
    known: tuple[str, Picture | str] | None = st.session_state.get(memory)
    if known is None or known[0] != file.file_id:
        known = st.session_state[memory] = file.file_id, _decode(file.getvalue())
    if isinstance(known[1], str):
        st.error(known[1], icon=":material/image_not_supported:")
        return None
    for sentence in remarks(known[1]):
        st.caption(f":material/info: {sentence}")
    return known[1].image


class Uploaded(NamedTuple):
    """A picture of the learner's own."""

    key: str
    """Another upload, another key; also of the same file."""
    name: str
    """Of the file; of two with one name the second has a number in it."""
    image: Image.Image
    waited: bool = False
    """Whether it was not looked at when it came, for there were too many, and has moved up since."""


def pictures_input(
    label: str,
    *,
    key: str,
    most: int,
    longest: int,
    enlarged: int = 0,
    help: str = "",
    changed: Callable[[], None] | None = None,
    place: DeltaGenerator | None = None,
) -> list[Uploaded]:
    """Ask for several pictures; those that can be used.

    Args:
        label: what the pictures are of.
        key: names the widget.
        most: how many are looked at; the page says so when there are more.
        longest: pixels of the longer side that are kept of each.
        enlarged: pixels that the shorter side of each is then made long; 0: it stays as it is.
        help: more about what suits.
        changed: called before the page runs again with other pictures.
        place: where the page says what became of them, when that is not below the uploader.
    """
    kinds = f"{FORMATS}, at most {MAX_BYTES // 2**20} MB each, up to {most} at once."
    files = st.file_uploader(
        label, key=key, accept_multiple_files=True, max_upload_size=MAX_BYTES // 2**20,
        help=f"{help} {kinds} {PRIVACY}".strip(), on_change=changed,
    )  # fmt: skip
    say = place or st.container()
    if len(files) > most:
        say.warning(
            f"These are {len(files)} pictures: the first {most} are looked at.", icon=":material/photo_library:"
        )
    memory, queue = f"{key}/decoded", f"{key}/waited"
    waited = {*st.session_state.get(queue, ()), *(file.file_id for file in files[most:])}
    st.session_state[queue] = waited & {file.file_id for file in files}
    known: dict[str, Picture | str] = st.session_state.get(memory, {})
    kept = {
        file.file_id: known[file.file_id] if file.file_id in known else _decode(file.getvalue(), longest)
        for file in files[:most]
    }
    st.session_state[memory] = kept
    usable, told = [], dict[str, list[str]]()
    for file, name in zip(files[:most], told_apart([file.name for file in files]), strict=False):
        decoded = kept[file.file_id]
        if isinstance(decoded, str):
            say.error(as_text(f"{name}: {decoded}"), icon=":material/image_not_supported:")
        else:
            for sentence in remarks(decoded, enlarged):
                told.setdefault(sentence, []).append(name)
            usable.append(Uploaded(file.file_id, name, decoded.image, file.file_id in waited))
    for sentence, names in told.items():
        say.caption(f":material/info: {as_text(', '.join(names))}: {sentence}")
    return usable


def remarks(picture: Picture, enlarged: int = 0) -> list[str]:
    """What became of a picture that the learner would not expect, a sentence each.

    Args:
        enlarged: pixels that its shorter side is made long; 0: it stays as it is.
    """
    told, kept = [], picture.image.size
    if picture.transparent:
        told.append("What is transparent in it was made white.")
    if picture.tones is not None:
        low, high = (written(tone, digits=6) for tone in picture.tones)
        told.append(
            f"It uses few of its tones, from {low} to {high}: the darkest of them was made black, the brightest white."
        )
    if (times := enlarged / min(kept)) > MUCH:
        (width, height), left = (
            picture.size,
            "" if kept == picture.size else f", of which {kept[0]} × {kept[1]} are kept",
        )
        told.append(
            f"It has {width} × {height} pixels{left}; they are made {times:.0f} times as large, and what lies between "
            "them is filled in."
        )
    return told


def _decode(data: bytes, longest: int = LONGEST) -> Picture | str:
    """The picture, made smaller when it is very large; or the sentence why it cannot be used."""
    try:
        return read_picture(data, longest)
    except UploadError as error:
        return str(error)
