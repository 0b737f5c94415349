"""A map on the stage: points in a plane of codes, and a place to drag whose picture the browser decodes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dnnlab.ui.components.stage.panel import Packed, Panel

MOST_POINTS = 5_000
"""All are painted anew at each refresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse:
    """A normal distribution on the map, drawn where ``sigmas`` standard deviations lie around its mean."""

    mean: tuple[float, float]
    covariance: tuple[tuple[float, float], tuple[float, float]]
    label: str = ""
    colour: int = -1
    """The number of a class; -1: the accent colour."""
    sigmas: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point of its own on the map, with a word beside it: the learner's digit, say."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPanel(Panel):
    """Points in the colours of their classes, ellipses, places, and what a dragged point decodes to.

    The learner drags anywhere, or moves with the arrow keys; the picture follows in the browser, without a word
    to the server.  The decoder is fetched when a drag begins, and anew every 2 s while it goes on, if it is a run's.
    """

    points: ArrayLike
    """(N, 2); what is not finite is not drawn."""
    classes: ArrayLike | None = None
    """(N,) numbers of classes below 256; all points have the accent colour when None."""
    names: Sequence[str] = ()
    """What each class is called, in the middle of its points."""
    ellipses: Sequence[Ellipse] = ()
    places: Sequence[Place] = ()
    decoder: str = ""
    """The address of a packed decoder (:func:`dnnlab.ui.decoding.decoder_address`); "": nothing can be dragged."""
    training: bool = False
    """Whether the decoder changes while the learner looks."""
    waits: str = ""
    """What stands in the picture's place while there is no decoder."""
    equal: bool = False
    """Whether a unit is equally long on both axes."""
    clickable: bool = False
    """Whether the page hears, as ``x`` and ``y``, where a drag ends."""
    height: int = 300
    """Of the map, in CSS pixels."""
    picture: int = 140
    """Side of the decoded picture, in CSS pixels."""

    def pack(self) -> Packed:
        """The points as 8 bytes each, their classes as one.

        Raises:
            ValueError: there are too many points, they have no two coordinates, or not one class each.
        """
        points = np.ascontiguousarray(self.points, "<f4")
        if points.ndim != 2 or points.shape[1] != 2 or len(points) > MOST_POINTS:
            raise ValueError(f"a map takes (N, 2) points, at most {MOST_POINTS}, got {points.shape}")
        classes = np.zeros(len(points), np.uint8) if self.classes is None else np.asarray(self.classes, np.uint8)
        if classes.shape != (len(points),):
            raise ValueError(f"{len(points)} points need as many classes, got {classes.shape}")
        return Packed(
            spec={
                "coloured": self.classes is not None,
                "names": list(self.names),
                "ellipses": [_told(each) for each in self.ellipses if _drawable(each)],
                "places": [
                    {"x": each.x, "y": each.y, "label": each.label}
                    for each in self.places
                    if math.isfinite(each.x) and math.isfinite(each.y)
                ],
                "decoder": self.decoder,
                "training": self.training,
                "waits": self.waits,
                "equal": self.equal,
                "clickable": self.clickable,
                "height": self.height,
                "picture": self.picture,
            },
            blocks=[points.view(np.uint8).reshape(-1), classes],
        )


def _drawable(ellipse: Ellipse) -> bool:
    return bool(np.isfinite([*ellipse.mean, *np.ravel(ellipse.covariance)]).all())


def _told(ellipse: Ellipse) -> dict[str, Any]:
    """Centre, half axes and the turn of the longer one: what a canvas draws."""
    values, vectors = np.linalg.eigh(np.asarray(ellipse.covariance, np.float64))
    long, short = ellipse.sigmas * np.sqrt(np.maximum(values[::-1], 0))
    return {
        "x": ellipse.mean[0], "y": ellipse.mean[1], "long": float(long), "short": float(short),
        "turn": math.atan2(vectors[1, 1], vectors[0, 1]), "label": ellipse.label, "colour": ellipse.colour,
    }  # fmt: skip
