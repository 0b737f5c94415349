"""Sixteen networks of the playground at once: one step() is a mini-batch for each, all in the same products."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.foundations.playground.net import looking
from dnnlab.foundations.playground.net.experiment import CHECK_EVERY
from dnnlab.foundations.playground.net.fast import FastNet, FastOptimizer, Floats
from dnnlab.foundations.playground.net.material import begin, first_weights, shape_of
from dnnlab.foundations.playground.net.model import masks, rate_at
from dnnlab.foundations.points import CLASSES, OWN_POINTS
from dnnlab.foundations.seeds.knobs import COUNT, SeedsConfig
from dnnlab.foundations.seeds.views import GRID, SeedsView
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training


class SeedsTraining(Training[SeedsConfig, SeedsView]):
    """A run: sixteen networks that differ in their seed alone, which begins at the knob's.

    Network ``i`` is the one that the playground trains with the seed ``seed + i``, up to rounding.  One whose loss is
    no number any more stays where it is; the others go on.

    Metrics, of the held-out points, or of all where none is held out, every 50 steps: ``best_error``, ``median_error``
    and ``worst_error``; each step ``loss``, the median of the mini-batches'.
    """

    parts = ("net", "optimizer", "streams", "batches", "alive", "training", "validation")

    def __init__(self, config: SeedsConfig, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(config)
        self.points, self.task = begin(config, given)
        if config.data == OWN_POINTS:
            raise ValueError("Sixteen seeds need points: choose another set than your own points.")
        self.seeds = config.seed + np.arange(COUNT)
        self.streams = Each([Streams(int(seed), "network", "order", "dropout") for seed in self.seeds])
        self.net = FastNet(self.task.shape, COUNT)
        for row, each in enumerate(self.streams.all):
            self.net.theta[row] = first_weights(self.task.shape, config.start, each["network"])
        self.optimizer = FastOptimizer(config.optimizer, self.net.theta)
        learnt = ~self.points.held_out
        self.inputs = self.task.inputs(self.points.places[learnt], config.features)
        self.targets = self.task.targets(self.points.labels[learnt])
        self.batches = self._orders()
        self.alive = np.ones(COUNT, bool)
        self.training, self.validation = np.full(COUNT, np.nan), np.full(COUNT, np.nan)

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Take one step with each network, on a mini-batch of its own."""
        config, net = self.config, self.net
        rows = np.stack([each.next() for each in self.batches.all])  # (16, B)
        with np.errstate(all="ignore"):
            losses = net.backward(self.inputs[rows], self.targets[rows], self._masks(rows.shape[1]))
            self.alive &= np.isfinite(losses)
            if not self.alive.any():
                return {"loss": float("nan")}
            kept = net.theta[~self.alive].copy()
            net.gradient[~self.alive] = 0
            net.penalise(config.l1, config.l2)
            rate = rate_at(self.steps_taken, config.learning_rate, config.schedule, config.period)
            self.optimizer.step(net.theta, net.gradient, rate)
            net.cut_back(config.max_norm)
            net.theta[~self.alive] = kept
        self.steps_taken += 1
        metrics = {"loss": float(np.median(losses[self.alive]))}
        return metrics | self._check() if self.check_due(CHECK_EVERY) else metrics

    def apply_knobs(self) -> None:
        """Activations, the optimizer, the size of the mini-batches; the others are read where they count."""
        self.net.shape = shape_of(self.config, self.task.kind, self.task.classes or 1)
        if self.optimizer.name != self.config.optimizer:
            self.optimizer = FastOptimizer(self.config.optimizer, self.net.theta)
        if self.batches.all[0].size != min(self.config.batch_size, len(self.inputs)):
            self.batches = self._orders()

    def view(self) -> SeedsView:
        """The surfaces, and the errors of the last check."""
        with np.errstate(all="ignore"):
            over = self.task.inputs(looking.grid(GRID), self.config.features)
            outcome = self.net.outcome(self.net.read(over)[2])  # (16, 36 * 36, K)
            shown = [looking.surface(self.task, each, GRID) for each in outcome]
        return SeedsView(
            step=self.steps_taken,
            classes=self.task.classes,
            seeds=self.seeds.astype(np.int32),
            surfaces=np.stack([each for each, _ in shown]),
            winners=np.stack([each for _, each in shown]),
            training=self.training.astype(np.float32),
            validation=self.validation.astype(np.float32),
        )

    def weights(self) -> dict[str, Tensor]:
        """All weights of each network, a row each, in the order of ``Network.parameters()``."""
        return {"theta": self.net.state_dict()["theta"].clone()}

    def gradient_norm(self) -> float | None:
        """Of the last step, over all networks."""
        return float(np.linalg.norm(self.net.gradient)) if self.steps_taken else None

    def _orders(self) -> Each:
        count = len(self.inputs)
        size = min(self.config.batch_size, count)
        return Each([Batches(count, size, each["order"]) for each in self.streams.all])

    def _masks(self, size: int) -> list[Floats | None]:
        """Dropout of each network, stacked: (16, B, units) for each layer."""
        rates, sizes = (self.config.input_dropout, self.config.dropout), self.task.shape.sizes[:-1]
        if not any(rates):
            return [None] * len(sizes)
        drawn = [masks(rates, size, sizes, each["dropout"]) for each in self.streams.all]
        return [_stacked(layer) for layer in zip(*drawn, strict=True)]

    def _check(self) -> dict[str, float]:
        """The errors of all networks."""
        points, task = self.points, self.task
        with np.errstate(all="ignore"):
            answers = task.answers(self.net.outcome(self.net.read(task.inputs(points.places, self.config.features))[2]))
            learnt = ~points.held_out
            self.training = np.where(self.alive, self._errors(answers, learnt), np.nan)
            self.validation = np.where(self.alive, self._errors(answers, points.held_out), np.nan)
        shown = self.validation if points.held_out.any() else self.training
        known = shown[np.isfinite(shown)]
        if not len(known):
            return {}
        return {
            "best_error": float(known.min()), "median_error": float(np.median(known)), "worst_error": float(known.max())
        }  # fmt: skip

    def _errors(self, answers: Floats, chosen: NDArray[np.bool_]) -> Floats:
        """(16, n) -> (16,): the share of wrong answers, or of the variance that is left."""
        labels = self.points.labels[chosen]
        if not len(labels):
            return np.full(COUNT, np.nan)
        off = answers[:, chosen] - labels
        found: Floats = (off != 0).mean(1) if self.task.kind == CLASSES else np.square(off).mean(1) / labels.var()
        return found


class Each:
    """The same thing for each network, saved together."""

    def __init__(self, all: list[Any]) -> None:
        self.all = all

    def state_dict(self) -> dict[str, Any]:
        """Number -> its state."""
        return {str(number): each.state_dict() for number, each in enumerate(self.all)}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on from there."""
        for number, each in enumerate(self.all):
            each.load_state_dict(state[str(number)])


def _stacked(layer: tuple[Floats | None, ...]) -> Floats | None:
    there = [each for each in layer if each is not None]
    return np.stack(there) if there else None
