"""What the lesson on variational autoencoders draws: numpy only, small enough to send several times a second."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF
from dnnlab.plots.sheets import Bytes

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeView:
    """A run at one moment."""

    step: int
    epoch: float
    code_size: int
    draws: bool
    """Whether codes are drawn; not in a plain autoencoder."""
    beta: float
    """As it is at this step, with the warm-up."""
    pictures: Bytes
    """(n, H, W) or (n, H, W, 3): held-out pictures as the encoder gets them, binarised where pixels are coin tosses."""
    from_mean: Bytes
    """What the decoder makes of the means of their codes."""
    from_sample: Bytes
    """What it makes of one draw each."""
    drawn: Bytes
    """(m, ...): new pictures, of codes drawn from the prior; of an autoencoder from a normal as broad as its codes."""
    of_one: Bytes
    """(m, ...): codes drawn from q(z|x) of the first held-out picture."""
    of_all: Bytes
    """(m, ...): codes drawn from the aggregate posterior: of a random picture's q(z|x) each."""
    between: Bytes
    """(m, ...): decoded on the straight line between two pictures' means."""
    plane: Bytes
    """(H, W) or (H, W, 3): the map's window, decoded at the crossings of a grid, in pictures of half size."""
    points: Floats = field(metadata=HALF)
    """(N, 2): the means of held-out pictures on the map."""
    labels: NDArray[np.uint8]
    """(N,): their classes."""
    names: tuple[str, ...]
    spreads: Floats = field(metadata=HALF)
    """(e, 2, 2): the covariances on the map of the first e of them."""
    middle: Floats = field(metadata=HALF)
    """(2,): where the prior's mean lies on the map."""
    explained: float
    """The share of the means' variance that the map shows; 1 where it shows z itself."""
    kl: Floats
    """(k,): the KL of each number of the code, mean over the held-out pictures, in nats."""
    sigma: float
    """Of a Gaussian pixel; nan of a Bernoulli one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A picture on its way through a variational autoencoder."""

    mean: Floats
    """(k,)"""
    deviation: Floats
    """(k,): sigma."""
    point: Floats
    """(2,): its mean's place on the map."""
    spread: Floats
    """(2, 2): its covariance there."""
    seen: Bytes
    """(H, W): as the encoder gets it: binarised where pixels are coin tosses."""
    output: Bytes
    """(H, W): decoded from the mean."""
    sampled: Bytes
    """(n, H, W): decoded from draws."""
    reconstruction: float
    """ln p(x|z) of the draws, in nats."""
    kl: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """ln p(x) of one picture, as the samples grow."""

    samples: int
    """So far."""
    elbo: float
    """The mean of the log-weights."""
    log_p: float
    """The logarithm of the mean weight."""
    counts: NDArray[np.int64]
    """(c,): numbers of samples."""
    curve: Floats
    """(c,): the estimate with so many, mean over as many groups of them as there are."""
