"""Fashion-MNIST: clothes, shoes and bags, 28 x 28, light on black, in the very form of MNIST's digits.

30,000 of its 70,000 pictures ship: the first 20,000 of the official training set,
of which the last 2,000 are for validation, and the official test set.  Source:
H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", 2017; see ``assets/data/fashion/card.md``.
"""

from __future__ import annotations

import numpy as np

from dnnlab.data.mnist import Digits
from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "data" / "fashion" / "fashion.npz"
"""Arrays ``train_images``, ``train_labels``, ``test_images``, ``test_labels``; see tools/build_fashion.py."""

SIZE = 28
"""Height and width of a picture, in pixels."""

TRAINING, VALIDATION, TEST = 18_000, 2_000, 10_000
"""How many pictures each part has."""

NAMES = (
    "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip
"""What the labels 0 to 9 mean."""


@once
def training() -> Digits:
    """The 18,000 pictures to learn from."""
    return _part("train", 0, TRAINING)


@once
def validation() -> Digits:
    """The 2,000 pictures to compare settings on; none of them is used for training."""
    return _part("train", TRAINING, TRAINING + VALIDATION)


@once
def test() -> Digits:
    """The 10,000 pictures for the figure at the end; nothing is chosen by them."""
    return _part("test", 0, TEST)


def _part(name: str, start: int, stop: int) -> Digits:
    """A stretch of one array, copied and locked; ``images`` and ``labels`` are as MNIST's."""
    with np.load(FILE, allow_pickle=False) as arrays:
        images, labels = (arrays[f"{name}_{each}"][start:stop].copy() for each in ("images", "labels"))
    images.setflags(write=False)
    labels.setflags(write=False)
    return Digits(images, labels)
