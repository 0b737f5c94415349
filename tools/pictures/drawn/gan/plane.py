"""The card of the lesson "Two dimensions", out of its recording: fakes find the data on the map of D."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageColor, ImageDraw

from dnnlab.catalogue import CATALOGUE
from dnnlab.gan.plane.targets import WINDOW
from dnnlab.gan.plane.views import Bytes, Floats, PlaneView
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, font, paste, spread

SIDE, AT = 280, (10, 10)
"""Of the plane, in pixels, and where it stands."""


def frames(palette: Palette) -> list[Image.Image]:
    """From a cloud in the middle to eight."""
    views = load(CATALOGUE, "gan_2d").views
    made = []
    for place in spread(len(views), power=1.5):
        view: PlaneView = views[place]
        frame, pen = canvas(palette)
        paste(frame, _map(view.heat, palette), AT, palette)
        _dots(pen, view.real[:160], palette.real)
        _dots(pen, view.fake[:200], palette.generated)
        pen.text((385, 110), f"{view.now.modes} of {view.mode_count}", palette.text, font(46), anchor="mm")
        pen.text((385, 160), "modes", palette.muted, font(30), anchor="mm")
        made.append(frame)
    return made


def _map(heat: Bytes, palette: Palette) -> Image.Image:
    """Blue where D takes it for real, orange where for fake."""
    share = (heat.astype(np.float32)[..., None] - 127.5) / 127.5  # (48, 48, 1)
    ground, high, low = (
        np.array(ImageColor.getrgb(each)) for each in (palette.background, palette.real, palette.generated)
    )
    mixed = ground + 0.55 * np.abs(share) * (np.where(share > 0, high, low) - ground)
    return Image.fromarray(np.rint(mixed).astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def _dots(pen: ImageDraw.ImageDraw, points: Floats, colour: str) -> None:
    for x, y in points.tolist():
        if max(abs(x), abs(y)) < WINDOW:
            across, down = AT[0] + (x + WINDOW) / 4 * SIDE, AT[1] + (WINDOW - y) / 4 * SIDE
            pen.ellipse((across - 3, down - 3, across + 3, down + 3), colour)
