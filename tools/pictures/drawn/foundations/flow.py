"""The card of the flow of gradients, out of its recording: on its way back a sigmoid network's gradient fades."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from dnnlab.ui.card import FRAMES, SIZE
from tools.pictures.drawing import canvas

SHOWN = 8
"""Bars: so many layers, the output's last."""
BOTTOM, TOP, LEFT = 262, 30, 24


def frames(palette: Palette) -> list[Image.Image]:
    """A bar more at each frame, from the output back; heights in powers of ten."""
    norms = load(CATALOGUE, "gradient-flow").views[0].first.gradients
    chosen = norms[np.linspace(1, len(norms) - 1, SHOWN).round().astype(int)]
    powers = np.log10(chosen)
    heights = 0.04 + 0.96 * (powers - powers.min()) / (powers.max() - powers.min())
    wide = (SIZE[0] - 2 * LEFT) / SHOWN
    made = []
    for frame_number in range(FRAMES):
        frame, pen = canvas(palette)
        pen.line((LEFT, BOTTOM, SIZE[0] - LEFT, BOTTOM), fill=palette.grid, width=4)
        for place, height in enumerate(heights.tolist()):
            reached = place >= SHOWN - 1 - frame_number * (SHOWN - 1) / (FRAMES - 1) - 1e-9
            x, y = LEFT + place * wide, BOTTOM - height * (BOTTOM - TOP)
            box = (x + 6, y if reached else BOTTOM - 6, x + wide - 6, BOTTOM)
            pen.rounded_rectangle(box, 5, fill=palette.train if reached else palette.grid)
        made.append(frame)
    return made
