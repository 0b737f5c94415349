"""LeNet-5 learns to read digits: one step() is one optimiser step on one mini-batch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import fields
from functools import cache, partial
from typing import Any

import numpy as np
import torch
import torch._dynamo  # the first optimiser imports it: a second that belongs here, not into a run
import torch.nn.functional as F
from torch import Tensor, optim

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.augment import augment
from dnnlab.cnn.lenet.net.convert import to_input, to_maps, to_predictions, to_probabilities
from dnnlab.cnn.lenet.net.model import LeNet5, evaluating
from dnnlab.cnn.lenet.views import LeNetView, Predictions
from dnnlab.data import mnist
from dnnlab.live.experiment import Experiment

OPTIMIZERS: dict[str, Callable[..., optim.Optimizer]] = {
    "SGD": partial(optim.SGD, fused=True),
    "momentum": partial(optim.SGD, momentum=0.9, fused=True),
    "Nesterov": partial(optim.SGD, momentum=0.9, nesterov=True, fused=True),
    "Adagrad": partial(optim.Adagrad, fused=True),
    "RMSProp": partial(optim.RMSprop, alpha=0.9),
    "Adam": partial(optim.Adam, fused=True),
}
"""Each in PyTorch's fastest form for few, small tensors on a CPU."""

CHECK_EVERY = 50
"""Steps between two looks at the validation digits."""

CHECKED = 1_000
"""Validation digits that such a look takes; the first ones, always the same."""

PIECE = 500
"""Digits measured at a time when the run is complete."""

FOLLOWED = 0
"""Position in the validation set of the digit that the view follows through the layers: a 5."""


@cache
def _checked_inputs() -> Tensor:
    """The digits of the regular check, ready to read: (1000, 1, 32, 32), shared by all runs."""
    return to_input(mnist.validation().images[:CHECKED])


class LeNetTraining(Experiment[LeNetConfig, LeNetView]):
    """A run: a network, its optimiser, and where it stands in the training digits.

    An epoch goes through the digits in a fresh random order, without
    replacement; a batch at its end is filled up from the next epoch's order.

    Metrics: ``loss`` (mean cross-entropy in nats) and ``train_accuracy`` of the
    mini-batch, before its update; at the first step, every 50 steps and at the
    last one ``validation_loss`` and ``validation_accuracy`` of 1,000 digits,
    after the update.  At the end ``validation_accuracy`` of all 5,000 and
    ``test_accuracy`` of the 10,000 test digits.
    """

    def __init__(self, config: LeNetConfig) -> None:
        super().__init__(config)
        # separate streams: a knob that draws more from one leaves the others as they are
        streams = ("network", "order", "augmentation")
        self.generators = {
            name: torch.Generator().manual_seed(len(streams) * config.seed + i) for i, name in enumerate(streams)
        }
        self.model = LeNet5(
            config.activation, config.pooling, config.filters, config.dropout, self.generators["network"]
        )
        self.optimizer = OPTIMIZERS[config.optimizer](
            self.model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
        )
        self.training = mnist.training()
        self.digits = round(len(self.training) * config.training_share / 100)
        self.order = self._fresh_order()
        self.cursor = 0
        self.steps_taken = 0
        nothing = np.zeros(0, np.uint8)
        self.predictions = to_predictions(torch.zeros(0, 10), nothing.astype(np.uint16), nothing)

    @property
    def total_steps(self) -> int:
        """epochs · n / m, rounded up: n digits, m in a batch."""
        return math.ceil(self.config.epochs * self.digits / self.config.batch_size)

    def step(self) -> dict[str, float]:
        """Take one optimiser step on the next mini-batch."""
        chosen = self._next_batch()
        images = to_input(self.training.images[chosen])  # (B, 1, 32, 32)
        images = augment(images, self.config.augmentation, self.generators["augmentation"])
        labels = torch.from_numpy(self.training.labels[chosen].astype(np.int64))  # (B,)
        self.model.train()
        logits = self.model(images)  # (B, 10)
        loss = F.cross_entropy(logits, labels)
        right = (logits.argmax(1) == labels).sum().item()
        metrics = {"loss": loss.item(), "train_accuracy": right / len(labels)}
        if not math.isfinite(metrics["loss"]):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.steps_taken += 1
        if self.steps_taken % CHECK_EVERY == 0 or self.steps_taken in (1, self.total_steps):
            metrics |= self._check()
        return metrics

    def view(self) -> LeNetView:
        """Filters, one digit in every layer, and the last check's answers."""
        digits = mnist.validation()
        with evaluating(self.model):
            trace = self.model.trace(_checked_inputs()[FOLLOWED : FOLLOWED + 1])
        return LeNetView(
            step=self.steps_taken,
            epoch=self.steps_taken * self.config.batch_size / self.digits,
            filters=self.model.conv1.weight.detach().squeeze(1).numpy().copy(),  # (F, 1, 5, 5) -> (F, 5, 5)
            biases=self.model.conv1.bias.detach().numpy().copy(),
            digit=FOLLOWED,
            label=int(digits.labels[FOLLOWED]),
            maps=to_maps(trace),
            probabilities=to_probabilities(trace.logits)[0],
            predictions=self.predictions,
        )

    def final(self) -> Iterator[dict[str, float]]:
        """Measure all 5,000 validation digits, then the 10,000 test digits, 500 at a time."""
        metrics: dict[str, float] = {}
        for name, digits in (("validation_accuracy", mnist.validation()), ("test_accuracy", mnist.test())):
            pieces: list[Tensor] = []
            for start in range(0, len(digits), PIECE):
                with evaluating(self.model):
                    pieces.append(self.model(to_input(digits.images[start : start + PIECE])))
                yield dict(metrics)
            answers = to_predictions(torch.cat(pieces), np.arange(len(digits), dtype=np.uint16), digits.labels)
            metrics[name] = answers.accuracy
            if name == "validation_accuracy":
                self.predictions = answers
        yield metrics

    def tune(self, config: LeNetConfig) -> None:
        """Apply learning rate, weight decay, dropout, augmentation and epochs from the next step on."""
        super().tune(config)
        self._apply_live_knobs()

    def state_dict(self) -> dict[str, Any]:
        """Everything that the next step depends on, and the last check."""
        return {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "generators": {name: each.get_state() for name, each in self.generators.items()},
            "order": self.order,
            "cursor": self.cursor,
            "steps_taken": self.steps_taken,
            "predictions": {
                each.name: torch.tensor(getattr(self.predictions, each.name)) for each in fields(Predictions)
            },
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where ``state`` stands; the live knobs stay as this run's config says."""
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(deepcopy(state["optimizer"]))  # it would share the tensors
        for name, saved in state["generators"].items():
            self.generators[name].set_state(saved)
        self.order = state["order"].clone()
        self.cursor = state["cursor"]
        self.steps_taken = state["steps_taken"]
        self.predictions = Predictions(**{name: each.numpy().copy() for name, each in state["predictions"].items()})
        self._apply_live_knobs()

    def weights(self) -> dict[str, Tensor]:
        """Name -> tensor, as ``LeNet5.load_state_dict`` takes them."""
        return {
            name: each.clone(memory_format=torch.contiguous_format) for name, each in self.model.state_dict().items()
        }

    def gradient_norm(self) -> float | None:
        """The Euclidean norm of the last gradient over all parameters; None before the first step."""
        gradients = [each.grad for each in self.model.parameters() if each.grad is not None]
        if not gradients:
            return None
        return float(torch.linalg.vector_norm(torch.cat([each.flatten() for each in gradients])))

    def _apply_live_knobs(self) -> None:
        """Hand the knobs that change while the run goes on to the parts that use them."""
        self.model.dropout.p = self.config.dropout
        for group in self.optimizer.param_groups:
            group["lr"] = self.config.learning_rate
            group["weight_decay"] = self.config.weight_decay

    def _fresh_order(self) -> Tensor:
        """A random order of the training digits: (n,) positions."""
        return torch.randperm(self.digits, generator=self.generators["order"], dtype=torch.int32)

    def _next_batch(self) -> np.ndarray[Any, np.dtype[np.int32]]:
        """The positions of the next mini-batch: (B,)."""
        size = self.config.batch_size
        chosen = self.order[self.cursor : self.cursor + size]
        self.cursor += size
        if self.cursor > self.digits:
            missing = size - len(chosen)
            self.order = self._fresh_order()
            self.cursor = missing
            chosen = torch.cat([chosen, self.order[:missing]])
        positions: np.ndarray[Any, np.dtype[np.int32]] = chosen.numpy()
        return positions

    def _check(self) -> dict[str, float]:
        """Read the 1,000 digits of the regular check."""
        with evaluating(self.model):
            logits = self.model(_checked_inputs())
        indices = np.arange(CHECKED, dtype=np.uint16)
        self.predictions = to_predictions(logits, indices, mnist.validation().labels[:CHECKED])
        return {
            "validation_loss": float(self.predictions.loss.mean()),
            "validation_accuracy": self.predictions.accuracy,
        }
