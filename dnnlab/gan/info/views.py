"""What the lesson on InfoGAN draws: numpy only, small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.gan.info.matching import Counts
from dnnlab.plots.sheets import Bytes

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoView:
    """A run at one moment."""

    step: int
    weight: float
    """λ."""
    epoch: float
    """Times that D has seen all real pictures."""
    by_c1: Bytes
    """(rows, 10, 28, 28): a piece of noise a row, a category a column."""
    by_c2: Bytes
    by_c3: Bytes
    """(rows, 9, 28, 28): c2, or c3, from -2 to 2; a piece of noise and a category a row."""
    table: Counts
    """(10, 10): how many judged pictures of each code LeNet takes for each digit; zeros before the first time."""
    correlations: Floats
    """(2, 3): of c2 and of c3 with slant, width, ink, among pictures of one category; nan before."""
    judged_at: int
    """The step of the last judgement; -1: none yet."""
    precision: float
    coverage: float
    """Of the last judgement; nan before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """The lecture's panels of one generator."""

    by_c1: Bytes
    by_c2: Bytes
    by_c3: Bytes
    """As of a view, with more rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ten:
    """One piece of noise as each category, c2 and c3 at 0."""

    pictures: Bytes
    """(10, 28, 28)"""
    read: NDArray[np.int64]
    """(10,): the digit that LeNet takes each for."""
