"""PCA of a data set, to compare with: its error, and what it expects in the place of missing pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dnnlab.autoencoders.basic.pictures import Pictures, pictures_of
from dnnlab.plots.sheets import Bytes

FITTED_ON = 4_000
"""Training pictures, of grey ones; of colour ones a quarter: both are fitted in a fraction of a second."""
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """The mean picture, the directions in which pictures vary most, and how much they do."""

    mean: Doubles
    """(pixels,)"""
    axes: Doubles
    """(components, pixels), rows of length 1, the largest variance first."""
    variances: Doubles
    """(components,)"""

    def errors(self, x: Doubles, count: int) -> Doubles:
        """The squared error of each picture, rebuilt from ``count`` numbers: (n, pixels) -> (n,)."""
        centred = x - self.mean
        seen = centred @ self.axes[:count].T
        left: Doubles = np.square(centred).sum(1) - np.square(seen).sum(1)
        return np.maximum(left, 0)

    def fill(self, x: Doubles, missing: NDArray[np.bool_], count: int) -> Doubles:
        """What stands in missing pixels, given the others: the expectation of probabilistic PCA.

        The numbers z of a picture are normal with the components' variances, a pixel is mean + z axes + noise of the
        variance that ``count`` components leave over; the seen pixels say where z lies (Tipping and Bishop, 1999).

        Args:
            x: (n, pixels).
            missing: (n, pixels).
            count: numbers that PCA may use.
        """
        axes, variances = self.axes[:count], np.maximum(self.variances[:count], 1e-12)
        noise = max(float(self.variances[count:].sum()) / max(x.shape[1] - count, 1), 1e-6)
        filled = x.copy()
        for picture, gone in zip(filled, missing, strict=True):
            seen = axes[:, ~gone]  # (k, seen)
            gram = seen @ seen.T + noise * np.diag(1 / variances)
            z = np.linalg.solve(gram, seen @ (picture[~gone] - self.mean[~gone]))
            picture[gone] = self.mean[gone] + z @ axes[:, gone]
        return filled


def components(pictures: Pictures) -> Components:
    """PCA of some training pictures: by the smaller one of covariance and Gram matrix."""
    count = FITTED_ON if pictures.shape[0] == 1 else FITTED_ON // 4
    x = flat(pictures.training[:count])
    mean = x.mean(0)
    centred = x - mean
    n, pixels = centred.shape
    if pixels <= n:
        values, vectors = np.linalg.eigh(centred.T @ centred / n)
        return Components(mean, np.ascontiguousarray(vectors[:, ::-1].T), np.maximum(values[::-1], 0))
    values, vectors = np.linalg.eigh(centred @ centred.T / n)
    kept = values[::-1] > 1e-9
    values, vectors = values[::-1][kept], vectors[:, ::-1][:, kept]
    return Components(mean, (vectors.T @ centred) / np.sqrt(n * values)[:, None], values)


@lru_cache(maxsize=8)
def components_of(name: str) -> Components:
    """Those of a data set that ships, worked out once a process."""
    return components(pictures_of(name))


def flat(images: Bytes) -> Doubles:
    """(n, H, W[, 3]) bytes -> (n, pixels) in [0, 1], channels first, as a network reads them."""
    x = images.astype(np.float64) / 255
    if x.ndim == 4:
        x = np.moveaxis(x, -1, 1)
    return np.ascontiguousarray(x.reshape(len(x), -1))
