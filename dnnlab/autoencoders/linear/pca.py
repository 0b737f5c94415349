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
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pca:
    """A fitted PCA: as many axes as the data have dimensions with some variance."""

    mean: Floats
    """(D,): of the training set; pixels in 0..1."""
    axes: Floats
    """(R, D): unit vectors, orthogonal, the one of the largest variance first."""
    variances: Doubles
    """(R,): eigenvalues of S, descending; they sum to the squared distance from the mean."""
    size: int
    """Height and width of a picture: D = size², of colour pictures 3 size²."""

    def error(self, code: int) -> float:
        """Squared error a training image with so many components: the eigenvalues left out."""
        return float(self.variances[code:].sum())

    def errors(self, rows: Doubles, code: int) -> Doubles:
        """The squared error of each picture with so many components, in double precision: (n, D) -> (n,)."""
        centred = rows - self.mean.astype(np.float64)
        left = centred - (centred @ self.axes[:code].T.astype(np.float64)) @ self.axes[:code].astype(np.float64)
        found: Doubles = np.square(left).sum(1)
        return found

    def encode(self, rows: Floats, code: int) -> Floats:
        """(n, D) -> (n, code)."""
        return np.asarray((rows - self.mean) @ self.axes[:code].T, np.float32)

    def through(self, rows: Floats, code: int) -> Floats:
        """What is left of pictures that pass so many components: (n, D) -> (n, D), not clipped."""
        return np.asarray(self.encode(rows, code) @ self.axes[:code] + self.mean, np.float32)

    def scatter(self) -> Doubles:
        """S, (D, D), put together again from its eigenvectors."""
        axes = self.axes.astype(np.float64)
        whole: Doubles = (axes.T * self.variances) @ axes
        return whole


def fit(scatter: Doubles, mean: Doubles, size: int) -> Pca:
    """The PCA of data with this scatter matrix, (D, D), and this mean, (D,)."""
    values, vectors = np.linalg.eigh(scatter)  # ascending
    axes = np.ascontiguousarray(vectors.T[::-1], np.float32)
    return Pca(mean.astype(np.float32), axes, np.maximum(values[::-1], 0.0), size)


def fit_rows(rows: Doubles, size: int) -> Pca:
    """The PCA of pictures as rows of pixels, (n, D): by the smaller one of scatter matrix and Gram matrix.

    Of fewer pictures than pixels the Gram matrix, (n, n), has the same eigenvalues but for zeros; axes without any
    variance are left out.
    """
    mean = rows.mean(0)
    centred = rows - mean
    count, pixels = centred.shape
    if pixels <= count:
        return fit(centred.T @ centred / count, mean, size)
    values, vectors = np.linalg.eigh(centred @ centred.T / count)  # ascending
    kept = values > 1e-9
    values, vectors = values[kept][::-1], vectors[:, kept][:, ::-1]
    axes = (vectors.T @ centred) / np.sqrt(count * values)[:, None]
    return Pca(mean.astype(np.float32), axes.astype(np.float32), values, size)


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
    return fit_rows(as_rows(portraits.portraits()).astype(np.float64), portraits.SIZE)


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
