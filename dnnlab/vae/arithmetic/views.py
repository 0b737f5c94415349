"""What the lesson on latent arithmetic draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.sheets import Bytes
from dnnlab.vae.arithmetic.codes import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What a network knows of the faces: the means of their codes."""

    gallery: Floats
    """(n, k): of the faces that can be picked."""
    groups: Floats
    """(4, 2, k): for each attribute the average of the training faces without it, and of those with it."""
    alike: Floats
    """(4, 5, 5, 2, k): the same among the faces of each hair and skin colour."""
    squares: Floats
    """(4, k): for each attribute its vector by least squares over all labels at once."""
    counts: NDArray[np.int32]
    """(4, 2): how many each is an average of."""
    kl: Floats
    """(k,): KL divergence of each dimension in nats, averaged over these training faces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Codes as pictures."""

    pictures: Bytes
    """(n, size, size, 3)"""
    classes: NDArray[np.int64]
    """(n, 6): what the judge reads off each, in the order of the labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A picture of the learner's through a network."""

    code: Floats
    """(k,)"""
    colours: tuple[int, int]
    """Hair and skin colour that the judge reads off what comes back, by their numbers."""
    seen: Bytes
    """(size, size, 3): as the encoder gets it."""
    output: Bytes
    """(size, size, 3)"""
    error: float
    """Mean squared error of a pixel and colour, 0 black, 1 full light."""
    usual: float
    """What 95 % of the held-out faces stay below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What adding a vector at strength 1 does to held-out faces that lack its attribute."""

    faces: int
    wanted: float
    """The share on which the judge then reads the attribute."""
    floor: float
    """The same with no vector added: of plain reconstructions."""
    ceiling: float
    """The share of held-out faces that have it on whose plain reconstruction the judge reads it."""
    kept: tuple[float, ...]
    """For each of the six attributes the share on which the judge reads what it read off the plain reconstruction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceView:
    """A run of the small network at one moment."""

    step: int
    originals: Bytes
    """(6, 32, 32, 3): held-out faces, always the same."""
    outputs: Bytes
    """Their plain reconstructions."""
    drawn: Bytes
    """(6, 32, 32, 3): decoded codes from the prior, always the same noise."""
    strips: Bytes
    """(attributes x strengths, 32, 32, 3): a held-out face with each vector added at each of the strengths."""
    kl: Floats
    """(k,): KL divergence of each dimension, in nats, largest first."""
