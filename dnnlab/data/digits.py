"""From a photo of a digit to what the network was trained on, every step visible.

The steps are those that made MNIST (LeCun, Bottou, Bengio and Haffner 1998,
section III-A): the digit is scaled into a 20 x 20 box with its aspect ratio
kept, then placed by its centre of mass in a 28 x 28 field.  What comes before
them makes a photo look like a scan: grey, even light, white ink on black, and
one digit only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dnnlab.data.components import label, pieces_of

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

WORKING_SIZE = 400
"""Longest side, in pixels, of the copy that is worked on."""
SHOWN_SIZE = 200
"""Longest side, in pixels, of a step that is handed out."""
FIELD, BOX, PADDED = 28, 20, 32
"""Sides, in pixels, of MNIST's field, of the digit's box in it, and of LeNet's input."""
CENTRE = 14.0
"""Row and column, counted from 0, where the centres of mass of MNIST's digits lie."""

REACH = 0.13
"""Half the width of the widest stroke that is told from a shadow, as a share of the longer side."""
LABEL_SIZE = 160
"""Longest side, in pixels, of the mask in which connected pieces of ink are looked for."""
INK_LEVEL = 0.4
"""What is darker than this share of the way from paper to the darkest ink is ink."""
EDGE_LEVEL = 0.3
"""The digit's box ends where the ink falls below this share of full ink."""
THINNEST = 0.07
"""Stroke width as a share of the digit's longer side, below which strokes are thickened."""
MIN_CONTRAST = 20.0
"""Grey levels by which ink must differ from paper."""


_NOTHING = "There is no digit to see: write one with a dark pen, large and with paper all around."


class NoDigit(ValueError):
    """There is nothing to read in the picture; the message says so to the learner."""


@dataclass(frozen=True, slots=True)
class Step:
    """One visible step: its name, a line that says what happened, and the picture after it."""

    name: str
    caption: str
    pixels: Bytes
    """(height, width), or (height, width, 3) for the original."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """A digit ready for the network, and how it came about."""

    steps: tuple[Step, ...]
    pixels: Bytes
    """(28, 28): 0 is paper, 255 is full ink, as in MNIST."""
    warnings: tuple[str, ...] = ()
    """Sentences about what may spoil the reading."""


def prepare_digit(image: Image.Image | NDArray[np.uint8]) -> Preparation:
    """Prepare a photographed or drawn digit for a network that was trained on MNIST.

    Args:
        image: a picture of any mode and size, or bytes of shape (height, width) or
            (height, width, 3).  Dark ink on light paper or the other way round.

    Returns:
        The 28 x 28 pixels, the steps that led there, and warnings.

    Raises:
        NoDigit: the picture is blank, or holds nothing that stands out from the paper.
        TypeError: an array that is not of bytes, or not of these shapes.
    """
    original = _small_copy(_as_picture(image))
    grey = np.asarray(original.convert("L"), dtype=np.float32)
    ink_is_light = _ink_is_light(grey)
    even = _even_light(255.0 - grey if ink_is_light else grey)  # ink is dark here in any case
    ink = 255.0 - even
    cell = math.ceil(max(ink.shape) / LABEL_SIZE)
    cells, level = _find_ink(ink, cell)
    keep, warnings = _choose_digit(cells, cell)
    clean = _stretch(ink, keep[: ink.shape[0], : ink.shape[1]], level)
    crop = _crop(clean)
    fitted = _fit(_thicken(crop))
    pixels = _place(fitted)
    if ink_is_light:
        polarity = "What stands out is lighter than its surroundings, as ink is in MNIST: nothing is swapped."
    else:
        polarity = "What stands out is darker than its surroundings: black and white are swapped, as in MNIST."
    steps = (
        Step("Original", "Your picture, made smaller.", np.asarray(original)),
        Step("Grey", "Colour does not matter to a digit: one brightness a pixel.", _bytes(grey)),
        Step("Even light", "Shadows are divided away: each pixel against the paper around it.",
             _bytes(255.0 - even if ink_is_light else even)),
        Step("White on black", polarity, _bytes(ink)),
        Step("Ink only", "Paper becomes 0 and ink 255; specks and neighbours are left out.", clean),
        Step("Cut out", "The smallest box that holds the digit.", crop),
        Step("20 × 20", "Scaled into MNIST's box, proportions kept; thin strokes are made thicker.", fitted),
        Step("28 × 28", "Placed so that its centre of mass lies in the middle, as MNIST was made.", pixels),
        Step("32 × 32", "Two empty pixels all around: LeNet's input.", np.pad(pixels, (PADDED - FIELD) // 2)),
    )  # fmt: skip
    shown = tuple(Step(step.name, step.caption, _shown(step.pixels)) for step in steps)
    return Preparation(shown, pixels, warnings)


def _as_picture(image: Image.Image | NDArray[np.uint8]) -> Image.Image:
    if isinstance(image, Image.Image):
        if image.has_transparency_data:
            paper = Image.new("RGBA", image.size, "white")
            return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    if image.dtype != np.uint8 or not (image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)):
        raise TypeError(f"expected bytes (height, width) or (height, width, 3), got {image.dtype} {image.shape}")
    return Image.fromarray(image)


def _small_copy(picture: Image.Image) -> Image.Image:
    """At most WORKING_SIZE on its longer side; each pixel is the mean of a block."""
    if min(picture.size) < 1:
        raise NoDigit("The picture has no pixels: choose another one.")
    return picture.reduce(math.ceil(max(picture.size) / WORKING_SIZE)).convert("RGB")


def _ink_is_light(grey: Floats) -> bool:
    """Ink is the rare thing: does what stands out from its surroundings do so upwards?

    The surroundings of a pixel are the median over a window of more than half the
    picture, on a small copy.  Unlike the picture's border alone, the median follows
    a shadow that falls across the page.
    """
    height, width = grey.shape
    small = np.asarray(Image.fromarray(grey).reduce(math.ceil(max(height, width) / 32)))
    reach = round(0.3 * max(small.shape))
    window = (2 * reach + 1, 2 * reach + 1)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(small, reach, mode="edge"), window)
    values = windows.reshape(*small.shape, -1)  # (rows, columns, values in the window)
    middle = values.shape[-1] // 2
    around = Image.fromarray(np.partition(values, middle, axis=-1)[..., middle])
    excess = grey - np.asarray(around.resize((width, height), Image.Resampling.BILINEAR))
    return float(np.sum(excess**3)) > 0.0  # the skewness: far and few outweigh near and many


def _even_light(grey: Floats) -> Floats:
    """Divide dark ink on paper by the paper's own brightness, so that paper is 255 all over.

    The paper under the ink is estimated by a grey-scale closing, wider than any
    stroke, on a small copy.
    """
    height, width = grey.shape
    factor = math.ceil(max(height, width) / 64)
    small = Image.fromarray(grey).reduce(factor)
    reach = max(1, round(REACH * max(small.size)))
    closed = -_dilate(-_dilate(np.asarray(small), reach), reach)
    paper = np.asarray(Image.fromarray(closed).resize((width, height), Image.Resampling.BILINEAR))
    even: Floats = np.clip(255.0 * grey / np.maximum(paper, 16.0), 0.0, 255.0).astype(np.float32)
    return even


def _dilate(values: Floats, reach: int) -> Floats:
    """The largest value within ``reach`` pixels, rows first, then columns."""
    for axis in (0, 1):
        widths = [(reach, reach) if each == axis else (0, 0) for each in (0, 1)]
        padded = np.pad(values, widths, mode="edge")
        values = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=axis).max(axis=-1)
    return values


def _find_ink(ink: Floats, cell: int) -> tuple[NDArray[np.bool_], float]:
    """Which cells of ``cell`` x ``cell`` pixels hold ink, and the level that parts ink from paper.

    The mean over a cell calms noise.  NoDigit if nothing stands out.
    """
    means = np.asarray(Image.fromarray(ink).reduce(cell))  # (rows, columns)
    paper, full = float(np.median(means)), float(np.percentile(means, 99.95))
    noise = _noise(means, paper)
    if full - paper < max(MIN_CONTRAST, 6.0 * noise):
        raise NoDigit(_NOTHING)
    level = paper + INK_LEVEL * (full - paper)
    cells: NDArray[np.bool_] = np.greater(means, level)
    return cells, level


def _noise(values: Floats, middle: float) -> float:
    """Standard deviation, from the median deviation: a little ink does not change it."""
    return 1.4826 * float(np.median(np.abs(values - middle)))


def _choose_digit(cells: NDArray[np.bool_], cell: int) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    """The pixels around the digit: its largest connected piece and the pieces that belong to it."""
    labels = label(cells)
    pieces = pieces_of(labels)
    main = max(pieces, key=lambda piece: piece.area * (0.1 if piece.at_edge and len(pieces) > 1 else 1.0))
    warnings = []
    chosen = [main]
    for piece in pieces:
        if piece is main or piece.area < 0.03 * main.area or (piece.at_edge and not main.at_edge):
            continue
        beside = piece.right < main.left or piece.left > main.right
        if not beside and main.gap(piece) <= 0.25 * main.size:
            chosen.append(piece)
        elif piece.size > 0.5 * main.size:
            warnings.append("There seems to be more than one digit: only the largest is read.")
    if max(cells.shape) > FIELD:  # a photo; on the drawing pad these are no faults
        if main.at_edge:
            warnings.append("The digit touches the edge of the picture: a part of it may be missing.")
        if main.size > 0.9 * max(cells.shape):
            warnings.append("The digit fills the whole picture: leave some paper around it.")
        if main.size < 0.06 * max(cells.shape):
            warnings.append("There is hardly any ink: write larger or take the photo from nearer.")
    keep = np.isin(labels, [piece.number for piece in chosen])
    keep = _dilate(keep.astype(np.float32), 2 if cell == 1 else 1) > 0  # soft edges of the ink as well
    return keep.repeat(cell, 0).repeat(cell, 1), tuple(dict.fromkeys(warnings))


def _stretch(ink: Floats, keep: NDArray[np.bool_], level: float) -> Bytes:
    """Contrast so that paper is 0 and the digit's own ink 255; what is not the digit becomes paper.

    NoDigit if the ink does not rise above the paper's grain.
    """
    paper = float(np.median(ink))
    low = paper + 3.0 * _noise(ink, paper)
    full = float(np.percentile(ink[keep & (ink > level)], 75))
    if full - low < MIN_CONTRAST / 2:
        raise NoDigit(_NOTHING)
    return _bytes(np.where(keep, (ink - low) * (255.0 / (full - low)), 0.0))


def _crop(clean: Bytes) -> Bytes:
    rows, columns = np.nonzero(clean > 255 * EDGE_LEVEL)
    return clean[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _thicken(crop: Bytes) -> Bytes:
    """Widen strokes that would nearly vanish in a 20 x 20 box; MNIST was written with a broad pen."""
    missing = THINNEST * max(crop.shape) - stroke_width(crop)
    reach = round(missing / 2)
    return crop if reach < 1 else _bytes(_dilate(np.pad(crop, reach).astype(np.float32), reach))


def stroke_width(ink: Bytes) -> float:
    """Mean width of the strokes in pixels: twice the area by the length of the outline."""
    inside = np.pad(ink > 127, 1)
    outline = np.count_nonzero(np.diff(inside, axis=0)) + np.count_nonzero(np.diff(inside, axis=1))
    return 2.0 * np.count_nonzero(inside) / max(outline * math.pi / 4, 1.0)  # pixel stairs are longer by 4/pi


def _fit(crop: Bytes) -> Bytes:
    """Scale into BOX x BOX with the aspect ratio kept, anti-aliased, full ink at 255."""
    height, width = crop.shape
    scale = BOX / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    fitted = np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
    return _bytes(fitted * (255.0 / max(float(fitted.max()), 1.0)))


def _place(fitted: Bytes) -> Bytes:
    """Shift by whole pixels so that the centre of mass comes to CENTRE, without cutting the box."""
    total = float(fitted.sum())
    corner = []
    for axis, length in enumerate(fitted.shape):
        mass = float(fitted.sum(axis=1 - axis, dtype=np.float64) @ np.arange(length)) / total
        corner.append(min(max(round(CENTRE - mass), 0), FIELD - length))
    field = np.zeros((FIELD, FIELD), dtype=np.uint8)
    top, left = corner
    field[top : top + fitted.shape[0], left : left + fitted.shape[1]] = fitted
    return field


def _bytes(values: Floats) -> Bytes:
    rounded: Bytes = np.rint(np.clip(values, 0.0, 255.0)).astype(np.uint8)
    return rounded


def _shown(pixels: Bytes) -> Bytes:
    """A copy small enough to send to a browser."""
    factor = math.ceil(max(pixels.shape[:2]) / SHOWN_SIZE)
    return np.array(Image.fromarray(pixels).reduce(factor))
