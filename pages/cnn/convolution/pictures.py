"""The picture that the learner chose: a photo, a drawing, or one of their own."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.cnn.convolution.knobs import CAMERA, DRAWING, NUMBERS, UPLOAD
from dnnlab.data import photos
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.pictures import picture_input

INSTEAD = "cat"
"""What is shown until there is a picture of the learner's own."""


def chosen_picture(source: str, longest: int) -> NDArray[np.uint8] | None:
    """(3, H, W), red, green, blue; None for the grid of numbers.

    Args:
        source: a photo's name, or where the picture comes from.
        longest: pixels of the longer side.
    """
    if source == NUMBERS:
        return None
    if source == DRAWING:
        return _drawing()
    if source in (UPLOAD, CAMERA):
        own = picture_input("A picture of your own", key=f"convolution/{source}", camera=source == CAMERA)
        if own is not None:
            return photos.as_array(own, longest=longest, colour=True)
        st.caption(f"Until there is one, the {INSTEAD} stands in.")
        source = INSTEAD
    return photos.bytes_of(source, longest, colour=True)


def _drawing() -> NDArray[np.uint8]:
    """What stands on the pad, in three equal channels; a cross until something does."""
    pixels = drawing_pad(key="convolution/pad", help="28 by 28 pixels. Until you draw, a cross stands in.")
    if pixels is None:
        pixels = np.zeros((28, 28), np.uint8)
        pixels[13:15, 6:22] = pixels[6:22, 13:15] = 255
    return np.repeat(pixels[np.newaxis], 3, axis=0)  # (28, 28) -> (3, 28, 28)
