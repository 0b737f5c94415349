"""The card of the lesson on latent arithmetic, by its shipped network: A - B + C, and a result that follows."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dnnlab.plots.palette import Palette
from dnnlab.vae.arithmetic.codes import plus
from dnnlab.vae.arithmetic.knobs import BuilderConfig
from dnnlab.vae.arithmetic.net import calls
from tools.pictures.drawing import canvas, font, paste

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.5)
SIDE, LARGE = 92, 168


def frames(palette: Palette) -> list[Image.Image]:
    """The smile comes."""
    config, known = BuilderConfig(), calls.codes()
    a, b, c = (known.gallery[each] for each in (config.a, config.b, config.c))
    codes = np.stack([a, b, c, *(plus(c, a - b, strength) for strength in STRENGTHS)])
    pictures = [Image.fromarray(each) for each in calls.decode(codes).pictures]
    made = []
    for result in pictures[3:]:
        frame, pen = canvas(palette)
        for place, (sign, picture) in enumerate(zip(("", "−", "+"), pictures, strict=False)):
            top = 6 + place * (SIDE + 6)
            pen.text((22, top + SIDE // 2), sign, fill=palette.text, font=font(34), anchor="lm")
            paste(frame, picture.resize((SIDE, SIDE)), (60, top), palette)
        pen.text((178, 150), "=", fill=palette.text, font=font(40), anchor="lm")
        paste(frame, result.resize((LARGE, LARGE)), (240, 66), palette)
        made.append(frame)
    return made
