"""What cards are drawn with: a small canvas in the page's colours, pictures of pixels, bars, a window, words.

A card is shown about 200 to 340 pixels wide, so a frame has few things in it, and they are large.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFont

from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import ZERO
from dnnlab.ui.card import FRAMES, SIZE

Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def canvas(palette: Palette) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty frame and its pen."""
    frame = Image.new("RGB", SIZE, palette.surface)
    return frame, ImageDraw.Draw(frame)


def font(size: int) -> ImageFont.FreeTypeFont:
    """The typeface of the page, half bold: it comes with Streamlit."""
    spec = find_spec("streamlit")
    assert spec is not None and spec.origin is not None
    (file,) = Path(spec.origin).parent.glob("static/static/media/SourceSansVF-Upright.ttf.*.woff2")
    made = ImageFont.truetype(str(file), size)
    made.set_variation_by_axes([600])
    return made


def spread(count: int, power: float = 1.0) -> list[int]:
    """The places of a card's frames among ``count`` moments: the first, the last, and between them.

    ``power`` 1 spreads them evenly; with a larger one most are early, where a training changes most.
    """
    return [round((count - 1) * share**power) for share in np.linspace(0, 1, FRAMES)]


def grey_image(values: NDArray[np.uint8], size: tuple[int, int]) -> Image.Image:
    """Bytes (h, w) or (h, w, 3) as they are, every pixel a sharp square."""
    return Image.fromarray(values).convert("RGB").resize(size, Image.Resampling.NEAREST)


def signed_image(values: NDArray[np.uint8], palette: Palette, size: tuple[int, int]) -> Image.Image:
    """The bytes of :func:`dnnlab.plots.sheets.diverging`, (h, w): orange adds, blue subtracts."""
    share = (values.astype(np.float32) - ZERO)[..., None] / 127  # (h, w, 1), in [-1, 1]
    zero, above, below = (
        np.array(ImageColor.getrgb(each)) for each in (palette.zero, palette.positive, palette.negative)
    )
    mixed = zero + np.abs(share) * (np.where(share > 0, above, below) - zero)
    return grey_image(np.rint(mixed).astype(np.uint8), size)


def paste(frame: Image.Image, picture: Image.Image, at: tuple[int, int], palette: Palette) -> None:
    """Put a picture on the frame, with a thin line around it."""
    frame.paste(picture, at)
    left, top = at
    edge = (left - 1, top - 1, left + picture.width, top + picture.height)
    ImageDraw.Draw(frame).rectangle(edge, outline=palette.grid, width=1)


def bars(
    pen: ImageDraw.ImageDraw,
    box: Box,
    shares: Sequence[float],
    labels: Sequence[str],
    palette: Palette,
    *,
    marked: int,
    upright: bool,
) -> None:
    """A bar for each share in [0, 1] with its label below it, or above it where the bars lie; one stands out."""
    left, top, right, bottom = box
    across = (right - left) if upright else (bottom - top)
    pitch = across / len(shares)
    type_ = font(22 if upright else 24)
    for index, (share, label) in enumerate(zip(shares, labels, strict=True)):
        colour = palette.accent if index == marked else palette.pinned
        ink = palette.text if index == marked else palette.muted
        if upright:
            x0, x1 = left + index * pitch + 3, left + (index + 1) * pitch - 3
            floor = bottom - 28
            pen.rectangle((x0, floor - max(2, share * (floor - top)), x1, floor), fill=colour)
            pen.text(((x0 + x1) / 2, bottom), label, font=type_, fill=ink, anchor="ms")
        else:
            y = top + index * pitch
            pen.text((left, y), label, font=type_, fill=ink, anchor="la")
            pen.rectangle((left, y + 32, right, y + 46), fill=palette.grid)
            pen.rectangle((left, y + 32, left + max(2, share * (right - left)), y + 46), fill=colour)


def window(pen: ImageDraw.ImageDraw, box: Box, palette: Palette) -> None:
    """A frame around what is looked at just now."""
    left, top, right, bottom = box
    pen.rectangle((left - 3, top - 3, right + 2, bottom + 2), outline=palette.background, width=5)
    pen.rectangle((left - 2, top - 2, right + 1, bottom + 1), outline=palette.accent, width=3)


def arrow(pen: ImageDraw.ImageDraw, middle: tuple[int, int], palette: Palette) -> None:
    """Points to the right."""
    x, y = middle
    pen.line((x - 10, y, x + 8, y), fill=palette.muted, width=3)
    pen.line((x + 1, y - 7, x + 9, y, x + 1, y + 7), fill=palette.muted, width=3, joint="curve")
