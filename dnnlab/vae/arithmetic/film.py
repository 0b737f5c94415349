"""Pictures as a film: a GIF that begins again, forth and back."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from dnnlab.plots.sheets import Bytes

TIMES = 4
"""How much larger a pixel of the film is than one of the picture."""
PAUSE = 90
"""Milliseconds a frame."""


def gif(pictures: Bytes) -> bytes:
    """An endless GIF of pictures (n, H, W, 3), shown in their order and then backwards."""
    large = np.repeat(np.repeat(pictures, TIMES, axis=1), TIMES, axis=2)
    frames = [Image.fromarray(each) for each in (*large, *large[-2:0:-1])]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:], duration=PAUSE, loop=0)
    return stream.getvalue()
