"""What was measured on shifted and on permuted digits: a stored table; numpy only, no torch."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dnnlab.once import once
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "cnn" / "shift"
"""Weights, measures and their card; made by tools/build_shift.py."""

FILE = FOLDER / "measures.npz"

STAGES = ("picture", "after convolution", "after 2 × 2 max pooling", "after global max pooling")
"""Where the two versions of a digit, moved and not, are compared."""

PERMUTED = {"mlp": "MLP", "lenet": "LeNet-5"}
"""The networks that were trained on permuted pixels too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftMeasures:
    """All figures of ``assets/cnn/shift/card.md``, as arrays."""

    distances: NDArray[np.int64]
    """(9,): shifts in pixels, 0 to 8."""
    digits: int
    """So many test digits were shifted: the first ones."""
    right: NDArray[np.int64]
    """(3, 9, 4): right answers of each of ``NETS``, at each distance, to the left, right, up and down."""
    ink_lost: NDArray[np.float64]
    """(9,): the share of all ink that has left the picture, mean over the four directions."""
    feature_distances: NDArray[np.float64]
    """(4, 9): relative distance between a digit and the same one moved right, at each of ``STAGES``."""
    permuted_accuracy: NDArray[np.float64]
    """(2, 2, seeds): test accuracy of each of ``PERMUTED``, on pixels as they are and permuted."""

    def accuracy(self) -> NDArray[np.float64]:
        """(3, 9): the share of right answers, mean over the four directions."""
        shares: NDArray[np.float64] = self.right.mean(2) / self.digits
        return shares


@once
def measures() -> ShiftMeasures:
    """The stored table; read once a process."""
    with np.load(FILE, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    for each in arrays.values():
        each.setflags(write=False)
    return ShiftMeasures(digits=int(arrays.pop("digits")), **arrays)


def save(table: ShiftMeasures) -> None:
    """Write the table."""
    np.savez_compressed(FILE, allow_pickle=False, **{each.name: getattr(table, each.name) for each in fields(table)})
