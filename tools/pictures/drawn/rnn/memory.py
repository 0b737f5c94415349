"""The card of the memory lesson: gradients of an RNN and an LSTM, drawn from the answer back to the symbol."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dnnlab.plots.palette import Palette
from dnnlab.rnn.memory.knobs import LSTM, RNN, CopyConfig
from dnnlab.rnn.memory.net.experiment import CopyTask
from dnnlab.ui.card import FRAMES
from tools.pictures.drawing import canvas, font

BARS, WIDE, APART = 8, 38, 46
FAINTEST = 1e-12
"""What is drawn as nothing."""
LEFT, BOTTOMS, HIGH = 92, (128, 262), 96
"""Where the first bar stands, where the two rows end, and how high a bar may be."""


def frames(palette: Palette) -> list[Image.Image]:
    """One more step back at each frame."""
    rows = {RNN: (heights(RNN), palette.validation), LSTM: (heights(LSTM), palette.accent)}
    made = []
    for moment in range(FRAMES):
        frame, pen = canvas(palette)
        for (name, (high, colour)), bottom in zip(rows.items(), BOTTOMS, strict=True):
            pen.text((14, bottom - 6), name, font=font(30), fill=palette.text, anchor="ls")
            for place in range(BARS):
                left = LEFT + APART * place
                pen.line((left, bottom, left + WIDE, bottom), fill=palette.grid, width=3)
                if place >= BARS - 1 - moment:
                    pen.rectangle((left, bottom - round(HIGH * high[place]), left + WIDE, bottom), fill=colour)
        made.append(frame)
    return made


def heights(net: str) -> NDArray[np.float64]:
    """Gradients at evenly spread steps before any training, as shares of a log scale down to the faintest, (BARS,)."""
    gradients = CopyTask(CopyConfig(net=net)).view().gradients.astype(np.float64)
    chosen = gradients[np.linspace(0, len(gradients) - 1, BARS).round().astype(int)]
    shares: NDArray[np.float64] = 1 - np.log(np.maximum(chosen / gradients[-1], FAINTEST)) / np.log(FAINTEST)
    return shares.clip(0.02, 1.0)
