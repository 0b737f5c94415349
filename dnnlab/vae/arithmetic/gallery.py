"""The faces that the lesson works with: those that can be picked, and those whose averages make the vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.data import faces
from dnnlab.data.faces import HAIR_COLOURS, SKIN_COLOURS, Faces
from dnnlab.once import once

COUNT = 48
"""Test faces that can be picked."""
KNOWN = faces.TRAINING
"""Training faces whose averages make the vectors of the shipped network."""
KNOWN_LIVE = 600
"""The same of a run that goes on, whose codes change with each step."""
NAMES = {"glasses": "glasses", "smile": "smile", "beard": "beard", "long_hair": "long hair"}
"""What the page calls an attribute."""
COLUMNS = (*NAMES.values(), "hair colour", "skin colour")
"""What the page calls the six columns of the labels."""


@once
def gallery() -> Faces:
    """The first test faces."""
    return _first(faces.test(), COUNT)


@once
def known() -> Faces:
    """The first training faces."""
    return _first(faces.training(), KNOWN)


@once
def known_live() -> Faces:
    """The first of those."""
    return _first(faces.training(), KNOWN_LIVE)


def said(classes: NDArray[Any] | tuple[Any, ...]) -> str:
    """Six classes in words: "glasses, smile, brown long hair, tan skin"."""
    has = [name for name, value in zip(NAMES.values(), classes, strict=False) if value and name != "long hair"]
    hair = f"{HAIR_COLOURS[int(classes[4])]} {'long' if classes[3] else 'short'} hair"
    return ", ".join([*has, hair, f"{SKIN_COLOURS[int(classes[5])]} skin"])


def row(labels: Any) -> tuple[int, ...]:
    """One face's labels as six classes."""
    return tuple(int(labels[name]) for name in faces.LABELS.names or ())


def _first(part: Faces, count: int) -> Faces:
    return Faces(part.images[:count], part.labels[:count])


def picked(**wanted: bool) -> int:
    """The first face of the gallery that has and lacks what is asked.

    Raises:
        ValueError: none does.
    """
    fits = np.ones(COUNT, np.bool_)
    for name, value in wanted.items():
        fits &= gallery().labels[name] == value
    if not fits.any():
        raise ValueError(f"no face of the gallery has {wanted}")
    return int(np.argmax(fits))
