"""A judge that a generator cannot fool by being sure: precision and coverage among nearest neighbours.

A classifier's certainty says nothing: it is as sure of noise as of digits.  What is asked instead is where
generated pictures lie among real ones, in the last hidden layer of a network that was trained on real ones.

    radius of a real picture   the distance to its k-th nearest other real picture: the ball is "about like this"
    precision                  the share of generated pictures that lie in at least one real picture's ball
    coverage                   the share of real pictures in whose ball at least one generated one lies

Precision falls with bad pictures, coverage with missing kinds: a generator that draws one perfect digit has
precision 1 and coverage near 0.

Sources: T. Kynkäänniemi et al., "Improved precision and recall metric for assessing generative models", NeurIPS
2019; M. Naeem et al., "Reliable fidelity and diversity metrics for generative models", ICML 2020.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

K = 5
"""Nearest neighbours whose farthest one gives a ball's radius."""
SAMPLES = 2_000
"""Generated pictures, and real ones, of a score: both depend on how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a judge found."""

    precision: float
    coverage: float
    shares: tuple[float, ...]
    """Of each class among the generated pictures; together 1, where a picture has one class."""

    @property
    def rarest(self) -> float:
        """The share of the class that is drawn least."""
        return min(self.shares)


class Manifold:
    """The balls of real pictures.

    Args:
        real: (n, d), where real pictures lie, n above k.
        k: of the radius.

    Raises:
        ValueError: there are too few.
    """

    def __init__(self, real: Tensor, k: int = K) -> None:
        if len(real) <= k:
            raise ValueError(f"{len(real)} pictures have no {k} nearest others")
        self.real = real
        self.radii = torch.cat([radii(part, real, k) for part in real.split(250)])  # (n,)


def radii(part: Tensor, real: Tensor, k: int) -> Tensor:
    """The distance of some real pictures to their k-th nearest other one: (m, d), (n, d) -> (m,)."""
    return distances(part, real).kthvalue(k + 1, dim=1).values  # the nearest of all is the picture itself


def distances(a: Tensor, b: Tensor) -> Tensor:
    """Euclidean, (m, d), (n, d) -> (m, n); in double precision, since the fast way through squares loses small ones."""
    return torch.cdist(a.double(), b.double())


class Judging:
    """A score that is made some generated pictures at a time, so that others can be served in between.

    Args:
        manifold: of the real pictures.
        classes: how many the reader tells.
    """

    def __init__(self, manifold: Manifold, classes: int) -> None:
        self.manifold = manifold
        self._inside = 0
        self._covered = torch.zeros(len(manifold.real), dtype=torch.bool)
        self.shown = torch.zeros((0, classes), dtype=torch.bool)
        """(n, classes): what each generated picture so far shows."""

    def add(self, features: Tensor, shown: Tensor) -> None:
        """Some more generated pictures.

        Args:
            features: (m, d), where they lie.
            shown: (m, classes) bool: what each shows.
        """
        inside = distances(features, self.manifold.real) <= self.manifold.radii  # (m, n)
        self._inside += int(inside.any(1).sum())
        self._covered |= inside.any(0)
        self.shown = torch.cat([self.shown, shown])

    @property
    def score(self) -> Score:
        """Of all so far.

        Raises:
            ValueError: there are none.
        """
        if not len(self.shown):
            raise ValueError("nothing was judged yet")
        return Score(
            precision=self._inside / len(self.shown),
            coverage=float(self._covered.double().mean()),
            shares=tuple((self.shown.sum(0).double() / len(self.shown)).tolist()),
        )
