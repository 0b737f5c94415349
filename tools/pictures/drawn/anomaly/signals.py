"""The card of the signals lesson, out of its recording: a beat that does not come back, and the scores that part."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from dnnlab.anomaly.scores import threshold_for
from dnnlab.anomaly.signals.views import SignalView
from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.figures import blend
from dnnlab.plots.palette import Palette
from tools.pictures.drawing import canvas, spread

BEAT = (20, 20, 452, 150)
SCORES = (20, 170, 452, 286)
"""Left, top, right, bottom of the beat and of the histogram."""
SHOWN = 3
"""Which of the examples: a premature ventricular beat."""
BINS = 36


def frames(palette: Palette) -> list[Image.Image]:
    """From a flat line to the normal beat that the network makes of an anomaly."""
    run = load(CATALOGUE, "signal-autoencoder")
    made = []
    for place in spread(len(run.views)):
        view: SignalView = run.views[max(place, 1)]
        frame, pen = canvas(palette)
        _beat(pen, view, palette)
        _scores(pen, view, palette)
        made.append(frame)
    return made


def _beat(pen: ImageDraw.ImageDraw, view: SignalView, palette: Palette) -> None:
    left, top, right, bottom = BEAT
    signal, back = view.examples.windows[SHOWN, :, 0], view.examples.rebuilt[SHOWN, :, 0]
    low, high = float(signal.min()), float(signal.max())
    x = np.linspace(left, right, len(signal))

    def line(values: np.ndarray) -> list[tuple[float, float]]:
        y = bottom - (bottom - top) * (values - low) / (high - low)
        return list(zip(x.tolist(), y.clip(top, bottom).tolist(), strict=True))

    pen.polygon([*line(signal), *reversed(line(back))], fill=blend(palette.surface, palette.wrong, 0.35))
    pen.line(line(signal), fill=palette.muted, width=5, joint="curve")
    pen.line(line(back), fill=palette.accent, width=5, joint="curve")


def _scores(pen: ImageDraw.ImageDraw, view: SignalView, palette: Palette) -> None:
    left, top, right, bottom = SCORES
    place = np.log10(np.maximum(view.scores, 1e-3))
    edges = np.linspace(-1.5, 1.3, BINS + 1)
    width = (right - left) / BINS
    for anomaly, colour in ((False, palette.train), (True, palette.wrong)):
        counts, _ = np.histogram(place[(view.kinds > 0) == anomaly], edges)
        for number, share in enumerate(counts / max(counts.max(), 1)):
            if share:
                box = (left + number * width, bottom - share * (bottom - top), left + (number + 1) * width - 1, bottom)
                pen.rectangle(box, fill=blend(palette.surface, colour, 0.75))
    limit = np.log10(threshold_for(view.held_out, 0.05))
    at = left + (right - left) * float(np.clip((limit + 1.5) / 2.8, 0, 1))
    pen.line((at, top, at, bottom), fill=palette.text, width=5)
