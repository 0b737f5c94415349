"""PCA of a data set, to compare with: its error, and what it expects in the place of missing pixels."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dnnlab.autoencoders.basic.pictures import Pictures, pictures_of
from dnnlab.autoencoders.linear.pca import Doubles, Pca, fit_rows
from dnnlab.plots.sheets import Bytes

FITTED_ON = 4_000
"""Training pictures, of grey ones; of colour ones a quarter: both are fitted in a fraction of a second."""


def fill(pca: Pca, x: Doubles, missing: NDArray[np.bool_], count: int) -> Doubles:
    """What stands in missing pixels, given the others: the expectation of probabilistic PCA.

    The numbers z of a picture are normal with the components' variances, a pixel is mean + z axes + noise of the
    variance that ``count`` components leave over; the seen pixels say where z lies (Tipping and Bishop, 1999).

    Args:
        pca: fitted on training pictures.
        x: (n, pixels).
        missing: (n, pixels).
        count: numbers that PCA may use.
    """
    mean, axes = pca.mean.astype(np.float64), pca.axes[:count].astype(np.float64)
    variances = np.maximum(pca.variances[:count], 1e-12)
    noise = max(float(pca.variances[count:].sum()) / max(x.shape[1] - count, 1), 1e-6)
    filled = x.copy()
    for picture, gone in zip(filled, missing, strict=True):
        seen = axes[:, ~gone]  # (k, seen)
        gram = seen @ seen.T + noise * np.diag(1 / variances)
        z = np.linalg.solve(gram, seen @ (picture[~gone] - mean[~gone]))
        picture[gone] = mean[gone] + z @ axes[:, gone]
    return filled


def components(pictures: Pictures) -> Pca:
    """PCA of some training pictures."""
    count = FITTED_ON if pictures.shape[0] == 1 else FITTED_ON // 4
    return fit_rows(flat(pictures.training[:count]), pictures.shape[-1])


@lru_cache(maxsize=8)
def components_of(name: str) -> Pca:
    """That of a data set that ships, worked out once a process."""
    return components(pictures_of(name))


def flat(images: Bytes) -> Doubles:
    """(n, H, W[, 3]) bytes -> (n, pixels) in [0, 1], channels first, as a network reads them."""
    x = images.astype(np.float64) / 255
    if x.ndim == 4:
        x = np.moveaxis(x, -1, 1)
    return np.ascontiguousarray(x.reshape(len(x), -1))
