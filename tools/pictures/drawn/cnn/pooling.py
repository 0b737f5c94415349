"""The card of the pooling lesson: the lecture's sixteen numbers, and the largest of each window."""

from __future__ import annotations

from PIL import Image, ImageDraw

from dnnlab.cnn.kernels import LECTURE_MATRIX
from dnnlab.plots.palette import Palette
from dnnlab.ui.card import FRAMES
from tools.pictures.drawing import arrow, canvas, font, window

CELL = 58
LEFT, TOP = 16, 34
RIGHT, LOWER = 332, 92
"""Where the pooled numbers begin."""


def frames(palette: Palette) -> list[Image.Image]:
    """Two frames a window: look, and keep."""
    made = []
    for moment in range(FRAMES):
        step, kept = moment // 2, moment % 2
        frame, pen = canvas(palette)
        for row in range(4):
            for column in range(4):
                number = LECTURE_MATRIX[row, column]
                place = row // 2 * 2 + column // 2
                best = number == LECTURE_MATRIX[row // 2 * 2 :, column // 2 * 2 :][:2, :2].max()
                chosen = best and (place < step or (place == step and kept))
                cell(pen, (LEFT + column * CELL, TOP + row * CELL), int(number), palette, chosen=bool(chosen))
        for place in range(4):
            row, column = divmod(place, 2)
            known = place < step + kept
            largest = int(LECTURE_MATRIX[row * 2 : row * 2 + 2, column * 2 : column * 2 + 2].max())
            at = (RIGHT + column * CELL, LOWER + row * CELL)
            cell(pen, at, largest if known else None, palette, chosen=known)
        arrow(pen, (290, 150), palette)
        row, column = divmod(step, 2)
        left, top = LEFT + 2 * column * CELL, TOP + 2 * row * CELL
        window(pen, (left, top, left + 2 * CELL, top + 2 * CELL), palette)
        made.append(frame)
    return made


def cell(pen: ImageDraw.ImageDraw, at: tuple[int, int], number: int | None, palette: Palette, *, chosen: bool) -> None:
    """A number in its square; none yet: the square alone."""
    left, top = at
    fill = palette.accent if chosen else palette.background
    pen.rectangle((left + 1, top + 1, left + CELL - 2, top + CELL - 2), fill=fill, outline=palette.grid)
    if number is not None:
        ink = palette.background if chosen else palette.text
        pen.text((left + CELL / 2, top + CELL / 2), str(number), font=font(34), fill=ink, anchor="mm")
