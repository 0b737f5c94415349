"""Detectors of anomalies, all with the contract of PyOD (Zhao, Nasrullah, Li, JMLR 2019).

``fit(X)`` learns what is normal from an array (n, d); ``decision_function(X)`` gives (n,) scores, *higher = more
abnormal*; what was learnt ends in ``_``.  A threshold belongs to no detector: it is set from scores of normal data
that nothing was fitted on (:func:`dnnlab.anomaly.scores.threshold_for`).

The autoencoders are in :mod:`dnnlab.anomaly.net.autoencoder`; here is what they are measured against.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh
from sklearn.ensemble import IsolationForest  # heavy: a trainer loads this module before anybody asks for it
from sklearn.neighbors import NearestNeighbors

Floats = NDArray[np.float32]
NORMS = ("MSE", "MAE")
"""What makes one number of an error vector: the mean of its squares, or of its absolute values."""
FLAT = 0.05
"""A column's standard deviation counts as at least this share of its channel's: one that hardly ever moves would
outvote all others as soon as it does."""


class BadData(ValueError):
    """Data that a detector cannot be fitted on, or cannot score; the message is one sentence."""


class NotFitted(RuntimeError):
    """Scores were asked for before ``fit``."""


class Detector(ABC):
    """One contract for all of them."""

    fewest: ClassVar[int] = 2
    """Rows that it takes to fit it."""
    n_features_in_: int
    """Columns of what it was fitted on."""

    def fit(self, X: ArrayLike) -> Self:
        """Learn what is normal.

        Args:
            X: (n, d): a row is one example, most of them normal.

        Raises:
            BadData: it is no table of finite numbers, has too few rows, or one that never changes.
        """
        for _ in self.fitting(X):
            pass
        return self

    def fitting(self, X: ArrayLike) -> Iterator[None]:
        """``fit`` in pieces of below 100 ms, so that others have their turns in between.

        Raises:
            BadData: as ``fit``.
        """
        rows = checked(X, self.fewest)
        self.n_features_in_ = rows.shape[1]
        yield from self._fitting(rows)

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """(n, d) -> (n,): a score for each row, higher = more abnormal.

        Raises:
            NotFitted: before ``fit``.
            BadData: it is no table of finite numbers, or has other columns than at ``fit``.
        """
        return self._score(self._ready(X))

    def _fitting(self, rows: Floats) -> Iterator[None]:
        """In one piece, where that is short."""
        self._fit(rows)
        yield

    @abstractmethod
    def _fit(self, rows: Floats) -> None: ...

    @abstractmethod
    def _score(self, rows: Floats) -> NDArray[np.float64]: ...

    def _ready(self, X: ArrayLike) -> Floats:
        if not hasattr(self, "n_features_in_"):
            raise NotFitted(f"{type(self).__name__} has learnt nothing yet: call fit first.")
        rows = checked(X)
        if rows.shape[1] != self.n_features_in_:
            raise BadData(f"The data has {rows.shape[1]} columns, and the detector learnt from {self.n_features_in_}.")
        return rows


class ErrorDetector(Detector):
    """A detector whose score is the norm of an error vector: what was expected of a row, less what it is.

    Args:
        channels: columns that follow each other belong to so many channels in turn, as the moments of a window do.
            The columns of one channel share a scale, each has a mean of its own.  None: each column is a channel, as
            in a table; 1: all share one scale, as the pixels of a picture do.
        norm: one of :data:`NORMS`.
    """

    mean_: Floats
    """(d,)"""
    scale_: Floats
    """(d,)"""

    def __init__(self, *, channels: int | None = None, norm: str = "MSE") -> None:
        if norm not in NORMS:
            raise ValueError(f"the norm is one of {', '.join(NORMS)}, got {norm!r}")
        self.channels, self.norm = channels, norm

    def errors(self, X: ArrayLike) -> Floats:
        """(n, d) -> (n, d): the error vector of each row, in standard deviations of its channel.

        Raises:
            NotFitted, BadData: as :meth:`decision_function`.
        """
        return self._errors(self._scaled(self._ready(X)))

    def rebuilt(self, X: ArrayLike) -> Floats:
        """(n, d) -> (n, d): the rows as the detector expects them, in the units of the data."""
        rows = self._ready(X)
        expected: Floats = rows - self._errors(self._scaled(rows)) * self.scale_
        return expected

    def _fit(self, rows: Floats) -> None:
        self._learn_scale(rows)
        self._learn(self._scaled(rows))

    def _learn_scale(self, rows: Floats) -> None:
        d = rows.shape[1]
        channels = d if self.channels is None else self.channels
        if d % channels:
            raise BadData(f"{d} columns cannot be shared among {channels} channels.")
        self.mean_ = rows.mean(0)
        spread = np.sqrt(((rows - self.mean_) ** 2).mean(0).reshape(-1, channels).mean(0))  # (L * C,) -> (L, C) -> (C,)
        flat = np.flatnonzero(spread <= 1e-7 * np.abs(self.mean_).reshape(-1, channels).max(0).clip(1e-30))
        if len(flat):
            name = "column" if self.channels is None else "channel"
            raise BadData(f"In {name} {flat[0] + 1} all rows are equal: leave it out, there is nothing to learn in it.")
        self.scale_ = np.tile(spread, d // channels).astype(np.float32)  # (C,) -> (d,)

    def _scaled(self, rows: Floats) -> Floats:
        scaled: Floats = ((rows - self.mean_) / self.scale_).astype(np.float32)
        return scaled

    def _score(self, rows: Floats) -> NDArray[np.float64]:
        return reduced(self._errors(self._scaled(rows)), self.norm)

    @abstractmethod
    def _learn(self, scaled: Floats) -> None: ...

    @abstractmethod
    def _errors(self, scaled: Floats) -> Floats: ...


class ZScoreDetector(ErrorDetector):
    """The one line to beat: each column's distance from its mean in its own standard deviations, squared and summed."""

    deviation_: Floats
    """(d,): in standard deviations of the channel."""

    def _learn(self, scaled: Floats) -> None:
        self.deviation_ = np.maximum(scaled.std(0), FLAT)

    def _errors(self, scaled: Floats) -> Floats:
        errors: Floats = scaled / self.deviation_
        return errors


class PCADetector(ErrorDetector):
    """What K principal components leave of a row: the linear autoencoder, in closed form.

    Args:
        components: at most as many as there are columns, or rows but one, are used.
    """

    AT_ONCE = 500
    """Rows that go into the covariance together."""
    components_: Floats
    """(K, d): orthonormal rows, the largest variance first."""

    def __init__(self, components: int = 2, *, channels: int | None = None, norm: str = "MSE") -> None:
        super().__init__(channels=channels, norm=norm)
        if components < 1:
            raise ValueError(f"PCA needs at least one component, got {components}")
        self.components = components

    def _fitting(self, rows: Floats) -> Iterator[None]:
        self._learn_scale(rows)
        yield from self._learning(self._scaled(rows))

    def _learn(self, scaled: Floats) -> None:
        for _ in self._learning(scaled):
            pass

    def _learning(self, scaled: Floats) -> Iterator[None]:
        """The covariance some rows at a time, then its first eigenvectors alone."""
        n, d = scaled.shape
        covariance = np.zeros((d, d))
        for start in range(0, n, self.AT_ONCE):
            piece = scaled[start : start + self.AT_ONCE]
            covariance += piece.T.astype(np.float64) @ piece / n  # (d, d)
            yield
        kept = min(self.components, d, n - 1)
        _, vectors = eigh(covariance, subset_by_index=[d - kept, d - 1])  # ascending
        first: Floats = vectors[:, ::-1].T.astype(np.float32)  # (d, K) -> (K, d)
        self.components_ = np.ascontiguousarray(first)
        yield

    def _errors(self, scaled: Floats) -> Floats:
        return np.asarray(scaled - scaled @ self.components_.T @ self.components_, np.float32)


class NeighboursDetector(Detector):
    """The mean distance to the k nearest rows that it was fitted on (scikit-learn's search), columns standardised.

    Args:
        neighbours: k.
        channels: as for :class:`ErrorDetector`.
    """

    def __init__(self, neighbours: int = 5, *, channels: int | None = None) -> None:
        self.neighbours, self.channels = neighbours, channels

    def _fit(self, rows: Floats) -> None:
        if len(rows) <= self.neighbours:
            raise BadData(f"{self.neighbours} neighbours need more rows than that, got {len(rows)}.")
        self.scale_ = ZScoreDetector(channels=self.channels).fit(rows)
        self.search_: Any = NearestNeighbors(n_neighbors=self.neighbours).fit(self.scale_._scaled(rows))

    def _score(self, rows: Floats) -> NDArray[np.float64]:
        distances, _ = self.search_.kneighbors(self.scale_._scaled(rows))
        mean: NDArray[np.float64] = distances.mean(1, dtype=np.float64)
        return mean


class IsolationForestDetector(Detector):
    """How few random cuts set a row apart (Liu, Ting, Zhou 2008; scikit-learn's forest of 100 trees).

    Args:
        seed: of the cuts.
    """

    TREES, AT_ONCE = 100, 20

    def __init__(self, *, seed: int = 0) -> None:
        self.seed = seed

    def _fit(self, rows: Floats) -> None:
        for _ in self._fitting(rows):
            pass

    def _fitting(self, rows: Floats) -> Iterator[None]:
        """Some trees at a time: the same forest as at one go."""
        self.forest_: Any = IsolationForest(random_state=self.seed, warm_start=True)
        for count in range(self.AT_ONCE, self.TREES + 1, self.AT_ONCE):
            self.forest_.set_params(n_estimators=count).fit(rows)
            yield

    def _score(self, rows: Floats) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = -self.forest_.score_samples(rows).astype(np.float64)
        return scores


def checked(X: ArrayLike, fewest: int = 1) -> Floats:
    """The table as (n, d) float32.

    Raises:
        BadData: it is none, one sentence says why.
    """
    try:
        rows = np.asarray(X, np.float32)
    except (TypeError, ValueError):
        raise BadData("The data is no table of numbers: each row needs as many numbers as the others.") from None
    if rows.ndim != 2 or rows.shape[1] < 1:
        raise BadData(f"The data must be a table, (rows, columns), got the shape {rows.shape}.")
    if len(rows) < fewest:
        few = "is one row" if len(rows) == 1 else f"are {len(rows)} rows"
        raise BadData(f"There {few}, and it takes at least {fewest} to learn what is normal.")
    broken = np.argwhere(~np.isfinite(rows))
    if len(broken):
        row, column = broken[0]
        value = "is missing" if np.isnan(rows[row, column]) else "is infinite"
        raise BadData(f"The value in row {row + 1}, column {column + 1} {value}: fill it or leave the row out.")
    return rows


def reduced(errors: Floats, norm: str) -> NDArray[np.float64]:
    """Error vectors (n, d) as one number each, (n,)."""
    sizes = np.abs(errors) if norm == "MAE" else errors.astype(np.float64) ** 2
    scores: NDArray[np.float64] = sizes.mean(1, dtype=np.float64)
    return scores
