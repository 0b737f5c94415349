"""What a run of the playground is about: its points, and the network that suits them; shared with the many seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn.utils import parameters_to_vector

from dnnlab.foundations.playground.knobs import PlaygroundConfig, matched, outputs_of
from dnnlab.foundations.playground.layers import features_of
from dnnlab.foundations.playground.net.fast import Floats, Shape
from dnnlab.foundations.playground.net.model import Network, start, targets
from dnnlab.foundations.points import CLASSES, OWN_POINTS, OWN_TABLE, REGRESSION, SETS, Points, drawn, split


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is predicted, and the network that does."""

    kind: str
    classes: int
    """0 where a value is predicted."""
    names: tuple[str, ...]
    shape: Shape

    def inputs(self, places: Floats, features: tuple[str, ...]) -> Floats:
        """What the network is told of points, (n, inputs)."""
        return features_of(places, features)

    def targets(self, labels: Floats) -> Floats:
        """What the output ought to be, (n, K)."""
        return targets(labels, self.kind, self.shape.sizes[-1], self.shape.output, self.shape.loss)

    def answers(self, outcome: Floats) -> Floats:
        """What the net says, (..., n, K) -> (..., n): the number of a class, or the value."""
        if self.kind == REGRESSION:
            return outcome[..., 0]
        middle = 0.0 if self.shape.output in ("tanh", "linear") else 0.5
        found: Floats = (outcome.argmax(-1) if self.shape.sizes[-1] > 1 else outcome[..., 0] > middle).astype(
            np.float64
        )
        return found

    def sure(self, outcome: Floats) -> Floats:
        """How sure each output is, from 0 to 1, (..., K): a probability, or the middle of what may be negative."""
        if self.kind == REGRESSION or self.shape.output in ("tanh", "linear"):
            return np.clip((outcome + 1) / 2, 0, 1)
        return outcome


def begin(config: PlaygroundConfig, given: Mapping[str, Any] | None) -> tuple[Points, Task]:
    """The points of a run as it begins, and its task.

    Raises:
        ValueError: the knobs ask for a table, and none is given.
    """
    names: tuple[str, ...] = ()
    kind, classes = config.kind, config.classes
    if config.data == OWN_TABLE:
        if given is None:
            raise ValueError("Own table: bring a file first.")
        kind = REGRESSION if given["value"] else CLASSES
        names = tuple(given["classes"])
        classes = len(names)
        draw = np.random.default_rng(config.sample)
        points = split(np.asarray(given["places"]), np.asarray(given["labels"]), config.training / 100, draw)
    elif config.data == OWN_POINTS:
        points = split(np.zeros((0, 2)), np.zeros(0), 1.0, np.random.default_rng(0))
    else:
        classes = max(classes, SETS[config.data][2])
        points = drawn(
            config.data, count=config.points, noise=config.noise, training=config.training / 100, sample=config.sample
        )
    if kind == REGRESSION:
        classes, names = 0, names or ("value",)
    names = names or tuple(str(number + 1) for number in range(classes))
    return points, Task(kind=kind, classes=classes, names=names, shape=shape_of(config, kind, classes))


def shape_of(config: PlaygroundConfig, kind: str, classes: int) -> Shape:
    """The network's, as the knobs stand now."""
    layers = config.layers
    output, loss = matched(config, kind, classes)
    return Shape(
        sizes=(len(config.features), *(each.units for each in layers), outputs_of(kind, classes)),
        activations=tuple(each.activation for each in layers), batch_norm=config.batch_norm, output=output, loss=loss,
    )  # fmt: skip


def first_weights(shape: Shape, name: str, generator: torch.Generator) -> Floats:
    """All weights of a network in one vector, as they are drawn."""
    network = Network(shape)
    start(network, name, generator)
    vector: Floats = parameters_to_vector(network.parameters()).detach().numpy()
    return vector
