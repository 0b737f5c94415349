"""The overfit bench: one step() is one mini-batch of the playground's network, held back by what the knobs say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import vector_to_parameters

from dnnlab.foundations.playground.net.fast import FastNet, FastOptimizer, Floats, Shape
from dnnlab.foundations.playground.net.looking import grid
from dnnlab.foundations.playground.net.material import first_weights
from dnnlab.foundations.playground.net.model import Network, masks
from dnnlab.foundations.playground.views import Quality
from dnnlab.foundations.points import SIDE
from dnnlab.foundations.regularisation.knobs import CURVE, OverfitConfig
from dnnlab.foundations.regularisation.material import Sample, sampled
from dnnlab.foundations.regularisation.net.thinned import drawn_masks, thinned
from dnnlab.foundations.regularisation.views import BINS, LINE, NEAR_ZERO, PLANE, WIDEST, OverfitView
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training

CHECK_EVERY = 20
"""Steps between two looks at all points."""
SHOWN = 8
"""Thinned networks that are drawn."""
AVERAGED = {CURVE: 40}
"""Thinned networks that are averaged, by task; else :data:`FEW`: a plane has ten times as many places."""
FEW = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The weights at the lowest validation loss so far."""

    theta: Floats
    loss: float
    step: int
    quality: Quality


class OverfitTraining(Training[OverfitConfig, OverfitView]):
    """A network and a few noisy points; penalties, max-norm, dropout and early stopping as the knobs say.

    What a step computes is :func:`~dnnlab.foundations.playground.net.model.plain_step`, by hand.

    Metrics: ``loss`` of the mini-batch, penalties left out, with dropout; at the first step, every 20 and at the last
    one, by the whole network: ``training_loss``, ``validation_loss``, ``training_error``, ``validation_error`` (the
    share of wrong answers; of the curve the share of its values' variance that is left), ``gap``, the latter less the
    former, and ``near_zero``, the share of weights below 0.02 in size. At the end ``test_loss`` and ``test_error`` of
    the weights that answer: the last, or after early stopping the best.
    """

    parts = ("net", "optimizer", "streams", "batches", "mask", "quality", "best", "stopped")

    def __init__(self, config: OverfitConfig) -> None:
        super().__init__(config)
        self.learnt, self.validation, self.test = sampled(config)
        self.shape = Shape(
            sizes=(config.inputs, *[config.width] * config.layers, 1),
            activations=(config.activation,) * config.layers, batch_norm=False,
            output="linear" if config.task == CURVE else "sigmoid",
            loss="squared error" if config.task == CURVE else "cross-entropy",
        )  # fmt: skip
        self.streams = Streams(config.seed, "network", "order", "dropout")
        self.net = FastNet(self.shape)
        start = "He" if config.activation == "ReLU" else "Xavier"
        self.net.theta[...] = first_weights(self.shape, start, self.streams["network"])
        self.optimizer = FastOptimizer("Adam", self.net.theta)
        self.batches = self._order()
        self.mask = np.ones(sum(self.shape.sizes[:-1]), bool)
        self.quality = Quality()
        self.best = Best(theta=self.net.theta.copy(), loss=float("inf"), step=0, quality=Quality())
        self.stopped = 0  # the step at which early stopping ended the run

    @property
    def total_steps(self) -> int:
        """As the knob says, or where early stopping ended it."""
        return self.stopped or self.config.run_length

    def step(self) -> dict[str, float]:
        """Take one step on the next mini-batch."""
        with np.errstate(all="ignore"):  # what overflows ends the run, with a sentence
            return self._step()

    def apply_knobs(self) -> None:
        """The size of the mini-batch, and early stopping; the others are read where they count."""
        if self.batches.size != min(self.config.batch_size, len(self.learnt.labels)):
            self.batches = self._order()
        if not self.config.patience:
            self.stopped = 0

    def _step(self) -> dict[str, float]:
        config, net = self.config, self.net
        rows = self.batches.next()
        chosen = self._masks(len(rows))
        loss = float(net.backward(self.learnt.inputs[rows], self.learnt.labels[rows, None], chosen))
        if not np.isfinite(loss):
            return {"loss": loss}
        net.penalise(config.l1, config.l2)
        self.optimizer.step(net.theta, net.gradient, config.learning_rate)
        net.cut_back(config.max_norm)
        self.steps_taken += 1
        self.mask = np.concatenate(
            [
                np.ones(units, bool) if each is None else each[0] > 0
                for units, each in zip(self.shape.sizes[:-1], chosen, strict=True)
            ]
        )
        return {"loss": loss} | self._check() if self.check_due(CHECK_EVERY) else {"loss": loss}

    def _masks(self, size: int) -> list[Floats | None]:
        """What inputs and hidden layers are multiplied by, a row for each point of the mini-batch."""
        units = self.shape.sizes[:-1]
        return masks(self.config.rates, size, units, self.streams["dropout"])

    def _order(self) -> Batches:
        count = len(self.learnt.labels)
        return Batches(count, min(self.config.batch_size, count), self.streams["order"])

    # -- what is measured ---------------------------------------------------------------------

    def _check(self) -> dict[str, float]:
        """Losses and errors of the whole network; a new lowest validation loss is kept, its lack may end the run."""
        quality = self._quality()
        self.quality = quality
        if quality.validation_loss < self.best.loss:
            self.best = Best(
                theta=self.net.theta.copy(), loss=quality.validation_loss, step=self.steps_taken, quality=quality
            )
        patience = self.config.patience
        if patience and self.steps_taken - self.best.step >= patience:
            self.stopped = self.steps_taken
        found = {
            "training_loss": quality.training_loss, "validation_loss": quality.validation_loss,
            "training_error": quality.training_error, "validation_error": quality.validation_error,
            "gap": quality.validation_error - quality.training_error,
            "near_zero": float((np.abs(self._weights()) < NEAR_ZERO).mean()),
        }  # fmt: skip
        return {name: value for name, value in found.items() if np.isfinite(value)}

    def _quality(self) -> Quality:
        (one, wrong), (other, missed) = self._measured(self.learnt), self._measured(self.validation)
        return Quality(training_loss=one, validation_loss=other, training_error=wrong, validation_error=missed)

    def _measured(self, sample: Sample) -> tuple[float, float]:
        """Loss and error of the whole network on these points."""
        sums = self.net.read(sample.inputs)[2]
        loss = float(self.net.losses(sums, sample.labels[:, None]).mean())
        answers = self.net.outcome(sums)[:, 0]
        if self.config.task == CURVE:
            return loss, float(np.square(answers - sample.labels).mean() / sample.labels.var())
        return loss, float(((answers > 0.5) != sample.labels).mean())

    def _weights(self) -> Floats:
        """All of them, biases left out."""
        return self.net.theta[self.net.is_weight > 0]

    def final(self) -> Iterator[dict[str, float]]:
        """Loss and error on the test points, which nothing was chosen by."""
        with self._answering():
            loss, error = self._measured(self.test)
        yield {"test_loss": loss, "test_error": error}

    def _answering(self) -> _Swapped:
        """Inside: the network has the weights that answer."""
        return _Swapped(self.net, self.best.theta if self.stopped else self.net.theta)

    # -- what is looked at --------------------------------------------------------------------

    def places(self) -> Floats:
        """Where a network is read to be drawn, (G, inputs); useless inputs are 0."""
        shown = np.linspace(-SIDE, SIDE, LINE)[:, None] if self.config.task == CURVE else grid(PLANE)
        return np.concatenate([shown, np.zeros((len(shown), self.config.useless))], 1)

    def view(self) -> OverfitView:
        """The learnt function now and at its best, the thinned networks, the weights."""
        with np.errstate(all="ignore"):
            return self._view()

    def _view(self) -> OverfitView:
        config, places = self.config, self.places()
        whole = thinned(self.net, places, [None] * len(self.shape.sizes))[0]
        with _Swapped(self.net, self.best.theta):
            best = thinned(self.net, places, [None] * len(self.shape.sizes))[0]
        members, mean, averaged = self._ensemble(places)
        weights = self._weights()
        near = np.abs(weights) < NEAR_ZERO
        with _Swapped(self.net, np.where((self.net.is_weight > 0) & (np.abs(self.net.theta) < NEAR_ZERO), 0.0,
                                         self.net.theta)):  # fmt: skip
            pruned = self._measured(self.validation)[1]
        values = self.net.read(self.learnt.inputs[:1])[0][0][0]
        lengths = [np.linalg.norm(layer.weight, axis=1) for layer in self.net.layers]
        counts = np.histogram(np.nan_to_num(weights).clip(-WIDEST, WIDEST), BINS, (-WIDEST, WIDEST))[0]
        return OverfitView(
            step=self.steps_taken,
            task=config.task,
            sizes=self.shape.sizes,
            points=self._drawn(self.learnt),
            labels=self.learnt.labels.astype(np.float32),
            held_out=self._drawn(self.validation),
            answers=whole.astype(np.float32),
            best=best.astype(np.float32),
            best_step=self.best.step,
            stopped=self.stopped > 0,
            rates=config.rates,
            mask=self.mask.copy(),
            members=members.astype(np.float32),
            mean=mean.astype(np.float32),
            averaged=averaged,
            unit=np.array([values[0], lengths[0][0]], np.float32),
            counts=counts.astype(np.int32),
            near_zero=int(near.sum()),
            total=len(weights),
            pruned_error=pruned,
            longest=float(max(each.max() for each in lengths)),
            quality=self.quality,
            best_quality=self.best.quality,
        )

    def _drawn(self, sample: Sample) -> Any:
        """(n, 2): where a point stands in its picture."""
        if self.config.task == CURVE:
            return np.stack([sample.inputs[:, 0], sample.labels], 1).astype(np.float32)
        return sample.inputs[:, :2].astype(np.float32)

    def _ensemble(self, places: Floats) -> tuple[Floats, Floats, int]:
        """Some thinned networks, the mean of more, and of how many; the same masks at each look."""
        if not any(self.config.rates):
            return np.zeros((0, len(places))), np.zeros(0), 0
        count = AVERAGED.get(self.config.task, FEW)
        generator = torch.Generator().manual_seed(self.config.seed)
        found = thinned(self.net, places, drawn_masks(self.config.rates, count, self.shape.sizes[:-1], generator))
        return found[:SHOWN], found.mean(0), count

    def weights(self) -> dict[str, Tensor]:
        """Those that answer, as :class:`~dnnlab.foundations.playground.net.model.Network` loads them."""
        network = Network(self.shape)
        with self._answering():
            vector_to_parameters(torch.from_numpy(self.net.theta.copy()), network.parameters())
        return {name: each.detach().clone() for name, each in network.state_dict().items()}

    def gradient_norm(self) -> float | None:
        """Of the last step, penalties included."""
        with np.errstate(all="ignore"):
            return float(np.linalg.norm(self.net.gradient)) if self.steps_taken else None


class _Swapped:
    """Inside: a network has other weights."""

    def __init__(self, net: FastNet, theta: Floats) -> None:
        self._net, self._theta = net, theta.copy()

    def __enter__(self) -> None:
        self._before = self._net.theta.copy()
        self._net.theta[...] = self._theta

    def __exit__(self, *_: object) -> None:
        self._net.theta[...] = self._before
