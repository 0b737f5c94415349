"""The card of the game in one dimension: data, fakes and D, with the map from noise below, out of its recording."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dnnlab.catalogue import CATALOGUE
from dnnlab.gan.line.views import LineView
from dnnlab.live.recorded import load
from dnnlab.plots.figures import blend
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, font, spread

WIDE, FLOOR, TALL = 480, 196, 150
"""The canvas, where density 0 stands, and how high the data's highest density is drawn."""
ENDS = (206, 284)
"""Where the map's lines end, and where they begin."""
SEEN = 4.0
"""x from minus to plus this is drawn."""
EARLY = 2.0


def frames(palette: Palette) -> list[Image.Image]:
    """Most of them early, where the fakes move."""
    run = load(CATALOGUE, "gan_1d")
    return [_frame(run.views[place], palette) for place in spread(len(run.views) - 20, EARLY)]


def _frame(view: LineView, palette: Palette) -> Image.Image:
    frame, pen = canvas(palette)
    high = TALL / float(view.data.max())
    x, exact = _places(view.x), np.minimum(view.exact.astype(float) * high, TALL + 40)
    hill = [(0.0, float(FLOOR)), *zip(x.tolist(), (FLOOR - exact).tolist(), strict=True), (float(WIDE), float(FLOOR))]
    pen.polygon(hill, fill=blend(palette.surface, palette.generated, 0.35))
    _curve(pen, x, FLOOR - exact, palette.generated, 4)
    _curve(pen, x, FLOOR - view.data.astype(float) * high, palette.real, 4)
    _curve(pen, x, FLOOR - view.d.astype(float) * TALL, palette.right, 4)
    for z, made in zip(_places(view.z).tolist(), _places(view.made).tolist(), strict=True):
        pen.line((z, ENDS[1], made, ENDS[0]), fill=blend(palette.surface, palette.muted, 0.6), width=2)
    pen.text((14, 214), "data", font=font(26), fill=palette.real, anchor="la")
    pen.text((14, 246), "fakes", font=font(26), fill=palette.generated, anchor="la")
    pen.text((WIDE - 14, 214), "D", font=font(26), fill=palette.right, anchor="ra")
    return frame


def _places(x: NDArray[np.float32]) -> NDArray[np.float64]:
    """x on the canvas, in pixels."""
    found: NDArray[np.float64] = (x.astype(np.float64) + SEEN) / (2 * SEEN) * WIDE
    return found


def _curve(pen: ImageDraw.ImageDraw, x: NDArray[np.float64], y: NDArray[np.float64], colour: str, width: int) -> None:
    pen.line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=colour, width=width, joint="curve")
