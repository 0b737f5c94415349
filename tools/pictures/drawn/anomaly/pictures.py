"""The card of the pictures lesson, out of its recording: an eight that comes back, digits that do not, their errors."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from dnnlab.anomaly.pictures.views import PictureView
from dnnlab.anomaly.scores import threshold_for
from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.figures import blend
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, grey_image, paste, signed_image, spread

SHOWN = (0, 5, 7)
"""Which of the examples: an eight, and two that are none."""
MARGIN, PITCH, TILE = 15, 92, 86
"""Pixels: around the pictures, from one to the next, their side."""
SCORES = (312, 24, 464, 276)
"""Left, top, right, bottom of the histogram."""
LOW, HIGH = -1.3, 0.5
"""Powers of ten at its ends."""
BINS = 26


def frames(palette: Palette) -> list[Image.Image]:
    """From grey clouds to eights, and what of the others does not come back."""
    run = load(CATALOGUE, "picture-autoencoder")
    made, size = [], (TILE, TILE)
    for place in spread(len(run.views), power=1.5):
        view: PictureView = run.views[max(place, 1)]
        frame, pen = canvas(palette)
        for row, example in enumerate(SHOWN):
            pictures = (
                grey_image(view.examples.pictures[example], size),
                grey_image(view.examples.rebuilt[example], size),
                signed_image(view.examples.errors[example], palette, size),
            )
            for column, picture in enumerate(pictures):
                paste(frame, picture, (MARGIN + column * PITCH, MARGIN + row * PITCH), palette)
        _scores(pen, view, palette)
        made.append(frame)
    return made


def _scores(pen: ImageDraw.ImageDraw, view: PictureView, palette: Palette) -> None:
    left, top, right, bottom = SCORES
    place = np.log10(np.maximum(view.scores, 1e-3))
    edges = np.linspace(LOW, HIGH, BINS + 1)
    width = (right - left) / BINS
    for anomaly, colour in ((False, palette.train), (True, palette.wrong)):
        counts, _ = np.histogram(place[(view.kinds > 0) == anomaly], edges)
        for number, share in enumerate(counts / max(counts.max(), 1)):
            if share:
                box = (left + number * width, bottom - share * (bottom - top), left + (number + 1) * width - 1, bottom)
                pen.rectangle(box, fill=blend(palette.surface, colour, 0.7))
    limit = np.log10(threshold_for(view.held_out, 0.05))
    at = left + (right - left) * float(np.clip((limit - LOW) / (HIGH - LOW), 0, 1))
    pen.line((at, top, at, bottom), fill=palette.text, width=5)
