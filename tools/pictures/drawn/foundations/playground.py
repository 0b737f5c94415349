"""The card of the playground, out of its recording: units on the left, and the plane that they learn to part."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dnnlab.catalogue import CATALOGUE
from dnnlab.foundations.playground.figures import label_colours
from dnnlab.foundations.points import SIDE
from dnnlab.foundations.surfaces import coloured
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, paste, signed_image, spread

PLANE, TILE = 272, 50
"""Of the plane and of a unit's map, in pixels."""


def frames(palette: Palette) -> list[Image.Image]:
    """From a straight cut to the spiral."""
    views = load(CATALOGUE, "playground").views
    made = []
    for place in spread(len(views), power=1.4):
        view = views[place]
        frame, pen = canvas(palette)
        left, top = 480 - PLANE - 14, 14
        for row in range(4):
            for column, layer in enumerate((0, 1)):
                tile = view.maps[len(view.features) + 8 * layer + 2 * row]
                paste(frame, signed_image(tile, palette, (TILE, TILE)), (26 + 84 * column, 18 + 69 * row), palette)
                pen.line((26 + 84 * column + TILE + 4, 43 + 69 * row, 26 + 84 * column + TILE + 28, 43 + 69 * row),
                         fill=palette.positive if (row + column) % 2 else palette.negative, width=3)  # fmt: skip
        pixels = coloured(view.surface, view.winner, view.classes, palette)
        picture = Image.fromarray(pixels).resize((PLANE, PLANE), Image.Resampling.BICUBIC)
        paste(frame, picture, (left, top), palette)
        shown = ~view.held_out
        places = (np.asarray(view.places[shown], float) * (1, -1) + SIDE) / (2 * SIDE) * PLANE + (left, top)
        for (x, y), colour in zip(places, label_colours(view.labels[shown], view.classes, palette), strict=True):
            pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour, outline=palette.background)
        made.append(frame)
    return made
