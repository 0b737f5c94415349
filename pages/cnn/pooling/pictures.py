"""What is pooled: a grid of numbers, feature maps, a photo or a picture of the learner's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.cnn.pooling.knobs import CAMERA, MAPS, NUMBERS, UPLOAD, PoolingConfig
from dnnlab.data import mnist, photos
from dnnlab.ui.asking import answer
from dnnlab.ui.pictures import picture_input

Floats = NDArray[np.float32]

LONGEST = 96
"""Pixels of the longer side of a photo: few enough to see single ones."""
DIGIT = 7
"""The validation digit whose feature maps are pooled: a five."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """What is pooled."""

    values: Floats
    """(C, H, W)."""
    words: str
    """What it is, in the middle of a sentence."""
    paint: Literal["grey", "diverging"]
    names: tuple[str, ...]
    """Of the channels."""
    credit: str = ""


def picture(config: PoolingConfig, owner: str | None) -> Picture | None:
    """What the learner chose to pool; None when it is not there, which the page then explains."""
    if config.source == NUMBERS:
        return Picture(values=config.grid()[np.newaxis], words="the grid", paint="diverging", names=("numbers",))
    if config.source == MAPS:
        reading = answer(owner, "lenet.read", mnist.validation().images[DIGIT][np.newaxis], slot="pooling/maps")
        if reading is None:
            return None
        maps = reading.maps.conv1
        names = tuple(f"map {number}" for number in range(1, len(maps) + 1))
        return Picture(values=maps, words="six maps of a 5", paint="diverging", names=names)
    if config.source in (UPLOAD, CAMERA):
        camera = config.source == CAMERA
        image = picture_input(
            "A photo" if camera else "A picture", key=f"pooling/{config.source}", camera=camera,
            help=f"It is made grey and at most {LONGEST} pixels wide and high.",
        )  # fmt: skip
        if image is None:
            st.caption("Until there is one, the page pools a photo of its own.")
            return _photo("cat")
        pixels = photos.as_array(image, longest=LONGEST, colour=False)
        return _grey(pixels, "your picture")
    return _photo(config.source)


def _photo(name: str) -> Picture:
    pixels = photos.bytes_of(name, LONGEST, colour=False)
    return _grey(pixels, f"the {name}", photos.PHOTOS[name].credit)


def _grey(pixels: NDArray[np.uint8], words: str, credit: str = "") -> Picture:
    values = pixels[np.newaxis].astype(np.float32)
    return Picture(values=values, words=words, paint="grey", names=("grey",), credit=credit)
