"""Illustrated faces: 6,000 generated avatars, 64 x 64, with exact labels that are drawn independently.

They are illustrations, no photos, and show nobody.  What each has (glasses, a
smile, a beard, long hair, a hair colour, a skin colour) was drawn by chance, each
independently of the others, so that none of them tells another.  No picture
stands there twice.  Source and licence: ``assets/data/faces/card.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "data" / "faces" / "faces.npz"
"""Arrays ``images``, (6000, 64, 64, 3) uint8, and ``labels``, (6000,) of :data:`LABELS`; see tools/build_faces.py."""

SIZE = 64
"""Height and width of a picture, in pixels."""

TRAINING, VALIDATION, TEST = 5_000, 500, 500
"""How many faces each part has; in the file they stand in this order."""

ATTRIBUTES = ("glasses", "smile", "beard", "long_hair")
"""What a face has or has not."""

HAIR_COLOURS = ("black", "brown", "blond", "red", "grey")
"""By their numbers in the column ``hair_colour``; a beard has the colour of the hair."""

SKIN_COLOURS = ("pale", "light", "tan", "brown", "dark")
"""By their numbers in the column ``skin_colour``, from light to dark."""

LABELS = np.dtype([*((name, np.bool_) for name in ATTRIBUTES), ("hair_colour", np.uint8), ("skin_colour", np.uint8)])
"""The columns of :attr:`Faces.labels`."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Pictures and what they show; both arrays are read-only and shared by the whole process."""

    images: NDArray[np.uint8]
    """(n, 64, 64, 3): red, green, blue; 255 is full light."""
    labels: NDArray[Any]
    """(n,) of :data:`LABELS`: ``labels["glasses"]`` is a column, (n,), ``labels[3]`` is what face 3 shows."""

    def __len__(self) -> int:
        return len(self.labels)


@once
def training() -> Faces:
    """The 5,000 faces to learn from."""
    return _part(0, TRAINING)


@once
def validation() -> Faces:
    """The 500 faces to compare settings on; none of them is used for training."""
    return _part(TRAINING, TRAINING + VALIDATION)


@once
def test() -> Faces:
    """The 500 faces for the figure at the end; nothing is chosen by them."""
    return _part(TRAINING + VALIDATION, TRAINING + VALIDATION + TEST)


def _part(start: int, stop: int) -> Faces:
    """A stretch of the file, copied and locked; the rest is not kept."""
    with np.load(FILE, allow_pickle=False) as arrays:
        images, labels = arrays["images"][start:stop].copy(), arrays["labels"][start:stop].copy()
    images.setflags(write=False)
    labels.setflags(write=False)
    return Faces(images, labels)
