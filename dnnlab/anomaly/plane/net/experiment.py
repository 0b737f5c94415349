"""An autoencoder learns points of the plane: its error can be looked at everywhere, far from all data too."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.anomaly.net.autoencoder import AutoencoderDetector
from dnnlab.anomaly.net.detectors import NeighboursDetector
from dnnlab.anomaly.plane.knobs import PlaneConfig
from dnnlab.anomaly.plane.points import REACH, Floats, points
from dnnlab.anomaly.plane.views import PlaneView
from dnnlab.anomaly.scores import threshold_for
from dnnlab.nn.modules import evaluating
from dnnlab.nn.training import Training, finite

CHECK_EVERY = 50
"""Steps between two looks at held-out points and at the plane."""
GRID = 61
"""Places of the grid in each direction."""
FAR = 1.5
"""Units from the nearest training point from which on a place is far from all of them."""
ACCEPTED = 0.05
"""Of false alarms."""
BEYOND = 3.0
"""The decoder's curve is drawn to so many times the range of the points' codes."""
ALONG = 240
"""Points of that curve."""


class Plane(NamedTuple):
    """What follows from the points alone."""

    fit: Floats
    held_out: Floats
    grid: Floats
    """(G * G, 2)"""
    distances: Floats
    """(G, G)"""
    limit: float
    nearest: Floats
    """(G * G,): to the nearest training point."""


class PlaneAutoencoder(Training[PlaneConfig, PlaneView]):
    """A run: a detector of two columns.

    Metrics: ``loss``, the mean squared error of the mini-batch, in variances of the points; at the first step, every
    50 steps and at the last one ``held_out_loss``, and ``missed``: of the plane that is far from all points the
    share in which there would be no alarm.
    """

    parts = ("model", "optimizer", "streams", "batches", "threshold")

    def __init__(self, config: PlaneConfig) -> None:
        super().__init__(config)
        self.plane = plane(config.shape)
        self.detector = detector_for(config).begin(self.plane.fit)
        self.model, self.optimizer = self.detector.model_, self.detector.optimizer_
        self.streams, self.batches = self.detector.streams_, self.detector.batches_
        self.threshold = float("inf")

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Take one optimiser step on the next mini-batch."""
        metrics = {"loss": self.detector.step()}
        if not finite(metrics):
            return metrics
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            values = self.detector.decision_function(self.plane.held_out)
            self.threshold = threshold_for(values, ACCEPTED)
            metrics |= {"held_out_loss": float(values.mean()), "missed": self._missed(self._scores())}
        return metrics

    def view(self) -> PlaneView:
        """The error over the whole plane, as it is now."""
        scores = self._scores()
        hole = int(np.argmin(np.where(self.plane.nearest > FAR, np.nan_to_num(scores, nan=np.inf), np.inf)))
        x, y = (float(each) for each in self.plane.grid[hole])
        return PlaneView(
            step=self.steps_taken,
            code=self.config.code,
            points=self.plane.fit.copy(),
            errors=scores.reshape(GRID, GRID),  # (G * G,) -> (G, G)
            distances=self.plane.distances.copy(),
            curve=self._curve(),
            threshold=self.threshold,
            distance_limit=self.plane.limit,
            hole=(x, y),
            hole_score=float(scores[hole]),
            hole_distance=float(self.plane.nearest[hole]),
            missed=self._missed(scores),
        )

    def apply_knobs(self) -> None:
        """Learning rate and noise."""
        self.detector.retune(self.config.learning_rate, self.config.noise)

    def _scores(self) -> Floats:
        """(G * G,)"""
        return self.detector.decision_function(self.plane.grid).astype(np.float32)

    def _missed(self, scores: Floats) -> float:
        far = self.plane.nearest > FAR
        return float(np.mean(scores[far] <= self.threshold)) if np.isfinite(self.threshold) else 0.0

    def _curve(self) -> Floats:
        if self.config.code != 1:
            return np.zeros((0, 2), np.float32)
        scale, mean = self.detector.scale_, self.detector.mean_
        with evaluating(self.model):
            codes = self.model.encode(torch.from_numpy((self.plane.fit - mean) / scale))
            middle, half = (codes.max() + codes.min()) / 2, (codes.max() - codes.min()) / 2
            along = middle + BEYOND * half * torch.linspace(-1, 1, ALONG)
            made: NDArray[np.float32] = self.model.decode(along[:, None]).numpy()
        curve: Floats = made * scale + mean
        return curve


def detector_for(config: PlaneConfig) -> AutoencoderDetector:
    """The detector that a run trains."""
    return AutoencoderDetector(
        network="dense", code=config.code, hidden=config.hidden, activation=config.activation, noise=config.noise,
        steps=config.run_length, learning_rate=config.learning_rate, seed=config.seed, channels=1,
    )  # fmt: skip


@lru_cache(maxsize=8)
def plane(shape: str) -> Plane:
    """What follows from a shape alone: points, the grid, and how far each of its places is from the points."""
    all_points = points(shape)
    out = np.arange(len(all_points)) % 3 == 2
    fit, held_out = all_points[~out], all_points[out]
    at = np.linspace(-REACH, REACH, GRID, dtype=np.float32)
    x, y = np.meshgrid(at, at)
    grid = np.stack([x.ravel(), y.ravel()], 1)  # (G, G) each -> (G * G, 2)
    neighbours = NeighboursDetector(5, channels=1).fit(fit)
    scale = float(neighbours.scale_.scale_[0])  # one for both
    nearest = NeighboursDetector(1, channels=1).fit(fit).decision_function(grid) * scale
    return Plane(
        fit,
        held_out,
        grid,
        (neighbours.decision_function(grid) * scale).reshape(GRID, GRID).astype(np.float32),
        threshold_for(neighbours.decision_function(held_out) * scale, ACCEPTED),
        nearest.astype(np.float32),
    )
