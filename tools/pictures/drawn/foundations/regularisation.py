"""The card of the lesson on regularisation, out of its recording: a network learns its points by heart."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dnnlab.catalogue import CATALOGUE
from dnnlab.foundations.points import SIDE
from dnnlab.foundations.regularisation.material import curve
from dnnlab.foundations.regularisation.views import LINE
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from dnnlab.ui.card import SIZE
from tools.pictures.drawing import canvas, spread

LOW, HIGH = -1.9, 1.9


def frames(palette: Palette) -> list[Image.Image]:
    """From a flat line to one that goes through every point, beside the true curve."""
    views = load(CATALOGUE, "overfit").views
    x = np.linspace(-SIDE, SIDE, LINE)
    made = []
    for place in spread(len(views), power=1.2):
        view = views[place]
        frame, pen = canvas(palette)
        true = drawn(x, curve(x))
        for dash in range(0, LINE - 2, 4):
            pen.line(true[dash : dash + 3], fill=palette.muted, width=4)
        pen.line(drawn(x, view.answers), fill=palette.accent, width=9, joint="curve")
        for px, py in drawn(view.points[:, 0], view.points[:, 1]):
            pen.ellipse(
                (px - 10, py - 10, px + 10, py + 10), fill=palette.validation, outline=palette.background, width=3
            )
        made.append(frame)
    return made


def drawn(x: np.ndarray, y: np.ndarray) -> list[tuple[float, float]]:
    """Places of the picture."""
    across = (np.asarray(x, float) + SIDE) / (2 * SIDE) * SIZE[0]
    up = SIZE[1] - (np.asarray(y, float) - LOW) / (HIGH - LOW) * SIZE[1]
    return list(zip(across.tolist(), up.tolist(), strict=True))
