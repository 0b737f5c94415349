"""What the linear autoencoder draws: numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearView:
    """A run at one moment; of the axes and the columns at most 16, the first ones."""

    step: int
    """Optimiser steps taken."""
    code_size: int
    """K."""
    photos: bool
    """Whether its data are the photos of faces."""
    axes: Bytes
    """(n, H, W): PCA's eigenvectors, 128 is 0; always the same."""
    held: Bytes
    """(n, H, W): what of each of them lies in the code space of the net, on the same scale."""
    columns: Bytes
    """(n, H, W): columns of the decoder's matrix, on a scale of their own."""
    angles: NDArray[np.float32] = field(metadata=HALF)
    """(K,): principal angles between the two spaces, degrees, ascending; nan in a diverged run."""
    originals: Bytes
    """(m, H, W): fixed digits or photos of the training set; of so many, no single one is learnt by heart."""
    by_pca: Bytes
    """(m, H, W): through PCA's K components."""
    by_net: Bytes
    """(m, H, W): through the net."""
    error: float
    """Squared error a training image of the net, all images."""
    pca_error: float
    """The same of PCA."""
