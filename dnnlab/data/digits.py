"""From a photo of a digit to what the network was trained on, every step visible.

The steps are those that made MNIST (LeCun, Bottou, Bengio and Haffner 1998,
section III-A): the digit is scaled into a 20 x 20 box with its aspect ratio
kept, then placed by its centre of mass in a 28 x 28 field.  What comes before
them makes a photo look like a scan: grey, even light, white ink on black, and
one digit only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dnnlab.data.components import label, pieces_of
from dnnlab.data.field import BOX, FIELD, PADDED, Bytes, Floats, as_bytes, dilate, fit, place, thicken
from dnnlab.plots.written import written

WORKING_SIZE = 400
"""Longest side, in pixels, of the copy that is worked on."""
SHOWN_SIZE = 200
"""Longest side, in pixels, of a step that is handed out."""

REACH = 0.13
"""Half the width of the widest stroke that is told from a shadow, as a share of the longer side."""
LABEL_SIZE = 160
"""Longest side, in pixels, of the mask in which connected pieces of ink are looked for."""
INK_LEVEL = 0.4
"""What is darker than this share of the way from paper to the darkest ink is ink."""
EDGE_LEVEL = 0.3
"""The digit's box ends where the ink falls below this share of full ink."""
MIN_CONTRAST = 20.0
"""Grey levels by which ink must differ from paper."""
FULL = 250
"""A small picture with so much ink somewhere, on paper of one value, is a drawing."""


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
    lost: float = 0.0
    """Share of what is as dark as ink that was left out as no part of the digit; never any of a drawing."""
    warnings: tuple[str, ...] = ()
    """Sentences about what may spoil the reading."""


def prepare_digit(image: Image.Image | NDArray[np.uint8]) -> Preparation:
    """Prepare a photographed or drawn digit for a network that was trained on MNIST.

    A picture no larger than MNIST's own, of full ink on paper of one value, is a drawing: see
    :func:`prepare_drawing`.  Anything else is a photo, of which specks and neighbours are left out.

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
    if (drawing := _as_drawing(grey)) is not None:
        made, light = prepare_drawing(drawing), bool((drawing == grey).all())
        original_step = Step("Original", "Your picture.", np.asarray(original))
        swapped = Step("White on black", _polarity(light), made.steps[0].pixels)
        return replace(made, steps=(original_step, swapped, *made.steps[1:]))
    ink_is_light = _ink_is_light(grey)
    even = _even_light(255.0 - grey if ink_is_light else grey)  # ink is dark here in any case
    ink = 255.0 - even
    cell = math.ceil(max(ink.shape) / LABEL_SIZE)
    cells, level = _find_ink(ink, cell)
    keep, warnings = _choose_digit(cells, cell)
    clean, out = _stretch(ink, keep[: ink.shape[0], : ink.shape[1]], level)
    lost = float(out.sum()) / float(out.sum() + clean[ink > level].sum())
    left_out = (
        Step("Left out", f"{written(lost, percent=True)} of what is as dark as ink: specks, neighbours, edges of the "
             "paper. The network does not see it.", out),
    )  # fmt: skip
    crop = _crop(clean)
    fitted = fit(thicken(crop))
    pixels = place(fitted)
    steps = (
        Step("Original", "Your picture, made smaller.", np.asarray(original)),
        Step("Grey", "Colour does not matter to a digit: one brightness a pixel.", as_bytes(grey)),
        Step("Even light", "Shadows are divided away: each pixel against the paper around it.",
             as_bytes(255.0 - even if ink_is_light else even)),
        Step("White on black", _polarity(ink_is_light), as_bytes(ink)),
        Step("Ink only", "Paper becomes 0 and ink 255; specks and neighbours are left out.", clean),
        *(left_out if lost else ()),
        Step("Cut out", "The smallest box that holds the digit.", crop),
        *_placed(fitted, pixels),
    )  # fmt: skip
    shown = tuple(Step(step.name, step.caption, _shown(step.pixels)) for step in steps)
    return Preparation(shown, pixels, lost, warnings)


def prepare_drawing(ink: Bytes) -> Preparation:
    """Prepare a drawn digit: all of its ink is centred and sized as MNIST's digits are, and nothing is left out.

    What has MNIST's size already stays as it is to the pixel.

    Args:
        ink: (height, width): 0 where there is none, to 255.

    Raises:
        NoDigit: there is hardly any ink.
        TypeError: an array that is not of bytes, or not of this shape.
    """
    if ink.dtype != np.uint8 or ink.ndim != 2:
        raise TypeError(f"expected bytes (height, width), got {ink.dtype} {ink.shape}")
    if not ink.size or ink.max() <= 255 * EDGE_LEVEL:
        raise NoDigit(_NOTHING)
    rows, columns = np.nonzero(ink)
    crop = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    if BOX - 1 <= max(crop.shape) <= BOX:  # the outermost row may fade to 0
        fitted = crop
    else:  # as for a photo the strokes' full ink fills the box; what fades around them stays, as far as there is room
        broad = thicken(crop)
        fitted = fit(broad, max(max(_crop(broad).shape), math.ceil(max(broad.shape) * BOX / FIELD)))
    pixels = place(fitted)
    drawn = Step("Drawn", "White ink on black, as in MNIST. All of it counts, also strokes that do not touch.", ink)
    steps = (drawn, *_placed(fitted, pixels))
    return Preparation(tuple(Step(step.name, step.caption, _shown(step.pixels)) for step in steps), pixels)


def _polarity(light: bool) -> str:
    """What was done to black and white, in words; ``light``: the ink was lighter than the paper."""
    if light:
        return "What stands out is lighter than its surroundings, as ink is in MNIST: nothing is swapped."
    return "What stands out is darker than its surroundings: black and white are swapped, as in MNIST."


def _placed(fitted: Bytes, pixels: Bytes) -> tuple[Step, ...]:
    """The last steps, which photos and drawings share."""
    return (
        Step("20 × 20", "Scaled into MNIST's box, proportions kept; thin strokes are made thicker.", fitted),
        Step("28 × 28", "Placed so that its centre of mass lies in the middle, as MNIST was made.", pixels),
        Step("32 × 32", "Two empty pixels all around: LeNet's input.", np.pad(pixels, (PADDED - FIELD) // 2)),
    )


def _as_drawing(grey: Floats) -> Bytes | None:
    """The ink of a small picture whose paper is of one value, black or white; None for any other picture."""
    if max(grey.shape) > FIELD:
        return None
    values = grey.astype(np.uint8)
    for ink in (values, 255 - values):
        if 2 * np.count_nonzero(ink == 0) > ink.size and int(ink.max()) >= FULL:
            return ink
    return None


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
    closed = -dilate(-dilate(np.asarray(small), reach), reach)
    paper = np.asarray(Image.fromarray(closed).resize((width, height), Image.Resampling.BILINEAR))
    even: Floats = np.clip(255.0 * grey / np.maximum(paper, 16.0), 0.0, 255.0).astype(np.float32)
    return even


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
    keep = dilate(keep.astype(np.float32), 2 if cell == 1 else 1) > 0  # soft edges of the ink as well
    return keep.repeat(cell, 0).repeat(cell, 1), tuple(dict.fromkeys(warnings))


def _stretch(ink: Floats, keep: NDArray[np.bool_], level: float) -> tuple[Bytes, Bytes]:
    """Contrast so that paper is 0 and the digit's own ink 255; what is not the digit becomes paper.

    Returns the digit, and what is as dark as ink and was left out.

    NoDigit if the ink does not rise above the paper's grain.
    """
    paper = float(np.median(ink))
    low = paper + 3.0 * _noise(ink, paper)
    full = float(np.percentile(ink[keep & (ink > level)], 75))
    if full - low < MIN_CONTRAST / 2:
        raise NoDigit(_NOTHING)
    stretched = (ink - low) * (255.0 / (full - low))
    return as_bytes(np.where(keep, stretched, 0.0)), as_bytes(np.where(~keep & (ink > level), stretched, 0.0))


def _crop(clean: Bytes) -> Bytes:
    rows, columns = np.nonzero(clean > 255 * EDGE_LEVEL)
    return clean[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _shown(pixels: Bytes) -> Bytes:
    """A copy small enough to send to a browser."""
    factor = math.ceil(max(pixels.shape[:2]) / SHOWN_SIZE)
    return np.array(Image.fromarray(pixels).reduce(factor))
