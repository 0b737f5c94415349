"""The learner's own pictures as an autoencoder gets them: small squares in colour; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from dnnlab.autoencoders.basic.pictures import FEWEST, MOST, SIDE
from dnnlab.data.uploads import UploadError, read_image
from dnnlab.plots.sheets import Bytes

LONGEST = 4 * SIDE
"""Pixels of the longer side that are decoded."""


def square(picture: Image.Image) -> Bytes:
    """The middle of a picture: (32, 32, 3)."""
    fitted = ImageOps.fit(picture.convert("RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS)
    return np.asarray(fitted)


def together(pictures: Sequence[Image.Image]) -> Bytes:
    """All of them: (n, 32, 32, 3); UploadError when they are too few."""
    if len(pictures) < FEWEST:
        raise UploadError(f"{len(pictures)} pictures are too few to learn from: bring at least {FEWEST}.")
    return np.stack([square(each) for each in pictures[:MOST]])


def read(path: Path) -> Bytes:
    """The pictures of a folder in the order of their names, for the command line.

    Raises:
        UploadError: one of them is no picture, or they are too few; one sentence.
        OSError: the folder cannot be read.
    """
    files = sorted(each for each in path.iterdir() if each.is_file())
    return together([read_image(each.read_bytes(), LONGEST) for each in files[:MOST]])
