"""MNIST: 70,000 handwritten digits, 28 x 28, white ink on black.

The official test set stays apart, for the figure at the end.  The official
training set is shuffled once, by a fixed permutation that is the same in every
process, and cut: the first 55,000 are for training, the last 5,000 for
validation.  Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of
handwritten digits"; see ``assets/data/mnist/card.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "data" / "mnist" / "mnist.npz"
"""Arrays ``train_images``, ``train_labels``, ``test_images``, ``test_labels``; see tools/build_mnist.py."""

SIZE = 28
"""Height and width of a picture, in pixels."""

TRAINING, VALIDATION, TEST = 55_000, 5_000, 10_000
"""How many digits each part has."""

SPLIT_SEED = 1998
"""Seeds the permutation that parts training from validation; never to be changed."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Pictures and what they show; both arrays are read-only and shared by the whole process."""

    images: NDArray[np.uint8]
    """(n, 28, 28): 0 is background, 255 is full ink."""
    labels: NDArray[np.uint8]
    """(n,): 0 to 9."""

    def __len__(self) -> int:
        return len(self.labels)


@once
def training() -> Digits:
    """The 55,000 digits to learn from."""
    return _shuffled(0, TRAINING)


@once
def validation() -> Digits:
    """The 5,000 digits to compare settings on; none of them is used for training."""
    return _shuffled(TRAINING, TRAINING + VALIDATION)


@once
def test() -> Digits:
    """The 10,000 digits for the figure at the end; nothing is chosen by them."""
    with np.load(FILE, allow_pickle=False) as arrays:
        return _read_only(arrays["test_images"], arrays["test_labels"])


def _shuffled(start: int, stop: int) -> Digits:
    """A stretch of the official training set in the order of the fixed permutation; the rest is not kept."""
    taken = np.random.default_rng(SPLIT_SEED).permutation(TRAINING + VALIDATION)[start:stop]
    with np.load(FILE, allow_pickle=False) as arrays:
        return _read_only(arrays["train_images"][taken], arrays["train_labels"][taken])


def _read_only(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Digits:
    """Lock both arrays: many runs share them."""
    images.setflags(write=False)
    labels.setflags(write=False)
    return Digits(images, labels)
