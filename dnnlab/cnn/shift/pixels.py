"""Digits moved about and digits scrambled, as pictures; numpy only, no torch.

The networks read 32 x 32 pixels, the 28 x 28 of MNIST with a margin of two.
A digit was drawn into a box of 20 x 20, so it can be moved by about six
pixels before its ink reaches the edge; "about", because MNIST centres the
digits by their mass, not by their box.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnnlab.data.mnist import SIZE

SIDE = 32
"""Height and width of the picture in which a digit moves."""

BOX = 20
"""Height and width of the box into which MNIST's digits were drawn."""

ROOM = (SIDE - BOX) // 2
"""Pixels from that box to the edge: farther than this, ink leaves the picture."""

FARTHEST = 8
"""The largest shift along an axis, in pixels."""

DIRECTIONS = ((-1, 0), (1, 0), (0, -1), (0, 1))
"""Left, right, up, down, as (x, y); y points down."""


def canvas(images: NDArray[np.uint8], dx: int = 0, dy: int = 0) -> NDArray[np.uint8]:
    """Digits (n, 28, 28) in the middle of (n, 32, 32), then moved right by ``dx`` and down by ``dy``.

    Background comes in on one side; what is pushed over the other edge is lost.

    Raises:
        ValueError: a shift is larger than 8 pixels.
    """
    if max(abs(dx), abs(dy)) > FARTHEST:
        raise ValueError(f"a digit moves by at most {FARTHEST} pixels along each axis, got ({dx}, {dy})")
    around = (SIDE - SIZE) // 2 + FARTHEST
    large = np.pad(images, ((0, 0), (around, around), (around, around)))  # (n, 28, 28) -> (n, 48, 48)
    top, left = FARTHEST - dy, FARTHEST - dx
    return np.ascontiguousarray(large[:, top : top + SIDE, left : left + SIDE])


def ink_lost(images: NDArray[np.uint8], distance: int) -> float:
    """The share of all ink that leaves the picture at that shift, mean over the four directions."""
    whole = int(images.sum(dtype=np.int64))
    left = [int(canvas(images, x * distance, y * distance).sum(dtype=np.int64)) for x, y in DIRECTIONS]
    return 1 - float(np.mean(left)) / whole


def permutation(seed: int = 0) -> NDArray[np.int64]:
    """A random order of the 784 pixels, always the same for a seed."""
    return np.random.default_rng(seed).permutation(SIZE * SIZE)


def permuted(images: NDArray[np.uint8], order: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Every picture (n, 28, 28) with its pixels in that order, the same for all: place i shows pixel ``order[i]``."""
    return np.ascontiguousarray(images.reshape(len(images), -1)[:, order].reshape(images.shape))
