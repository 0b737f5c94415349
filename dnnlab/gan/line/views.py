"""What the lesson in one dimension draws of a run: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A run at one moment."""

    step: int
    """Steps taken."""
    x: Floats
    """(N,): where the densities and D are drawn."""
    data: Floats = field(metadata=HALF)
    """(N,): p(x)."""
    exact: Floats = field(metadata=HALF)
    """(N,): q(x), by the change of variables."""
    counted: Floats = field(metadata=HALF)
    """(bins,): the density of 4,000 fakes of fixed noise, over equal bins from the first x to the last."""
    d: Floats = field(metadata=HALF)
    """(N,): D(x)."""
    best: Floats = field(metadata=HALF)
    """(N,): D*(x); nan where neither density is."""
    z: Floats
    """(A,): places of z, each with as much probability between it and the next."""
    made: Floats = field(metadata=HALF)
    """(A,): G(z)."""
    push: Floats = field(metadata=HALF)
    """(A,): -d loss / d x at G(z), by the loss that G has: which way, and how hard, this D pushes each of them."""
    noise: Floats = field(metadata=HALF)
    """(2, M): places of z, and its density there."""
    fakes: Floats = field(metadata=HALF)
    """(3, B): D(G(z)) of a batch; the gradient of log(1 - D) with respect to D's score, and that of -log D."""
    turns: int
    """How often the map z -> x changes its direction; 0: it is monotone."""
    value: float
    """V(D, G) in nats."""
    divergence: float
    """JS of data and fakes, in nats."""
    from_half: float
    """The largest |D - 1/2| where p + q exceeds 5 % of its maximum."""
