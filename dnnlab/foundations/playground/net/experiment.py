"""The playground: one step() is one mini-batch; points and weights can be changed by hand while it trains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils import vector_to_parameters

from dnnlab.foundations.playground.events import MOST_POINTS, Added, Moved, Removed, event_of
from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.net import looking
from dnnlab.foundations.playground.net.fast import FastNet, FastOptimizer, Floats
from dnnlab.foundations.playground.net.material import Task, begin, first_weights, shape_of
from dnnlab.foundations.playground.net.model import Network, masks, rate_at
from dnnlab.foundations.playground.views import GRID, LINES, PlaygroundView, Quality
from dnnlab.foundations.points import CLASSES, Points
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training

CHECK_EVERY = 50
"""Steps between two looks at all points."""


class PlaygroundTraining(Training[PlaygroundConfig, PlaygroundView]):
    """A run: points, a small network, its optimizer.

    What a step computes is :func:`~dnnlab.foundations.playground.net.model.plain_step`, by hand
    (:class:`~dnnlab.foundations.playground.net.fast.FastNet`).  Events:
    :func:`~dnnlab.foundations.playground.events.event_of`.

    Metrics: ``loss`` of the mini-batch, penalties left out; at the first step, every 50 and at the last one
    ``training_loss``, ``validation_loss``, ``training_error`` and ``validation_error`` (the share of wrong answers; of
    a value the share of its variance that is left), ``gradient_norm`` of the last step, ``dead_units`` and
    ``saturated_units`` as shares of the hidden units, and ``output_spread``, the standard deviation of the outcome over
    the training points, as a share of that of what it ought to be.
    """

    parts = ("points", "net", "optimizer", "streams", "batches", "epoch", "quality")

    def __init__(self, config: PlaygroundConfig, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(config)
        self.points, self.task = begin(config, given)
        self.streams = Streams(config.seed, "network", "order", "dropout")
        self.net = FastNet(self.task.shape)
        self.net.theta[...] = first_weights(self.task.shape, config.start, self.streams["network"])
        self.optimizer = FastOptimizer(config.optimizer, self.net.theta)
        self.quality = Quality()
        self.epoch = 0.0  # times that it has gone through the training points, as many as there were
        self.batches: Batches | None = None
        self._prepare()

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Take one step on the next mini-batch; without points nothing happens."""
        if self.batches is None:
            self.steps_taken += 1
            return {}
        with np.errstate(all="ignore"):  # what overflows ends the run, with a sentence
            return self._step(self.batches.next())

    def apply(self, event: Any) -> None:
        """A point more, elsewhere or less, or a weight: the net goes on with what it has learnt."""
        shape = self.task.shape
        todo = event_of(event, shape.sizes, self.task.classes)
        if isinstance(todo, Added):
            if len(self.points) >= MOST_POINTS:
                raise ValueError(f"There are {MOST_POINTS:,} points, and that is the most: remove some first.")
            self.points = self.points.added(todo.x, todo.y, todo.label)
        elif isinstance(todo, Moved):
            self.points = self.points.moved(todo.number, todo.x, todo.y)
        elif isinstance(todo, Removed):
            self.points = self.points.without(todo.number)
        else:
            layer = self.net.layers[todo.layer]
            if todo.of < 0:
                layer.bias[0, todo.unit] = todo.to
            else:
                layer.weight[todo.unit, todo.of] = todo.to
        self._prepare()

    def apply_knobs(self) -> None:
        """Activations, the optimizer, the size of the mini-batch; the others are read where they count."""
        self.task = _with_shape(self.task, self.config)
        self.net.shape = self.task.shape
        if self.optimizer.name != self.config.optimizer:
            self.optimizer = FastOptimizer(self.config.optimizer, self.net.theta)
        learnt = int((~self.points.held_out).sum())
        if self.batches is not None and self.batches.size != min(self.config.batch_size, learnt):
            self._prepare()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from there: the order of the mini-batches follows from the points."""
        saved = state["points"]
        self.points = Points(**{name: each.numpy().copy() for name, each in saved.items()})
        self._prepare()
        super().load_state_dict(state)

    def view(self) -> PlaygroundView:
        """Points, surface, maps, weights and what a check counts."""
        net, task, points = self.net, self.task, self.points
        with np.errstate(all="ignore"):
            over = task.inputs(looking.grid(GRID), self.config.features)
            values, _, sums = net.read(over)
            shown, winner = looking.surface(task, net.outcome(sums), GRID)
            maps = looking.unit_maps(values, over, task.shape.activations)
            of_points, slopes, answers = net.read(task.inputs(points.places, self.config.features))
            last = values[-1] if values else over
            side = looking.side_of(net, last, looking.grid(GRID)[:, 0])
            grid = task.inputs(looking.lines(), self.config.features)
            on_grid = net.read(grid)[0][-1] if values else grid
            inside = of_points[-1] if values else task.inputs(points.places, self.config.features)
            learnt = ~points.held_out
            histogram, ranges = looking.spread_of_values([each[learnt] for each in of_points])
            dead, saturated = looking.idle(net, [each[learnt] for each in slopes])
            confusion = self._confusion(task.answers(net.outcome(answers)))
            return PlaygroundView(
                step=self.steps_taken,
                epoch=self.epoch,
                classes=task.classes,
                names=task.names,
                output=task.shape.output,
                loss=task.shape.loss,
                features=self.config.features,
                sizes=task.shape.sizes,
                activations=task.shape.activations,
                places=points.places.astype(np.float32),
                labels=points.labels.astype(np.float32),
                held_out=points.held_out.copy(),
                ids=points.ids.astype(np.int32),
                surface=shown,
                winner=winner,
                maps=maps,
                weights=_tables(net.layers),
                slopes=_tables(net.slopes),
                warped=side.seen(inside).astype(np.float32),
                lines=side.seen(on_grid).reshape(LINES, LINES, 2).astype(np.float32),  # (13 * 13, 2) -> (13, 13, 2)
                border=side.border,
                values=histogram,
                ranges=ranges,
                sizes_of_slopes=looking.spread_of_slopes(net),
                dead=dead,
                saturated=saturated,
                confusion=confusion,
                quality=self.quality,
                batch_norm=task.shape.batch_norm,
            )

    def weights(self) -> dict[str, Tensor]:
        """The network's, as :class:`~dnnlab.foundations.playground.net.model.Network` loads them."""
        network = Network(self.task.shape)
        vector_to_parameters(torch.from_numpy(self.net.theta.copy()), network.parameters())
        norms = [each for each in network.modules() if isinstance(each, torch.nn.BatchNorm1d)]
        for each, mean, variance in zip(norms, self.net.means, self.net.variances, strict=True):
            assert each.running_mean is not None and each.running_var is not None
            each.running_mean.copy_(torch.from_numpy(mean[0]))
            each.running_var.copy_(torch.from_numpy(variance[0]))
        return {name: each.detach().clone() for name, each in network.state_dict().items()}

    def gradient_norm(self) -> float | None:
        """Of the last step."""
        with np.errstate(all="ignore"):
            return float(np.linalg.norm(self.net.gradient)) if self.steps_taken else None

    def _step(self, rows: NDArray[np.int32]) -> dict[str, float]:
        """A step on these of the training points."""
        config, net = self.config, self.net
        loss = float(net.backward(self.inputs[rows], self.targets[rows], self._masks(len(rows))))
        if not np.isfinite(loss):
            return {"loss": loss}
        net.penalise(config.l1, config.l2)
        rate = rate_at(self.steps_taken, config.learning_rate, config.schedule, config.period)
        self.optimizer.step(net.theta, net.gradient, rate)
        net.cut_back(config.max_norm)
        self.steps_taken += 1
        self.epoch += len(rows) / len(self.inputs)
        return {"loss": loss} | self._check() if self.check_due(CHECK_EVERY) else {"loss": loss}

    # -- the parts ------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """What the steps read of the points; the order of the mini-batches begins anew."""
        learnt = ~self.points.held_out
        self.inputs = self.task.inputs(self.points.places[learnt], self.config.features)
        self.targets = self.task.targets(self.points.labels[learnt])
        count = len(self.inputs)
        size = min(self.config.batch_size, count)
        self.batches = Batches(count, size, self.streams["order"]) if count else None

    def _masks(self, size: int) -> list[Floats | None]:
        rates = (self.config.input_dropout, self.config.dropout)
        sizes = self.task.shape.sizes[:-1]
        return masks(rates, size, sizes, self.streams["dropout"]) if any(rates) else [None] * len(sizes)

    def _check(self) -> dict[str, float]:
        """Loss and error on all points, and the state of the units."""
        points, task = self.points, self.task
        with np.errstate(all="ignore"):
            _, slopes, sums = self.net.read(task.inputs(points.places, self.config.features))
            losses = self.net.losses(sums, task.targets(points.labels))
            outcome = self.net.outcome(sums)
            found: dict[str, float] = {}
            learnt = ~points.held_out
            for name, chosen in (("training", learnt), ("validation", points.held_out)):
                if chosen.any():
                    found[f"{name}_loss"] = float(losses[chosen].mean())
                    found[f"{name}_error"] = error(task, outcome[chosen], points.labels[chosen])
            self.quality = Quality(**found)
            dead, saturated = looking.idle(self.net, [each[learnt] for each in slopes])
            units = max(sum(task.shape.sizes[1:-1]), 1)
            wanted = float(task.targets(points.labels[learnt]).std())
            found["gradient_norm"] = float(np.linalg.norm(self.net.gradient))
            found["dead_units"], found["saturated_units"] = sum(dead) / units, sum(saturated) / units
            if wanted > 0:
                found["output_spread"] = float(outcome[learnt].std(0).mean()) / wanted
        return {name: value for name, value in found.items() if np.isfinite(value)}

    def _confusion(self, answers: Floats) -> NDArray[np.int32]:
        """True classes by answers: of held-out points, or of all where none is held out."""
        count = self.task.classes
        table = np.zeros((count, count), np.int32)
        if count:
            chosen = self.points.held_out if self.points.held_out.any() else np.ones(len(self.points), bool)
            pairs = self.points.labels[chosen].astype(int), answers[chosen].astype(int).clip(0, count - 1)
            np.add.at(table, pairs, 1)
        return table


def error(task: Task, outcome: Floats, labels: Floats) -> float:
    """The share of wrong answers; of a value the share of its variance that is left, (n, K) and (n,)."""
    answers = task.answers(outcome)
    if task.kind == CLASSES:
        return float((answers != labels).mean())
    spread = float(labels.var())
    return float(np.square(answers - labels).mean()) / spread if spread > 0 else float("nan")


def _with_shape(task: Task, config: PlaygroundConfig) -> Task:
    """The task with the activations of now."""
    shape = shape_of(config, task.kind, task.classes or 1)
    return Task(kind=task.kind, classes=task.classes, names=task.names, shape=shape)


def _tables(layers: Any) -> tuple[NDArray[np.float32], ...]:
    """Weights and biases of each layer as (out, in + 1)."""
    return tuple(np.concatenate([each.weight, each.bias.T], 1).astype(np.float32) for each in layers)
