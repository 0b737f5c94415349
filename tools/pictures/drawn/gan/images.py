"""The card of the lesson on GANs of pictures, out of its recording: digits come out of the same noise."""

from __future__ import annotations

from PIL import Image

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, grey_image, paste, spread

ACROSS, ROWS, SIDE, GAP = 5, 3, 84, 8
"""Pictures in a row, rows, and pixels of one and between two."""


def frames(palette: Palette) -> list[Image.Image]:
    """From grey dust to digits."""
    views = load(CATALOGUE, "gan_images").views
    made = []
    for place in spread(len(views), power=1.3):
        frame, _ = canvas(palette)
        left = (480 - ACROSS * (SIDE + GAP) + GAP) // 2
        top = (300 - ROWS * (SIDE + GAP) + GAP) // 2
        for number in range(ACROSS * ROWS):
            row, column = divmod(number, ACROSS)
            at = (left + column * (SIDE + GAP), top + row * (SIDE + GAP))
            paste(frame, grey_image(views[place].samples[number], (SIDE, SIDE)), at, palette)
        made.append(frame)
    return made
