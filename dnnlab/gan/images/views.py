"""What the lesson on generative adversarial networks of pictures draws: numpy only, small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.sheets import Bytes

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesView:
    """A run at one moment."""

    step: int
    data: str
    """The set that is imitated."""
    epoch: float
    """Times that D has seen all real pictures."""
    samples: Bytes
    """(n, H, W) or (n, H, W, 3): what the averaged generator draws from the same noise throughout."""
    opinions: Floats
    """(n,): what D says of each of them, D(G(z)) in [0, 1]."""
    classes: NDArray[np.int64]
    """(n,): the class that each was asked for; empty where none is."""
    of_real: Floats
    """(20,): shares of held-out pictures by what D says of them, in 20 equal steps from 0 to 1."""
    of_generated: Floats
    """(20,): the same of generated ones."""
    names: tuple[str, ...]
    """What the judge tells of a picture."""
    shares: Floats
    """(k,): of each of these among the pictures that were judged; nan before the first time."""
    judged_at: int
    """The step of the last judgement; -1: none yet."""
    precision: float
    coverage: float
    """Of the last judgement; nan before."""

    @property
    def rarest(self) -> float:
        """The share of the class that is drawn least."""
        return float(self.shares.min())


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """The history of the same noise."""

    steps: NDArray[np.int64]
    """(f,), ascending."""
    frames: Bytes
    """(f, n, H, W) or (f, n, H, W, 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Pictures that were asked for."""

    pictures: Bytes
    """(n, H, W) or (n, H, W, 3)."""
    opinions: Floats
    """(n,): D's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The training pictures that are most like some generated ones."""

    pictures: Bytes
    """(n, k, H, W) or (n, k, H, W, 3), nearest first."""
    distances: Floats
    """(n, k): Euclidean, of pixels from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """Pictures to sort into real and generated."""

    pictures: Bytes
    """(n, H, W) or (n, H, W, 3), in the order in which they are shown."""
    real: NDArray[np.bool_]
    """(n,)"""
    opinions: Floats
    """(n,): D's."""
    truth: Floats
    """(2,): the share of 500 held-out and of 500 generated pictures that D sorts rightly."""
