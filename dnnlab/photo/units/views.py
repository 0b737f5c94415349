"""What is drawn of one unit of a layer: numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.photo.fields import Box
from dnnlab.photo.views import enlarged


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What one map of a layer answers to one photo, and where it answers most."""

    net: str
    layer: str
    unit: int
    """Which of the layer's maps, from 0."""
    map: NDArray[np.float32]
    """(h, w): its numbers; below 0 only in layers without a ReLU at their end."""
    peak: float
    """The largest of them; 0 or less: the unit finds nothing here."""
    row: int
    """Where that is, in places of the map, from 0; the first one, if there are several."""
    column: int
    cut: NDArray[np.uint8]
    """(S, S, 3): the part of the photo that the network sees."""
    field: Box
    """The pixels of the cut that the peak depends on."""

    def spread(self) -> NDArray[np.float32]:
        """The map at the size of the cut, (S, S), smooth in between; its largest absolute value is 1."""
        limit = float(np.abs(self.map).max())
        return enlarged(self.map / (limit or 1), len(self.cut))
