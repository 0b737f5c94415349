"""The card of the text lesson, out of its recording: a sample that becomes words, and the loss that falls."""

from __future__ import annotations

from PIL import Image, ImageDraw

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.palette import Palette
from dnnlab.rnn.text.views import TextView
from tools.pictures.drawing import canvas, font, spread

LINES, WIDE = 4, 440
"""Lines of the sample, and how wide they may be in pixels."""
CURVE = (24, 192, 448, 276)
"""Left, top, right, bottom of the curve."""


def frames(palette: Palette) -> list[Image.Image]:
    """From noise to words."""
    run = load(CATALOGUE, "char-lm")
    steps, losses = (each.tolist() for each in run.curves["validation_loss"])
    made = []
    for place in spread(len(run.views)):
        view: TextView = run.views[place]
        frame, pen = canvas(palette)
        sample = view.samples[1].text
        for number, line in enumerate(folded(pen, sample)[:LINES]):
            pen.text((20, 22 + 38 * number), line, font=font(30), fill=palette.text, anchor="la")
        _curve(pen, steps, losses, view, palette)
        made.append(frame)
    return made


def folded(pen: ImageDraw.ImageDraw, text: str) -> list[str]:
    """A text in lines that fit, its line ends as blanks."""
    lines, type_ = [""], font(30)
    for word in text.split():
        if lines[-1] and pen.textlength(f"{lines[-1]} {word}", font=type_) > WIDE:
            lines.append("")
        for letter in f" {word}" if lines[-1] else word:  # noise has words that are longer than a line
            if pen.textlength(lines[-1] + letter, font=type_) > WIDE:
                lines.append("")
            lines[-1] += letter
    return lines


def _curve(pen: ImageDraw.ImageDraw, steps: list[int], losses: list[float], view: TextView, palette: Palette) -> None:
    """The validation loss so far, above the dashed line of the best counting."""
    left, top, right, bottom = CURVE
    low, high = view.counted.nats - 0.1, losses[0]

    def at(step: int, loss: float) -> tuple[float, float]:
        return left + (right - left) * step / steps[-1], bottom - (bottom - top) * (loss - low) / (high - low)

    _, level = at(0, view.counted.nats)
    for dash in range(left, right, 16):
        pen.line((dash, level, dash + 8, level), fill=palette.muted, width=3)
    points = [at(step, loss) for step, loss in zip(steps, losses, strict=True) if step <= max(view.step, 1)]
    if len(points) > 1:
        pen.line(points, fill=palette.validation, width=5, joint="curve")
    x, y = points[-1]
    pen.ellipse((x - 7, y - 7, x + 7, y + 7), fill=palette.validation)
