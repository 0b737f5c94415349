"""From any picture to 28 x 28 pixels as the network has learnt from; no torch."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from dnnlab.anomaly.pictures.material import SIDE, Bytes
from dnnlab.anomaly.pictures.words import CLOTHES, DIGITS
from dnnlab.data.digits import prepare_digit


def as_picture(image: Image.Image, data: str) -> Bytes:
    """A learner's picture, (28, 28), as near as can be to those of a set.

    A digit goes MNIST's own way (:func:`dnnlab.data.digits.prepare_digit`).  Of anything else the middle square is
    taken, in grey; a thing on a light ground is turned to light on black, as the clothes are.

    Args:
        image: of any size.
        data: a value of the knob.

    Raises:
        NoDigit: it should be a digit, and there is none to see; one sentence.
    """
    if data == DIGITS:
        return prepare_digit(image).pixels
    square = ImageOps.fit(image.convert("L"), (SIDE, SIDE), Image.Resampling.BOX)
    pixels = np.asarray(square).copy()
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    if data == CLOTHES and np.median(edge) > 127:
        pixels = 255 - pixels
    return pixels
