"""The photo that a question or a run is about: one of the gallery, or the learner's own; no torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from dnnlab.data import photos
from dnnlab.data.uploads import read_image
from dnnlab.photo.preprocess import resize
from dnnlab.plots.sheets import Bytes

OWN = "own"
"""Stands for a photo of the learner's own, which is handed over as pixels."""
LONGEST = 640
"""Pixels of the longer side of a learner's photo that are kept: the networks look at 227."""


def pixels(photo: Image.Image) -> Bytes:
    """A photo as the networks are sent it: (H, W, 3), its short side 256 pixels long."""
    return np.asarray(resize(photo.convert("RGB")))


def read(path: Path) -> Bytes:
    """A learner's photo from a file, for the command line: the same pixels as after an upload.

    Raises:
        UploadError: it is no picture, or a too large one; one sentence.
        OSError: the file cannot be read.
    """
    return pixels(read_image(path.read_bytes(), LONGEST))


def photo_of(name: str, given: Bytes | None) -> Bytes:
    """The pixels of a photo of the gallery, or those that the learner has given.

    Raises:
        ValueError: it should be the learner's own, and there is none.
    """
    if name != OWN:
        return pixels(photos.load(name))
    if given is None:
        raise ValueError("This run is about a photo of your own, and was given none.")
    return given
