"""What the autoencoder lesson draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import COARSE, HALF
from dnnlab.plots.sheets import Bytes

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Pictures with missing pixels, and what stands in their places."""

    mean: Bytes
    """(n, H, W[, 3]): the mean picture's pixels."""
    pca: Bytes
    """What PCA with as many numbers as the code has expects there, given the pixels that are seen."""
    network: Bytes
    errors: tuple[float, float, float]
    """The mean squared error of a missing pixel (0 to 1) over 64 held-out pictures: mean, PCA, network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoencoderView:
    """A run at one moment."""

    step: int
    epoch: float
    code_size: int
    pictures: Bytes
    """(n, H, W) grey or (n, H, W, 3): held-out pictures, always the same."""
    inputs: Bytes
    """The same as the encoder gets them: spoilt, where it learns to repair."""
    outputs: Bytes
    """What the decoder makes of their codes."""
    filters: Floats = field(metadata=COARSE)
    """(m, h, w): what the first units of the encoder look for; of a convolution its first filters."""
    bins: Floats
    """(b + 1,): the edges of the histogram."""
    counts: NDArray[np.int32]
    """(b,): numbers of the codes of the map's pictures in each."""
    active: float
    """The share of these numbers that are further than 0.01 from 0."""
    points: Floats = field(metadata=HALF)
    """(N, 2): held-out pictures on the map: their codes, or the plane in which these vary most."""
    labels: NDArray[np.uint8]
    """(N,): their classes."""
    names: tuple[str, ...]
    explained: float
    """The share of the codes' variance that the map shows; 1 where it shows the code itself."""
    drawn: Bytes
    """(n, H, W[, 3]): decoded codes, drawn evenly from the box in which the codes of the map lie."""
    pca_error: float
    """The squared error a picture of PCA with as many numbers, on the same held-out pictures as the run's."""
    sensitivity: Floats | None = field(default=None, metadata=COARSE)
    """(n, H, W) of a contractive run: how much the code moves with each pixel, the root of its squared derivatives."""
    filled: Filled | None = None
    """Of a run that fills in missing pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A picture of the learner's on its way through an autoencoder."""

    code: Floats
    """(k,)"""
    point: Floats
    """(2,): its place on the map."""
    output: Bytes
    """(H, W)"""
    error: float
    """The squared error, summed over the pixels."""
