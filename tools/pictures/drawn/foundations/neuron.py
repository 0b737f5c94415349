"""The card of the lesson on neurons: a plane coloured by a neuron whose weights turn, and its activation."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from dnnlab.foundations.activations import tanh, tanh_slope
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import diverging
from dnnlab.ui.card import FRAMES
from tools.pictures.drawing import canvas, paste, signed_image

SIDE, AT = 268, (16, 16)
"""The plane."""
REACH = 2.0
"""The plane's inputs go from minus this to this."""
CURVE = 310, 60, 464, 240
"""Left, top, right and bottom of the activation."""
LONG = 1.5
"""Of the weights."""
INPUT = 1.0, 0.5


def frames(palette: Palette) -> list[Image.Image]:
    """The weights turn while the input stays."""
    made = []
    for moment in range(FRAMES):
        turn = math.radians(165 - 105 * moment / (FRAMES - 1))
        w1, w2 = LONG * math.cos(turn), LONG * math.sin(turn)
        frame, pen = canvas(palette)
        places = (np.arange(SIDE) + 0.5) / SIDE * 2 * REACH - REACH
        z = w1 * places[np.newaxis] - w2 * places[:, np.newaxis]  # (rows, columns); the second input grows upwards
        paste(
            frame,
            signed_image(diverging(tanh(2 * z)[np.newaxis].astype(np.float32))[0], palette, (SIDE,) * 2),
            AT,
            palette,
        )
        plane(pen, (w1, w2), palette)
        curve(pen, 2 * (w1 * INPUT[0] + w2 * INPUT[1]), palette)
        made.append(frame)
    return made


def plane(pen: ImageDraw.ImageDraw, weights: tuple[float, float], palette: Palette) -> None:
    """The line, the weights as an arrow, the input as a point."""
    centre, unit = AT[0] + SIDE / 2, SIDE / (2 * REACH)
    w1, w2 = (each / LONG for each in weights)
    far = 0.98 * SIDE / 2 / max(abs(w1), abs(w2))
    pen.line((centre + far * w2, centre + far * w1, centre - far * w2, centre - far * w1), fill=palette.text, width=3)
    tip = centre + unit * weights[0], centre - unit * weights[1]
    pen.line((centre, centre, *tip), fill=palette.text, width=6)
    disc(pen, tip, 12, palette.text, palette)
    disc(pen, (centre + unit * INPUT[0], centre - unit * INPUT[1]), 14, palette.right, palette)


def curve(pen: ImageDraw.ImageDraw, z: float, palette: Palette) -> None:
    """tanh and its slope, with the place of the input on both."""
    left, top, right, bottom = CURVE
    middle = (top + bottom) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return (left + right) / 2 + x / 4 * (right - left) / 2, middle - y * (bottom - middle) * 0.92

    pen.line((left, middle, right, middle), fill=palette.grid, width=3)
    x = np.linspace(-4, 4, 120)
    for values, colour in ((tanh_slope(x), palette.validation), (tanh(x), palette.accent)):
        pen.line([at(*pair) for pair in zip(x, values, strict=True)], fill=colour, width=5, joint="curve")
    disc(pen, at(z, float(tanh_slope(z))), 9, palette.validation, palette)
    disc(pen, at(z, float(tanh(z))), 13, palette.accent, palette)


def disc(pen: ImageDraw.ImageDraw, at: tuple[float, float], radius: int, fill: str, palette: Palette) -> None:
    """A point with a rim."""
    x, y = at
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill, outline=palette.background, width=3)
