"""Principal component analysis in numpy: the best linear code there is, and the angles that lead to it.

The scatter matrix S = 1/n Σ (x - m)(x - m)ᵀ of the data has eigenvectors; the K of the largest eigenvalues span the
K-dimensional space that lies nearest to the data, and what it misses is the sum of the other eigenvalues (Pearson
1901, Hotelling 1933; the lecture's "PCA").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.data import portraits
from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "autoencoders" / "linear" / "pca.npz"
"""``mean``, ``axes``, ``variances`` of the 60,000 training digits; see tools/build_autoencoders.py."""
DIGITS, PORTRAITS = "digits", "faces"
"""Data sets with a PCA: MNIST's 60,000 training digits, and 100 small photos of faces."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pca:
    """A fitted PCA: as many axes as the data have dimensions with some variance."""

    mean: Floats
    """(D,): of the training set; pixels in 0..1."""
    axes: Floats
    """(R, D): unit vectors, orthogonal, the one of the largest variance first."""
    variances: NDArray[np.float64]
    """(R,): eigenvalues of S, descending; they sum to the squared distance from the mean."""
    size: int
    """Height and width of a picture: D = size²."""

    def error(self, code: int) -> float:
        """Squared error a training image with so many components: the eigenvalues left out."""
        return float(self.variances[code:].sum())

    def encode(self, rows: Floats, code: int) -> Floats:
        """(n, D) -> (n, code)."""
        return np.asarray((rows - self.mean) @ self.axes[:code].T, np.float32)

    def through(self, rows: Floats, code: int) -> Floats:
        """What is left of pictures that pass so many components: (n, D) -> (n, D), not clipped."""
        return np.asarray(self.encode(rows, code) @ self.axes[:code] + self.mean, np.float32)

    def scatter(self) -> NDArray[np.float64]:
        """S, (D, D), put together again from its eigenvectors."""
        axes = self.axes.astype(np.float64)
        whole: NDArray[np.float64] = (axes.T * self.variances) @ axes
        return whole


def fit(scatter: NDArray[np.float64], mean: NDArray[np.float64], size: int) -> Pca:
    """The PCA of data with this scatter matrix, (D, D), and this mean, (D,)."""
    values, vectors = np.linalg.eigh(scatter)  # ascending
    axes = np.ascontiguousarray(vectors.T[::-1], np.float32)
    return Pca(mean.astype(np.float32), axes, np.maximum(values[::-1], 0.0), size)


def as_rows(images: NDArray[np.uint8]) -> Floats:
    """Pictures as rows of pixels in 0..1: (n, H, W) -> (n, H · W)."""
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)


@once
def of_digits() -> Pca:
    """Fitted on all 60,000 official training digits; shipped."""
    with np.load(FILE, allow_pickle=False) as arrays:
        return Pca(arrays["mean"], arrays["axes"], arrays["variances"], 28)


@once
def of_portraits() -> Pca:
    """Fitted on the 100 photos, of which no more than 99 axes can have some variance."""
    rows = as_rows(portraits.portraits()).astype(np.float64)
    mean = rows.mean(0)
    _, sizes, axes = np.linalg.svd(rows - mean, full_matrices=False)
    return Pca(mean.astype(np.float32), axes.astype(np.float32), sizes**2 / len(rows), portraits.SIZE)


def of(data: str) -> Pca:
    """The PCA of one of the two data sets."""
    return of_portraits() if data == PORTRAITS else of_digits()


def principal_angles(columns: NDArray[np.floating], axes: Floats) -> Floats:
    """Angles in degrees between two spaces of K dimensions, ascending, (K,).

    The sines of the angles are the singular values of what the one space has beside the other (Björck and Golub
    1973): exact for small angles, where cosines are not.  nan where a column is not finite.

    Args:
        columns: (D, K), spans the one space; they need not be orthogonal.
        axes: (K, D), orthogonal unit vectors, spans the other.
    """
    if not np.isfinite(columns).all():
        return np.full(len(axes), np.nan, np.float32)
    basis = np.linalg.qr(columns.astype(np.float64))[0]
    target = axes.astype(np.float64)
    sines = np.linalg.svd(basis - target.T @ (target @ basis), compute_uv=False)
    return np.asarray(np.degrees(np.arcsin(sines.clip(0.0, 1.0)))[::-1], np.float32)
