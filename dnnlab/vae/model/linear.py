"""A variational autoencoder with one number in, one in the code: all of it in closed form; numpy only.

p(z) = N(0, 1), p(x|z) = N(w z + b, s^2), q(z|x) = N(m, t^2), which is probabilistic PCA in one dimension (Tipping and
Bishop, 1999).  Its exact posterior is normal as well, so that nothing has to be estimated::

    ln p(x) = ELBO + KL(q(z|x) || p(z|x))
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearGaussian:
    """The model: x = w z + b + noise of deviation s."""

    w: float = 1.5
    b: float = 0.0
    s: float = 0.8

    def log_p(self, x: float) -> float:
        """ln p(x): x is normal with mean b and variance w^2 + s^2."""
        return _log_normal(x, self.b, self.w**2 + self.s**2)

    def posterior(self, x: float) -> tuple[float, float]:
        """Mean and deviation of p(z|x)."""
        precision = 1 + self.w**2 / self.s**2
        return self.w * (x - self.b) / self.s**2 / precision, precision**-0.5

    def reconstruction(self, x: float, m: float, t: float) -> float:
        """E[ln p(x|z)] over z ~ N(m, t^2)."""
        off = (x - self.b - self.w * m) ** 2 + (self.w * t) ** 2
        return -0.5 * (math.log(2 * math.pi * self.s**2) + off / self.s**2)

    def elbo(self, x: float, m: float, t: float) -> float:
        """E[ln p(x|z)] - KL(q || p(z))."""
        return self.reconstruction(x, m, t) - kl_of_normals(m, t, 0.0, 1.0)


def kl_of_normals(m: float, t: float, mean: float, deviation: float) -> float:
    """KL(N(m, t^2) || N(mean, deviation^2)), in nats."""
    ratio = (t / deviation) ** 2
    return 0.5 * (ratio + ((m - mean) / deviation) ** 2 - 1 - math.log(ratio))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All that the page shows of a model, an x and a q."""

    grid: Doubles
    prior: Doubles
    posterior: Doubles
    q: Doubles
    """Densities over the grid."""
    reconstruction: float
    to_prior: float
    """KL(q || p(z))."""
    elbo: float
    kl: float
    """KL(q || p(z|x))."""
    log_p: float


def moment(model: LinearGaussian, x: float, m: float, t: float) -> Moment:
    """Everything at once; ``elbo + kl`` is ``log_p``, whatever m and t are."""
    z = np.linspace(-4, 4, 241)
    mean, deviation = model.posterior(x)
    return Moment(
        grid=z, prior=_density(z, 0.0, 1.0), posterior=_density(z, mean, deviation), q=_density(z, m, t),
        reconstruction=model.reconstruction(x, m, t), to_prior=kl_of_normals(m, t, 0.0, 1.0),
        elbo=model.elbo(x, m, t), kl=kl_of_normals(m, t, mean, deviation), log_p=model.log_p(x),
    )  # fmt: skip


def _density(z: Doubles, mean: float, deviation: float) -> Doubles:
    return np.asarray(np.exp(-0.5 * ((z - mean) / deviation) ** 2) / (deviation * math.sqrt(2 * math.pi)))


def _log_normal(x: float, mean: float, variance: float) -> float:
    return -0.5 * (math.log(2 * math.pi * variance) + (x - mean) ** 2 / variance)
