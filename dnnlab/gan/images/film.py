"""The history of the same noise as a film: a GIF that begins again."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from dnnlab.gan.images.views import Film
from dnnlab.plots.sheets import Bytes

TIMES, COLUMNS, GAP = 3, 5, 2
"""How much larger a pixel is than one of a picture; pictures in a row; pixels between them."""
PAUSE, LAST = 120, 1_500
"""Milliseconds of a frame, and of the last one."""


def gif(film: Film) -> bytes:
    """An endless GIF of all frames.

    Raises:
        ValueError: the film has no frame.
    """
    if not len(film.frames):
        raise ValueError("A film has at least one frame.")
    frames = [Image.fromarray(sheet(each)) for each in film.frames]
    stream = io.BytesIO()
    frames[0].save(
        stream, "GIF", save_all=True, append_images=frames[1:], loop=0,
        duration=[*([PAUSE] * (len(frames) - 1)), LAST],
    )  # fmt: skip
    return stream.getvalue()


def sheet(pictures: Bytes, columns: int = COLUMNS) -> Bytes:
    """Pictures (n, H, W) or (n, H, W, 3) in rows on black, enlarged; n is a multiple of the columns."""
    large = np.repeat(np.repeat(pictures, TIMES, axis=1), TIMES, axis=2)
    room = ((0, 0), (0, GAP), (0, GAP)) + ((0, 0),) * (large.ndim - 3)
    large = np.pad(large, room)
    rows = [np.concatenate(list(large[at : at + columns]), axis=1) for at in range(0, len(large), columns)]
    return np.concatenate(rows, axis=0)
