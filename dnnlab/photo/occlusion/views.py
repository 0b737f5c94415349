"""What is drawn of a photo of which a part is covered: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dnnlab.photo.views import Classification

CELL = 4
"""Pixels of the side of one place of the map."""


class Patch(NamedTuple):
    """A covered square, and what it did."""

    top: int
    left: int
    size: int
    """Pixels of its side."""
    probability: float
    """Of the class, while this square was covered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OcclusionView:
    """A run at one moment: how likely a class stays while a patch slides over the photo."""

    net: str
    cut: NDArray[np.uint8]
    """(S, S, 3): the part of the photo that the network sees."""
    cover: str
    """One of :data:`dnnlab.photo.covering.COVERS`."""
    class_index: int
    class_name: str
    uncovered: float
    """The probability of the class with nothing covered."""
    heat: NDArray[np.float32]
    """(h, h): for each 4 x 4 pixels the mean probability while they were covered; nan where they never were."""
    scores: NDArray[np.float32]
    """(n,): the probability of the class under each patch so far, in their order."""
    last: Patch | None
    """None at step 0."""
    worst: Patch | None
    """The patch, so far, under which the class was least likely."""
    total: int
    """Patches that there are."""

    @property
    def done(self) -> int:
        """Patches that have been measured."""
        return len(self.scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What a network says to a photo that somebody has covered in part."""

    found: Classification
    class_index: int
    """The class that was asked for, whether or not it is among the likeliest."""
    class_name: str
    probability: float
    picture: NDArray[np.uint8]
    """(S, S, 3): what the network was given, in its own colours."""
