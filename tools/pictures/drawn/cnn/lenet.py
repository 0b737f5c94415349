"""The card of the digit lesson, out of its recording: a digit, ten bars that make up their mind, filters that form."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import diverging, grey
from tools.pictures.drawing import bars, canvas, grey_image, paste, signed_image, spread


def frames(palette: Palette) -> list[Image.Image]:
    """From random weights to a trained network."""
    views = load(CATALOGUE, "lenet").views
    made = []
    for place in spread(len(views), power=2.5):
        view = views[place]
        frame, pen = canvas(palette)
        digit = view.maps.input[0, 2:-2, 2:-2]  # (32, 32) -> (28, 28): without its margin
        paste(frame, grey_image(grey(digit, digit.min(), digit.max()), (168, 168)), (18, 18), palette)
        answer = int(np.argmax(view.probabilities))
        digits = [str(each) for each in range(10)]
        shares = view.probabilities.tolist()
        bars(pen, (206, 24, 466, 188), shares, digits, palette, marked=answer, upright=True)
        filters = diverging(view.filters)  # (6, 5, 5)
        for index, kernel in enumerate(filters):
            paste(frame, signed_image(kernel, palette, (65, 65)), (18 + round(index * 76.6), 214), palette)
        made.append(frame)
    return made
