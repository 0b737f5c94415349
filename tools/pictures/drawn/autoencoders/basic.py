"""The card of the autoencoder lesson, out of its recording: the map unfolds; four digits and their copies."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from dnnlab.autoencoders.basic.views import AutoencoderView
from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, grey_image, paste, spread

MAP = (16, 16, 316, 284)
"""Left, top, right, bottom of the map."""
SIDE = 62
"""Of a digit, in pixels."""


def frames(palette: Palette) -> list[Image.Image]:
    """From a knot to a map."""
    views = load(CATALOGUE, "autoencoder").views
    made = []
    for place in spread(len(views), power=1.6):
        frame, pen = canvas(palette)
        _map(pen, views[place], palette)
        for row in range(4):
            for column, images in enumerate((views[place].pictures, views[place].outputs)):
                at = (332 + column * (SIDE + 8), 16 + row * (SIDE + 7))
                paste(frame, grey_image(images[row], (SIDE, SIDE)), at, palette)
        made.append(frame)
    return made


def _map(pen: ImageDraw.ImageDraw, view: AutoencoderView, palette: Palette) -> None:
    """The points in the colours of their digits, as far as the middle 99 % reach."""
    left, top, right, bottom = MAP
    pen.rounded_rectangle(MAP, 8, fill=palette.background, outline=palette.grid)
    low, high = np.percentile(view.points, [0.5, 99.5], axis=0)
    shares = (view.points - low) / np.maximum(high - low, 1e-6)
    for (x, y), label in zip(shares.tolist(), view.labels.tolist(), strict=True):
        if 0 <= x <= 1 and 0 <= y <= 1:
            across, down = left + 10 + x * (right - left - 20), bottom - 10 - y * (bottom - top - 20)
            pen.ellipse((across - 3, down - 3, across + 3, down + 3), fill=palette.classes[label])
