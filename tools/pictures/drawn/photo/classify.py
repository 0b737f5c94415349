"""The card of the photo lesson: a grey square goes over the cat, and a real network's answer changes."""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported: the same numbers as in a trainer

import numpy as np
from PIL import Image

from dnnlab.data.photos import load
from dnnlab.photo.covering import GREY, covering
from dnnlab.photo.facts import EFFICIENTNET
from dnnlab.photo.net.calls import classified, prepared
from dnnlab.photo.preprocess import numbers
from dnnlab.plots.palette import Palette
from dnnlab.ui.card import FRAMES
from tools.pictures.drawing import bars, canvas, paste

SIDE = 264
PATCH = 80
"""Of the 224 pixels that the network sees."""


def frames(palette: Palette) -> list[Image.Image]:
    """The square comes in from the left, over eyes and nose; then nothing is covered."""
    photo = prepared(np.array(load("cat")), EFFICIENTNET)
    cut, side = photo.cut, len(photo.cut)
    whole, probabilities = classified(photo.array, EFFICIENTNET)
    grey = covering(cut, EFFICIENTNET, GREY)
    made = []
    for moment in range(FRAMES):
        seen = cut.copy()
        if moment < FRAMES - 1:
            left = round((side - PATCH) * moment / (FRAMES - 2))
            top = (side - PATCH) // 2
            seen[top : top + PATCH, left : left + PATCH] = grey[top : top + PATCH, left : left + PATCH]
            _, probabilities = classified(numbers(seen, EFFICIENTNET), EFFICIENTNET)
        else:
            _, probabilities = classified(photo.array, EFFICIENTNET)
        frame, pen = canvas(palette)
        paste(frame, Image.fromarray(seen).resize((SIDE, SIDE), Image.Resampling.LANCZOS), (18, 18), palette)
        shares = [float(probabilities[index]) for index in whole.classes[:3]]
        labels = [name.split(",")[0] for name in whole.names[:3]]
        bars(pen, (302, 52, 462, 262), shares, labels, palette, marked=int(np.argmax(shares)), upright=False)
        made.append(frame)
    return made
