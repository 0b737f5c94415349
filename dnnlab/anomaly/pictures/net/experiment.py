"""An autoencoder learns normal pictures: one step() is one of the detector's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly import scores
from dnnlab.anomaly.net.autoencoder import AutoencoderDetector
from dnnlab.anomaly.net.classifier import classifier
from dnnlab.anomaly.net.detectors import NORMS, reduced
from dnnlab.anomaly.pictures.knobs import PictureConfig
from dnnlab.anomaly.pictures.material import SIDE, Bytes, Floats, as_rows, material
from dnnlab.anomaly.pictures.net.yardsticks import yardsticks
from dnnlab.anomaly.pictures.views import CHECKED, Hardest, PictureView, Rebuilt
from dnnlab.anomaly.pictures.words import NORMAL, STANDARDISED
from dnnlab.nn.training import Training, finite
from dnnlab.plots.sheets import diverging, grey

CHECK_EVERY = 50
"""Steps between two looks at held-out and test pictures."""
PIECE = 1_000
"""Test pictures that are scored in one piece of work at the end."""
EXAMPLES = 8
"""Pictures that are shown as they come back."""
NORMAL_EXAMPLES = 3
WRONG = 10
"""Of the pictures on the wrong side, so many of each sort."""
LEAST = 0.3
"""An error in a pixel, in standard deviations of all of them, that counts as usual everywhere."""
LEARNT_FROM = 400
"""Held-out pictures, and as many labelled anomalies, that the classifier learns from at most."""


class PictureAutoencoder(Training[PictureConfig, PictureView]):
    """A run: a detector, its optimiser, and where it stands in the pictures.

    Metrics: ``loss``, the mean squared error of the mini-batch, in variances of the pixels; at the first step, every
    50 steps and at the last one ``held_out_loss``, likewise of normal pictures that it does not train on, and
    ``auc`` of 1,500 test pictures.  At the end ``auc`` of all.
    """

    parts = ("model", "optimizer", "streams", "batches", "scores", "judged", "held_out", "auc")

    def __init__(self, config: PictureConfig) -> None:
        super().__init__(config)
        self.material = material(config)
        source = self.material.source
        self.detector = detector_for(config).begin(as_rows(self.material.fit))
        self.model, self.optimizer = self.detector.model_, self.detector.optimizer_
        self.streams, self.batches = self.detector.streams_, self.detector.batches_
        self.yardsticks = yardsticks(config)
        self.checked = _some(len(source.test))
        self.judged = np.zeros(0, np.int64)  # which test pictures the scores are of
        self.scores, self.held_out = np.zeros(0, np.float32), np.zeros(0, np.float32)
        self.auc = float("nan")
        self.shown = _examples(source.kinds)

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    def slices(self) -> Iterator[None]:
        """Before the first step the detectors without a network learn and score, which takes a second."""
        if self.steps_taken == 0:
            yield from self.yardsticks.work(self.checked)

    def step(self) -> dict[str, float]:
        """Take one optimiser step on the next mini-batch."""
        metrics = {"loss": self.detector.step()}
        if not finite(metrics):
            return metrics
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            metrics |= self._check()
        return metrics

    def view(self) -> PictureView:
        """The last check's scores, and some pictures as they come back now."""
        source = self.material.source
        return PictureView(
            step=self.steps_taken,
            fitted=len(self.material.fit),
            code=self.config.code,
            names=source.names,
            score=self.config.score,
            examples=rebuilt(self.detector, source.test[self.shown], self._norm),
            example_kinds=source.kinds[self.shown],
            hardest=self._hardest(),
            scores=self.scores.astype(np.float32),
            kinds=source.kinds[self.judged],
            held_out=self.held_out.astype(np.float32),
            auc=self.auc,
            yardsticks=self.yardsticks.judged(self.judged) if len(self.judged) else (),
        )

    def final(self) -> Iterator[dict[str, float]]:
        """Score all test pictures, some at a time, by the network and by those without."""
        source, found = self.material.source, []
        everything = np.arange(len(source.test))
        score = self._scorer()
        for start in range(0, len(source.test), PIECE):
            found.append(score(source.test[start : start + PIECE]))
            yield {}
        for _ in self.yardsticks.work(everything):
            yield {}
        self.scores, self.judged = np.concatenate(found).astype(np.float32), everything
        self.auc = scores.auc(source.kinds != NORMAL, self.scores)
        yield {"auc": self.auc}

    def apply_knobs(self) -> None:
        """Learning rate and noise; the score and the run's length are read where they count."""
        self.detector.retune(self.config.learning_rate, self.config.noise)

    @property
    def _norm(self) -> str:
        """What makes one number of the examples' errors: where no norm scores, they are shown with the MSE."""
        return "MAE" if self.config.score == "MAE" else "MSE"

    def _check(self) -> dict[str, float]:
        """Score held-out pictures, and some of the test."""
        source, score = self.material.source, self._scorer()
        held_out = self.material.held_out[:CHECKED]
        self.judged = self.checked
        self.scores = score(source.test[self.checked]).astype(np.float32)
        self.held_out = score(held_out).astype(np.float32)
        self.auc = scores.auc(source.kinds[self.checked] != NORMAL, self.scores)
        loss = float(reduced(self.detector.errors(as_rows(held_out)), "MSE").mean())
        return {"held_out_loss": loss, "auc": self.auc}

    def _hardest(self) -> Hardest:
        """Of the pictures that were judged last."""
        test, anomaly = self.material.source.test, self.material.source.kinds[self.judged] != NORMAL
        order = np.argsort(np.nan_to_num(self.scores, nan=-np.inf), kind="stable")
        high, low = order[~anomaly[order]][::-1][:WRONG], order[anomaly[order]][:WRONG]
        return Hardest(
            normal=test[self.judged[high]],
            normal_scores=self.scores[high].astype(np.float32),
            anomalies=test[self.judged[low]],
            anomaly_scores=self.scores[low].astype(np.float32),
        )

    def _scorer(self) -> Callable[[Bytes], NDArray[np.float64]]:
        """From pictures to scores, as the knob says."""
        if self.config.score in NORMS:
            norm = self._norm
            return lambda images: reduced(self.detector.errors(as_rows(images)), norm)
        if self.config.score == STANDARDISED:
            ordinary = usual(self.detector.errors(as_rows(self.material.held_out[:CHECKED])))
            return lambda images: standardised(self.detector.errors(as_rows(images)), ordinary)
        normal, anomalies = (
            as_rows(each[:LEARNT_FROM]) for each in (self.material.held_out, self.material.source.anomalies)
        )
        score = classifier(self.detector, normal, anomalies)
        return lambda images: score(as_rows(images))


def detector_for(config: PictureConfig) -> AutoencoderDetector:
    """The detector that a run trains: ``fit`` gives the one that the run ends with."""
    return AutoencoderDetector(
        network="dense", code=config.code, hidden=config.hidden, activation=config.activation, noise=config.noise,
        steps=config.run_length, batch_size=config.batch_size, learning_rate=config.learning_rate, seed=config.seed,
        channels=1, norm="MAE" if config.score == "MAE" else "MSE",
    )  # fmt: skip


def usual(errors: Floats) -> Floats:
    """What is usual in each pixel, from error vectors of normal pictures: (n, d) -> (d,), their mean square.

    :data:`LEAST` is added: where normal pictures never err, a small error would outvote all others.
    """
    found: Floats = (np.square(errors, dtype=np.float64).mean(0) + LEAST**2).astype(np.float32)
    return found


def standardised(errors: Floats, ordinary: Floats) -> NDArray[np.float64]:
    """Error vectors (n, d) as one number each, (n,): the mean of their squares, each divided by what is usual there."""
    scores: NDArray[np.float64] = (np.square(errors, dtype=np.float64) / ordinary).mean(1)
    return scores


def rebuilt(detector: AutoencoderDetector, images: Bytes, norm: str) -> Rebuilt:
    """What comes back of pictures (e, 28, 28), and their scores."""
    rows = as_rows(images)
    errors: NDArray[Any] = detector.errors(rows)  # (e, 784), in standard deviations
    missing = errors * detector.scale_  # in the range of a pixel
    shape = (len(images), SIDE, SIDE)
    return Rebuilt(
        pictures=images.copy(),
        rebuilt=grey(rows - missing).reshape(shape),  # (e, 784) -> (e, 28, 28), as the next one
        errors=diverging(missing, 1.0).reshape(shape),
        scores=reduced(errors, norm).astype(np.float32),
    )


def _some(count: int) -> NDArray[np.int64]:
    """The pictures of a check, in order: at most :data:`CHECKED`, spread over all."""
    chosen: NDArray[np.int64] = np.unique(np.linspace(0, count - 1, min(count, CHECKED)).round().astype(np.int64))
    return chosen


def _examples(kinds: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Normal pictures first, then one of each kind of anomaly in turn."""
    present = [kind for kind in np.unique(kinds) if kind != NORMAL]
    rows = list(np.flatnonzero(kinds == NORMAL)[:NORMAL_EXAMPLES])
    for number in range(EXAMPLES - len(rows)):
        of_kind = np.flatnonzero(kinds == present[number % len(present)])
        rows.append(of_kind[(number // len(present)) % len(of_kind)])
    return np.array(rows, np.int64)
