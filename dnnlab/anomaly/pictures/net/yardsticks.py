"""Detectors without a network on the same pictures: what the network must beat to be worth its training."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly import scores
from dnnlab.anomaly.net.detectors import Detector, IsolationForestDetector, NeighboursDetector, PCADetector
from dnnlab.anomaly.pictures.knobs import PictureConfig
from dnnlab.anomaly.pictures.material import Material, as_rows, material
from dnnlab.anomaly.pictures.views import Yardstick
from dnnlab.anomaly.pictures.words import NORMAL

PIECE = 150
"""Test pictures that are scored at a time: that of the neighbours takes about 30 ms."""
DRAWN = 120
"""Points of a ROC curve."""
NEIGHBOURS = 5
FOLLOWS = ("data", "digit", "garment", "face", "against", "strength", "contamination", "held_out", "code")
"""The knobs that they depend on."""


class Yardsticks:
    """PCA with as many components as the code has numbers, nearest neighbours, isolation forest; fitted when asked.

    Their scores are made bit by bit, so that other runs have their turns in between, and kept.
    """

    def __init__(self, config: PictureConfig) -> None:
        self.made: Material = material(config)
        k = config.code
        self.detectors: dict[str, Detector] = {
            f"PCA, {k} component{'s' if k > 1 else ''}": PCADetector(k, channels=1),
            f"{NEIGHBOURS} neighbours": NeighboursDetector(NEIGHBOURS, channels=1),
            "isolation forest": IsolationForestDetector(),
        }
        self._fitted: set[str] = set()
        self._scores = {name: np.full(len(self.made.source.test), np.nan) for name in self.detectors}
        self._known: dict[bytes, tuple[Yardstick, ...]] = {}

    def work(self, places: NDArray[np.int64]) -> Iterator[None]:
        """Score these test pictures, a piece before each ``yield``; what is known already is not made again."""
        for name, detector in self.detectors.items():
            missing = places[np.isnan(self._scores[name][places])]
            if len(missing) and name not in self._fitted:
                yield from detector.fitting(as_rows(self.made.fit))
                self._fitted.add(name)
            for start in range(0, len(missing), PIECE):
                piece = missing[start : start + PIECE]
                self._scores[name][piece] = detector.decision_function(as_rows(self.made.source.test[piece]))
                yield

    def judged(self, places: NDArray[np.int64]) -> tuple[Yardstick, ...]:
        """How well they tell these test pictures apart; does what is missing of the work."""
        key = places.tobytes()
        if key not in self._known:
            for _ in self.work(places):
                pass
            anomaly = self.made.source.kinds[places] != NORMAL
            self._known[key] = tuple(_judged(name, anomaly, values[places]) for name, values in self._scores.items())
        return self._known[key]


@lru_cache(maxsize=4)
def _kept(config: PictureConfig) -> Yardsticks:
    return Yardsticks(config)


def yardsticks(config: PictureConfig) -> Yardsticks:
    """Those of these knobs, the same object for all runs that agree in what they depend on."""
    return _kept(PictureConfig(**{name: value for name, value in config.values().items() if name in FOLLOWS}))  # type: ignore[arg-type]


def _judged(name: str, anomaly: NDArray[np.bool_], values: NDArray[np.float64]) -> Yardstick:
    curve = scores.roc(anomaly, values).thinned(DRAWN)
    return Yardstick(
        name=name,
        auc=scores.auc(anomaly, values),
        false_alarms=curve.x.astype(np.float32),
        recall=curve.y.astype(np.float32),
    )
