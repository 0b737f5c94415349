"""The card of the lesson on variational autoencoders, out of its recording: the decoded map, and new digits."""

from __future__ import annotations

from PIL import Image

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, grey_image, paste, spread

PLANE, SIDE = 280, 60
"""Of the decoded map and of a digit, in pixels."""


def frames(palette: Palette) -> list[Image.Image]:
    """From grey clouds to digits."""
    views = load(CATALOGUE, "vae").views
    made = []
    for place in spread(len(views), power=1.6):
        frame, _ = canvas(palette)
        paste(frame, grey_image(views[place].plane, (PLANE, PLANE)), (10, 10), palette)
        for number in range(8):
            row, column = divmod(number, 2)
            at = (322 + column * (SIDE + 12), 15 + row * (SIDE + 9))
            paste(frame, grey_image(views[place].drawn[number], (SIDE, SIDE)), at, palette)
        made.append(frame)
    return made
