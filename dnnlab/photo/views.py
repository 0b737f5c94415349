"""What the photo lesson draws of a network's answers: numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

GRAD_CAM = "Grad-CAM"
INPUT_GRADIENT = "input gradient"
METHODS = (GRAD_CAM, INPUT_GRADIENT)
"""What can be asked in one go; an occlusion map takes seconds and is a run of its own."""
BEST = 5
"""Classes in an answer."""
NOWHERE = -1
"""The place of a class that is not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """The five classes that a network finds most likely, the likeliest first."""

    net: str
    classes: NDArray[np.int64]
    """(5,)"""
    names: tuple[str, ...]
    probabilities: NDArray[np.float32]
    """(5,): of 1,000 that sum to 1."""
    milliseconds: float
    """Processor time from the numbers to the logits, this time, on the trainer's one thread."""
    parameters: int

    def place_of(self, class_index: int) -> int:
        """Where a class stands among the five, from 0; ``NOWHERE`` if it is none of them."""
        places = np.flatnonzero(self.classes == class_index)
        return int(places[0]) if len(places) else NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Where in a photo a network finds a class."""

    method: str
    """One of ``METHODS``."""
    layer: str
    """The layer whose maps were asked; empty for the input gradient."""
    class_index: int
    class_name: str
    probability: float
    """What the network gives to this class."""
    cut: NDArray[np.uint8]
    """(S, S, 3): the part of the photo that the network sees."""
    heat: NDArray[np.float32]
    """(h, w): 0 where nothing speaks for the class, 1 at the strongest place; as coarse as the layer's maps."""
    strongest: float
    """What 1 stands for, in logits a unit of the layer; 0 if nothing speaks for the class anywhere."""

    def spread(self) -> NDArray[np.float32]:
        """The heat at the size of the cut, (S, S), smooth in between (bilinear)."""
        return enlarged(self.heat, self.cut.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Maps:
    """What a layer makes of a photo: its strongest maps, the strongest first."""

    layer: str
    units: NDArray[np.int64]
    """(n,): which of the layer's maps these are."""
    pixels: NDArray[np.uint8]
    """(n, h, w) on one scale for all: ``grey`` from 0 to ``limit``, or ``diverging`` from -limit to limit if signed.
    Or each map on a scale of its own, which ends at its own largest absolute value."""
    strengths: NDArray[np.float32]
    """(n,): the mean of each map's absolute values."""
    limit: float
    """The largest absolute value in any of the layer's maps."""
    signed: bool
    total: int
    """Maps in the layer."""


Number = TypeVar("Number", np.uint8, np.float32)


def enlarged(values: NDArray[Number], side: int) -> NDArray[Number]:
    """Values on a coarse grid at each of side x side pixels, smooth in between (bilinear): (h, w) -> (side, side)."""
    return np.array(Image.fromarray(values).resize((side, side), Image.Resampling.BILINEAR))
