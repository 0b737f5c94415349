"""The card of the lesson on InfoGAN: the ten categories, turned by c2 and c3 from one end to the other and back."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image

from dnnlab.gan.info.knobs import NOISE
from dnnlab.gan.info.net.calls import shipped
from dnnlab.gan.info.net.model import as_input
from dnnlab.gan.info.shipped import INFO
from dnnlab.gan.net.pictures import as_bytes
from dnnlab.nn.modules import evaluating
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, grey_image, paste

ACROSS, ROWS, SIDE, GAP = 5, 2, 84, 8
"""Categories in a row, rows, and pixels of a picture and between two."""
MOMENTS = 8
REACH = 1.6
"""How far c2 and c3 are turned."""


def frames(palette: Palette) -> list[Image.Image]:
    """All ten categories while c2 and c3 go around a circle."""
    generator, count = shipped(INFO), ACROSS * ROWS
    noise = torch.randn((count, NOISE), generator=torch.Generator().manual_seed(3))
    made = []
    for turn in np.linspace(0, 2 * np.pi, MOMENTS, endpoint=False):
        code = torch.tensor([[REACH * np.cos(turn), REACH * np.sin(turn)]], dtype=torch.float32).expand(count, -1)
        with evaluating(generator):
            pictures = as_bytes(generator(as_input(noise, torch.arange(count), code)))
        frame, _ = canvas(palette)
        left = (480 - ACROSS * (SIDE + GAP) + GAP) // 2
        top = (300 - ROWS * (SIDE + GAP) + GAP) // 2
        for number, picture in enumerate(pictures):
            row, column = divmod(number, ACROSS)
            at = (left + column * (SIDE + GAP), top + row * (SIDE + GAP))
            paste(frame, grey_image(picture, (SIDE, SIDE)), at, palette)
        made.append(frame)
    return made
