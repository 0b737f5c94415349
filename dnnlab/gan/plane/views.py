"""What a look at a run in the plane carries; numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import COARSE, HALF

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the last check found, of fakes, of as many fresh real points, and of G as it began."""

    modes: int
    """Covered ones."""
    good: float
    """Share of fakes within three standard deviations of the data."""
    js: float
    """Nats."""
    kl: float
    """Nats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneView:
    """A moment of the game."""

    step: int
    iteration: int
    """Whole ones that are done."""
    phase: int
    """Of the iteration under way in slow motion, the last that was done, 1 to 10; 0: it is between two iterations."""
    turn: int
    """Which of D's steps in this iteration, from 1."""
    turns: int
    """Of them."""
    loss: str
    label: float
    """What D is taught of real points."""
    target: str
    mode_count: int
    noise_size: int
    real: Floats = field(metadata=HALF)
    """(n, 2): the same ones all the time, or those of the batch in slow motion."""
    fake: Floats = field(metadata=HALF)
    """(n, 2): what becomes of the same noise, or of the batch's."""
    start: Floats = field(metadata=HALF)
    """(n, 2): that noise, as far as it can be drawn in the plane."""
    arrows: Floats = field(metadata=COARSE)
    """(a, 2): where G's loss would move the first a fakes, minus its gradient times the batch's size."""
    heat: Bytes
    """(48, 48): what D says, the highest y first; 0 fake, 128 undecided, 255 real."""
    best: Bytes
    """(48, 48): D* = p / (p + q), likewise."""
    lines: Floats = field(metadata=HALF)
    """(l, k, 2): a lattice of noise, line by line, after the generator."""
    lattice: Floats = field(metadata=HALF)
    """(l, k, 2): the same before it."""
    losses: tuple[float, float]
    """Of D and G, a mean over the last steps; nan before the first."""
    says: tuple[float, float]
    """D(x) and D(G(z)) likewise."""
    latest: tuple[float, float, float, float]
    """Losses of D and G, D(x) and D(G(z)) of the last batch; nan before the first."""
    now: Judged
    ceiling: Judged
    """Fresh real points in the fakes' place."""
    floor: Judged
    """The noise itself in their place, as it comes."""
