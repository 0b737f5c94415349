"""An autoencoder learns normal windows of a signal: one step() is one of the detector's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly import scores
from dnnlab.anomaly.net.autoencoder import AutoencoderDetector
from dnnlab.anomaly.net.classifier import classifier
from dnnlab.anomaly.net.detectors import ErrorDetector, PCADetector, ZScoreDetector, reduced
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.material import Material, material
from dnnlab.anomaly.signals.views import Baseline, Examples, SignalView
from dnnlab.anomaly.signals.words import CLASSIFIER, NORMAL, OWN
from dnnlab.nn.training import Training, finite

CHECK_EVERY = 50
"""Steps between two looks at held-out and test windows."""
CHECKED = 1_500
"""Test windows that such a look takes, always the same."""
PIECE = 1_000
"""Test windows that are scored in one piece of work at the end."""
EXAMPLES = 6
"""Windows that are shown as they come back."""
DRAWN = 120
"""Points of a baseline's ROC curve."""


class SignalAutoencoder(Training[SignalConfig, SignalView]):
    """A run: a detector, its optimiser, and where it stands in the windows.

    Metrics: ``loss``, the mean squared error of the mini-batch, in variances of the channel; at the first step, every
    50 steps and at the last one ``held_out_loss``, likewise of normal windows that it does not train on, and
    ``auc`` of 1,500 test windows where they have labels.  At the end ``auc`` of all.
    """

    parts = ("model", "optimizer", "streams", "batches", "scores", "judged", "held_out", "auc", "shown")

    def __init__(self, config: SignalConfig, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(config)
        self.material = material(config, given)
        source = self.material.source
        self.detector = detector_for(config, len(source.channels)).begin(self.material.fit)
        self.model, self.optimizer = self.detector.model_, self.detector.optimizer_
        self.streams, self.batches = self.detector.streams_, self.detector.batches_
        self.baselines = _baselines(config) if config.data != OWN else baselines(config, self.material)
        self.checked = _some(len(source.test))
        self.judged = np.zeros(0, np.int64)  # which test windows the scores are of
        self.scores, self.held_out = np.zeros(0, np.float32), np.zeros(0, np.float32)
        self.auc = float("nan")
        self.shown = _examples(source.kinds, len(source.test))

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
            metrics |= self._check()
        return metrics

    def view(self) -> SignalView:
        """The last check's scores, and some windows as they come back now."""
        source = self.material.source
        labelled = len(source.kinds) > 0
        return SignalView(
            step=self.steps_taken,
            network=self.config.network if self.model.length >= 8 else "dense",
            fitted=len(self.material.fit),
            code=self.config.code,
            names=source.names,
            channels=source.channels,
            seconds=source.seconds,
            score=self.score,
            examples=self._shown(),
            scores=self.scores.astype(np.float32),
            kinds=source.kinds[self.judged] if labelled else np.zeros(0, np.uint8),
            held_out=self.held_out.astype(np.float32),
            auc=self.auc,
            baselines=self.baselines,
        )

    def final(self) -> Iterator[dict[str, float]]:
        """Score all test windows, some at a time."""
        source, found = self.material.source, []
        score = self._scorer()
        for start in range(0, len(source.test), PIECE):
            found.append(score(source.test[start : start + PIECE]))
            yield {}
        self.scores, self.judged = np.concatenate(found).astype(np.float32), np.arange(len(source.test))
        self.shown = self._worth_showing()
        if _both(source.kinds):
            anomaly = source.kinds != NORMAL
            self.auc = scores.auc(anomaly, self.scores)
            yield {"auc": self.auc}

    def apply_knobs(self) -> None:
        """Learning rate and noise; the score and the run's length are read where they count."""
        self.detector.retune(self.config.learning_rate, self.config.noise)

    @property
    def score(self) -> str:
        """How scores are made: a classifier needs labelled anomalies, without them it is the MSE."""
        wanted = self.config.score
        return "MSE" if wanted == CLASSIFIER and not len(self.material.source.anomalies) else wanted

    def _check(self) -> dict[str, float]:
        """Score held-out windows, and some of the test."""
        source, score = self.material.source, self._scorer()
        self.judged = self.checked
        self.scores = score(source.test[self.checked]).astype(np.float32)
        self.held_out = score(self.material.held_out).astype(np.float32)
        self.shown = self._worth_showing()
        loss = float(reduced(self.detector.errors(self.material.held_out), "MSE").mean())
        metrics = {"held_out_loss": loss}
        kinds = source.kinds[self.checked] if len(source.kinds) else source.kinds
        if _both(kinds):
            self.auc = scores.auc(kinds != NORMAL, self.scores)
            metrics["auc"] = self.auc
        return metrics

    def _scorer(self) -> Any:
        """From windows to scores, as the knob says."""
        if self.score != CLASSIFIER:
            norm = self.score
            return lambda rows: reduced(self.detector.errors(rows), norm)
        held_out, anomalies = self.material.held_out, self.material.source.anomalies
        return classifier(self.detector, held_out, anomalies[: 4 * len(held_out)])

    def _worth_showing(self) -> NDArray[np.int64]:
        """Without labels the windows with the highest scores, beside the first ones that were always there."""
        if len(self.material.source.kinds):
            return self.shown
        top = self.judged[np.argsort(-self.scores, kind="stable")[: EXAMPLES - 2]]
        return np.concatenate([top, self.shown[-2:]])

    def _shown(self) -> Examples:
        source = self.material.source
        windows = source.test[self.shown]
        errors = self.detector.errors(windows)  # (e, d)
        rebuilt = windows - errors * self.detector.scale_
        shape = (len(windows), self.model.length, self.model.channels)
        return Examples(
            rows=self.shown.copy(),
            windows=windows.reshape(shape).astype(np.float32),  # (e, L * C) -> (e, L, C), as the others
            rebuilt=rebuilt.reshape(shape).astype(np.float32),
            errors=errors.reshape(shape).astype(np.float32),
            kinds=source.kinds[self.shown] if len(source.kinds) else np.zeros(len(windows), np.uint8),
            scores=reduced(errors, "MAE" if self.score == "MAE" else "MSE").astype(np.float32),
        )


def detector_for(config: SignalConfig, channels: int) -> AutoencoderDetector:
    """The detector that a run trains: ``fit`` gives the one that the run ends with."""
    return AutoencoderDetector(
        network=config.network, code=config.code, hidden=config.hidden, noise=config.noise, steps=config.run_length,
        batch_size=config.batch_size, learning_rate=config.learning_rate, seed=config.seed, channels=channels,
        norm="MAE" if config.score == "MAE" else "MSE",
    )  # fmt: skip


def baselines(config: SignalConfig, made: Material) -> tuple[Baseline, ...]:
    """PCA with as many components as the code has numbers, and z-scores: fitted on the same, judged on all."""
    source = made.source
    channels = len(source.channels)
    kept = min(config.code, made.fit.shape[1], len(made.fit) - 1)
    detectors: dict[str, ErrorDetector] = {
        f"PCA, {kept} component{'s' if kept > 1 else ''}": PCADetector(config.code, channels=channels),
        "z-scores": ZScoreDetector(channels=channels),
    }
    found = []
    for name, each in detectors.items():
        values = each.fit(made.fit).decision_function(source.test)
        none = np.zeros(0, np.float32)
        if not _both(source.kinds):
            found.append(Baseline(name=name, auc=float("nan"), false_alarms=none, recall=none))
            continue
        curve = scores.roc(source.kinds != NORMAL, values).thinned(DRAWN)
        found.append(
            Baseline(
                name=name,
                auc=scores.auc(source.kinds != NORMAL, values),
                false_alarms=curve.x.astype(np.float32),
                recall=curve.y.astype(np.float32),
            )
        )
    return tuple(found)


@lru_cache(maxsize=32)
def _of(data: str, contamination: int, held_out: int, code: int) -> tuple[Baseline, ...]:
    config = SignalConfig(data=data, contamination=contamination, held_out=held_out, code=code)
    return baselines(config, material(config))


def _baselines(config: SignalConfig) -> tuple[Baseline, ...]:
    """Those of a set that ships: they follow from few of the knobs."""
    return _of(config.data, config.contamination, config.held_out, config.code)


def _both(kinds: NDArray[np.uint8]) -> bool:
    """Whether there are normal windows and anomalies."""
    return bool((kinds == NORMAL).any() and (kinds != NORMAL).any())


def _some(count: int) -> NDArray[np.int64]:
    """The windows of a check, in order: at most :data:`CHECKED`, spread over all."""
    chosen: NDArray[np.int64] = np.unique(np.linspace(0, count - 1, min(count, CHECKED)).round().astype(np.int64))
    return chosen


def _examples(kinds: NDArray[np.uint8], count: int) -> NDArray[np.int64]:
    """Windows of every kind, normal ones first; where nobody knows, some from the beginning to the end."""
    if not len(kinds):
        return np.linspace(0, count - 1, min(count, EXAMPLES)).round().astype(np.int64)
    present = [kind for kind in np.unique(kinds) if kind != NORMAL]
    anomalies = (EXAMPLES - 2) if present else 0
    rows = list(np.flatnonzero(kinds == NORMAL)[: EXAMPLES - anomalies])
    for number in range(anomalies):
        kind = present[number % len(present)]
        of_kind = np.flatnonzero(kinds == kind)
        rows.append(of_kind[(number // len(present)) % len(of_kind)])
    return np.array(rows, np.int64)
