"""What covers a part of a photo, and where, to see whether a network misses it; no torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from dnnlab.photo.facts import known
from dnnlab.photo.preprocess import NUMBERS
from dnnlab.photo.views import enlarged

GREY, BLUR, BLACK = "grey", "blur", "black"
COVERS = (GREY, BLUR, BLACK)

Corner = tuple[int, int]
"""The top and the left of a patch."""

BLURRED = 1 / 8
"""The deviation of the blur, as a share of the picture's side: 28 pixels of 224. What is left is a haze of colours."""


def covering(cut: NDArray[np.uint8], net: str, kind: str) -> NDArray[np.uint8]:
    """The picture that stands in for what is covered: (S, S, 3) -> (S, S, 3).

    Nothing covers without a trace: an edge appears, and a surface that is not in the photo.

    Args:
        cut: the part of the photo that the network sees.
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        kind: ``"grey"``, the bytes that this network takes as its number 0, rounded; ``"blur"``, the photo itself,
            so blurred that nothing can be recognised in it; ``"black"``.

    Raises:
        ValueError: there is no such network, or no such cover.
    """
    known(net)
    if kind not in COVERS:
        raise ValueError(f"There is no cover {kind!r}: the covers are {', '.join(COVERS)}.")
    if kind == BLUR:
        return np.array(Image.fromarray(cut).filter(ImageFilter.GaussianBlur(BLURRED * len(cut))))
    learnt = NUMBERS[net]
    zero = [learnt.mean[learnt.order.index(colour)] for colour in "RGB"]
    colour = np.rint(zero).astype(np.uint8) if kind == GREY else np.zeros(3, np.uint8)
    return np.broadcast_to(colour, cut.shape).copy()  # (3,) -> (S, S, 3)


def patches(height: int, width: int, size: int, stride: int) -> list[Corner]:
    """The corners of a patch of size x size pixels that slides over a picture, row by row.

    The last row and the last column end at the edge, so that no pixel is left out
    as long as the stride is not larger than the patch.

    Raises:
        ValueError: the patch does not fit, or a value is below 1.
    """
    if not 1 <= size <= min(height, width) or stride < 1:
        raise ValueError(f"A patch of {size} pixels with stride {stride} does not fit into {height} × {width} pixels.")
    tops, lefts = ([*range(0, side - size, stride), side - size] for side in (height, width))
    return [(top, left) for top in tops for left in lefts]


def covered(cut: NDArray[np.uint8], over: NDArray[np.uint8], mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The photo with something laid over it where a brush has been: cut (1 - mask) + over mask, (S, S, 3).

    Args:
        cut, over: (S, S, 3): the photo, and what covers it.
        mask: (n, n) of ink, 0 bare to 255 covered, for the whole picture however large n is (bilinear in between).

    Raises:
        ValueError: the mask has another shape or type.
    """
    if mask.dtype != np.uint8 or mask.ndim != 2 or mask.shape[0] != mask.shape[1] or not mask.size:
        raise ValueError(f"The mask must be uint8 of shape (n, n), got {mask.dtype} of shape {mask.shape}.")
    share = enlarged(mask, len(cut))[..., np.newaxis] / np.float32(255)  # (n, n) -> (S, S, 1)
    mixed: NDArray[np.uint8] = np.rint(cut * (1 - share) + over * share).astype(np.uint8)
    return mixed
