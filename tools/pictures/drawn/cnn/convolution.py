"""The card of the convolution lesson: a kernel goes over the cat's eye, and the edges appear."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dnnlab.cnn.kernels import PRESETS
from dnnlab.data.photos import as_array, load
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import ZERO, diverging
from dnnlab.ui.card import FRAMES
from tools.pictures.drawing import arrow, canvas, grey_image, paste, signed_image, window

EYE = 142, 70, 252, 180
"""Where it is in the photo: left, top, right, bottom."""
PIXELS, SCALE = 22, 10
"""Of the eye along a side, and of the frame for one of them."""
STRONG = 300.0
"""An answer that has the full colour, in grey levels."""
PLACES = ((1, 17), (4, 4), (6, 13), (9, 3), (12, 16), (15, 6), (17, 12), (9, 13))
"""Row and column of the window, frame by frame; at the end it stands on the edge of the eye."""
LEFT, RIGHT = (12, 40), (256, 50)


def frames(palette: Palette) -> list[Image.Image]:
    """The answers come row by row."""
    eye = as_array(load("cat").crop(EYE), longest=PIXELS, colour=False)  # (22, 22)
    kernel = PRESETS["left sobel"]
    windows = np.lib.stride_tricks.sliding_window_view(eye.astype(np.float32), kernel.shape)  # (20, 20, 3, 3)
    edges = diverging(np.clip((windows * kernel).sum((2, 3)), -STRONG, STRONG), STRONG)  # (20, 20)
    made = []
    for moment, (row, column) in enumerate(PLACES):
        known = edges.copy()
        if moment < FRAMES - 1:  # what is still to come
            known[row, column + 1 :] = known[row + 1 :] = ZERO
        frame, pen = canvas(palette)
        paste(frame, grey_image(eye, (PIXELS * SCALE,) * 2), LEFT, palette)
        paste(frame, signed_image(known, palette, (len(edges) * SCALE,) * 2), RIGHT, palette)
        arrow(pen, (244, 150), palette)
        left, top = LEFT[0] + column * SCALE, LEFT[1] + row * SCALE
        window(pen, (left, top, left + 3 * SCALE, top + 3 * SCALE), palette)
        left, top = RIGHT[0] + column * SCALE, RIGHT[1] + row * SCALE
        window(pen, (left, top, left + SCALE, top + SCALE), palette)
        made.append(frame)
    return made
