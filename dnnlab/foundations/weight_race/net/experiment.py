"""The same race on the weights of a network: each racer has weights of its own, as one long vector."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.utils import skip_init

from dnnlab.cnn.lenet.net.convert import to_input
from dnnlab.cnn.lenet.net.model import LeNet5
from dnnlab.data import mnist
from dnnlab.foundations.optimizers.knobs import rate_at
from dnnlab.foundations.optimizers.rules import RULES, State
from dnnlab.foundations.optimizers.worked import nobody_moved, note
from dnnlab.foundations.weight_race.knobs import LENET, NetRaceConfig
from dnnlab.foundations.weight_race.views import NetRaceView
from dnnlab.nn.modules import glorot
from dnnlab.nn.pictures import as_floats
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training

CHECK_EVERY, CHECKED = 50, 1_000
"""Steps between two looks at validation digits, and how many of them."""
HIDDEN = 32
HIGHEST = 1e3
"""A loss is told up to this; who goes beyond has flown off, and stands still."""
FOLLOWED = -10
"""Of the weights, the one that is worked through: the bias of the first of the ten outputs."""
EDGES = np.logspace(-8, 0, 33)
"""Of the histogram of step sizes."""


class WeightRace(Training[NetRaceConfig, NetRaceView]):
    """Racers that begin with the same weights and see the same mini-batches.

    Metrics: the mean cross-entropy of each on the mini-batch in nats, by its key; at the first step, every 50 steps and
    at the last one its share of right answers on 1,000 validation digits, ``accuracy_`` and its key. At the end those
    on all 10,000 test digits, ``test_`` and its key.
    """

    parts = ("places", "before", "remembered", "away", "accuracies", "step_sizes", "worked", "streams", "batches")

    def __init__(self, config: NetRaceConfig) -> None:
        super().__init__(config)
        self.keys = config.racers
        self.streams = Streams(config.seed, "network", "order")
        self.network, self.read = network(config.network, self.streams["network"])
        self.shapes = {name: each.shape for name, each in self.network.named_parameters()}
        start = torch.cat([each.detach().reshape(-1) for each in self.network.parameters()])  # P numbers
        self.before = start.clone()  # (P,)
        self.places = start.repeat(len(self.keys), 1)  # (k, P)
        self.remembered = torch.zeros(len(self.keys), 2, len(start))  # (k, letters, P)
        self.away = [False] * len(self.keys)
        self.accuracies = np.full(len(self.keys), np.nan, np.float32)
        self.worked = nobody_moved("the bias of the output for the digit 0", len(self.keys))
        self.step_sizes = np.zeros((len(self.keys), len(EDGES) - 1), np.float32)
        self.digits = mnist.training()
        self.batches = Batches(len(self.digits), config.batch_size, self.streams["order"])

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Everybody takes a step against the gradient of the same mini-batch."""
        chosen = self.batches.next()
        images = self.read(self.digits.images[chosen])
        labels = torch.from_numpy(self.digits.labels[chosen].astype(np.int64))  # (B,)
        losses = {}
        for k, key in enumerate(self.keys):
            theta = self.places[k].clone().requires_grad_()  # (P,)
            loss = F.cross_entropy(self.answers(theta, images), labels)
            value = loss.item()
            self.away[k] = self.away[k] or not value < HIGHEST
            losses[key] = min(value, HIGHEST) if value == value else HIGHEST
            if not self.away[k]:
                (gradient,) = torch.autograd.grad(loss, theta)
                self._move(k, gradient)
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            losses |= self._check()
        return losses

    def view(self) -> NetRaceView:
        """How far everybody has come, and how large the last steps were."""
        return NetRaceView(
            step=self.steps_taken,
            network=self.config.network,
            weights=len(self.before),
            racers=self.keys,
            accuracies=self.accuracies.copy(),
            travelled=(self.places - self.before).norm(dim=1).nan_to_num(posinf=1e9).numpy().astype(np.float32),
            step_sizes=self.step_sizes.copy(),
            edges=EDGES.astype(np.float32),
            worked=self.worked.copy(),
            epochs=self.batches.epochs(self.steps_taken),
        )

    def final(self) -> Iterator[dict[str, float]]:
        """Read all test digits with everybody's weights, 500 at a time."""
        test, found = mnist.test(), dict[str, float]()
        for k, key in enumerate(self.keys):
            right = 0
            for start in range(0, len(test), 500):
                right += self._right(k, test.images[start : start + 500], test.labels[start : start + 500])
                yield dict(found)
            found[f"test_accuracy_{key}"] = right / len(test)
        yield found

    def weights(self) -> dict[str, Tensor]:
        """Everybody's weights, each as its network's own tensors."""
        return {
            f"{key}.{name}": each.clone()
            for k, key in enumerate(self.keys)
            for name, each in self._tensors(self.places[k]).items()
        }

    def answers(self, theta: Tensor, images: Tensor) -> Tensor:
        """The logits (B, 10) of the network with these weights, (P,)."""
        logits: Tensor = functional_call(self.network, self._tensors(theta), (images,))
        return logits

    def _move(self, k: int, gradient: Tensor) -> None:
        key, rule = self.keys[k], RULES[self.keys[k]]
        memory: State = {letter: self.remembered[k, number] for number, letter in enumerate(rule.letters)}
        moved, state = rule.move(
            self.places[k], gradient, memory, self.config.rate(key), self.steps_taken + 1, self.config.constants
        )
        sizes = (moved - self.places[k]).abs().clamp(EDGES[0], EDGES[-1]).log10()
        self.step_sizes[k] = torch.histc(sizes, len(EDGES) - 1, -8, 0).numpy() / len(sizes)
        self._note(k, gradient, moved, state)
        self.places[k] = moved
        for number, letter in enumerate(rule.letters):
            self.remembered[k, number] = state[letter]

    def _note(self, k: int, gradient: Tensor, moved: Tensor, state: State) -> None:
        """Keep how the first output's bias moves, before it does: a gradient reaches it at every step."""
        key, letters = self.keys[k], RULES[self.keys[k]].letters
        note(
            self.worked, k, step=self.steps_taken + 1, rate=rate_at(self.config, key, self.steps_taken + 1),
            constants=self.config.constants, before=float(self.places[k, FOLLOWED]),
            gradient=float(gradient[FOLLOWED]), after=float(moved[FOLLOWED]),
            memory=[float(self.remembered[k, number, FOLLOWED]) for number in range(len(letters))],
            remembered=[float(state[letter][FOLLOWED]) for letter in letters],
        )  # fmt: skip

    def _tensors(self, theta: Tensor) -> dict[str, Tensor]:
        """A vector (P,) as the network's tensors."""
        sizes = [shape.numel() for shape in self.shapes.values()]
        parts = theta.split(sizes)
        return {name: part.view(shape) for (name, shape), part in zip(self.shapes.items(), parts, strict=True)}

    def _check(self) -> dict[str, float]:
        digits = mnist.validation()
        for k in range(len(self.keys)):
            self.accuracies[k] = self._right(k, digits.images[:CHECKED], digits.labels[:CHECKED]) / CHECKED
        return {f"accuracy_{key}": float(self.accuracies[k]) for k, key in enumerate(self.keys)}

    def _right(self, k: int, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> int:
        with torch.no_grad():
            answers = self.answers(self.places[k], self.read(images)).argmax(1)
        return int((answers.numpy() == labels).sum())


def network(name: str, generator: torch.Generator) -> tuple[nn.Module, Any]:
    """The network of a name with first weights, and what makes its input of pictures (B, 28, 28)."""
    if name == LENET:
        return LeNet5(generator=generator).eval(), to_input
    made = nn.Sequential(
        nn.Flatten(), skip_init(nn.Linear, 784, HIDDEN), nn.ReLU(), skip_init(nn.Linear, HIDDEN, 10)
    )  # (B, 1, 28, 28) -> (B, 784) -> (B, 32) -> (B, 10)
    glorot(made, generator)
    return made, as_floats
