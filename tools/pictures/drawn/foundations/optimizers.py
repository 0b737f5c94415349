"""The card of the optimizers: the recorded race down the ravine, from above."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageColor

from dnnlab.catalogue import CATALOGUE
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.optimizers.surfaces import SURFACES
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from dnnlab.ui.card import SIZE
from tools.pictures.drawing import canvas

MOMENTS = (2, 4, 7, 12, 20, 35, 70, 200)
"""Steps of the frames: most happens early."""
LEVELS = 12
ACROSS, UP = (-2.0, 0.6), (-0.9, 0.95)
"""The piece of the ravine that is drawn."""


def frames(palette: Palette) -> list[Image.Image]:
    """Everybody a little further at each frame."""
    view = load(CATALOGUE, "optimizer-race").views[-1]
    paths = view.paths.astype(np.float64)  # (p, k, 2)
    paths = np.stack([_drawn(paths[..., 0], ACROSS, SIZE[0]), SIZE[1] - _drawn(paths[..., 1], UP, SIZE[1])], -1)
    made = []
    for moment in MOMENTS:
        frame, pen = canvas(palette)
        frame.paste(_ground(view.surface, palette))
        for k, key in enumerate(view.racers):
            colour = palette.classes[RULES[key].role % len(palette.classes)]
            way = [tuple(place) for place in paths[: moment + 1, k].tolist()]
            pen.line(way, fill=colour, width=5, joint="curve")
            x, y = way[-1]
            pen.ellipse((x - 10, y - 10, x + 10, y + 10), fill=colour, outline=palette.background, width=3)
        made.append(frame)
    return made


def _drawn(values: np.ndarray, ends: tuple[float, float], pixels: int) -> np.ndarray:
    return (values - ends[0]) / (ends[1] - ends[0]) * pixels


def _ground(name: str, palette: Palette) -> Image.Image:
    """Heights as powers of ten, in levels: the lower, the more like the page's ground."""
    x, y = np.meshgrid(np.linspace(*ACROSS, SIZE[0]), np.linspace(*UP[::-1], SIZE[1]))
    z = np.log10(SURFACES[name].height(x, y) + 1e-3)
    share = np.floor(LEVELS * (z - z.min()) / (z.max() - z.min() + 1e-9)) / LEVELS * 0.7
    low, high = (np.array(ImageColor.getrgb(each)) for each in (palette.background, palette.muted))
    return Image.fromarray(np.rint(low + share[..., None] * (high - low)).astype(np.uint8))
