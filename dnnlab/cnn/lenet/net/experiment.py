"""LeNet-5 learns to read digits: one step() is one optimiser step on one mini-batch."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.augment import augment
from dnnlab.cnn.lenet.net.convert import to_input, to_maps, to_predictions, to_probabilities
from dnnlab.cnn.lenet.net.model import LeNet5
from dnnlab.cnn.lenet.views import LeNetView
from dnnlab.data import mnist
from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training, finite, in_pieces

CHECK_EVERY = 50
"""Steps between two looks at the validation digits."""

CHECKED = 1_000
"""Validation digits that such a look takes; the first ones, always the same."""

FOLLOWED = 0
"""Position in the validation set of the digit that the view follows through the layers: a 5."""


@cache
def _checked_inputs() -> Tensor:
    """The digits of the regular check, ready to read: (1000, 1, 32, 32), shared by all runs."""
    return to_input(mnist.validation().images[:CHECKED])


class LeNetTraining(Training[LeNetConfig, LeNetView]):
    """A run: a network, its optimiser, and where it stands in the training digits.

    Metrics: ``loss`` (mean cross-entropy in nats) and ``train_accuracy`` of the
    mini-batch, before its update; at the first step, every 50 steps and at the
    last one ``validation_loss`` and ``validation_accuracy`` of 1,000 digits,
    after the update.  At the end ``validation_accuracy`` of all 5,000 and
    ``test_accuracy`` of the 10,000 test digits.
    """

    parts = ("model", "optimizer", "streams", "batches", "predictions")

    def __init__(self, config: LeNetConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "network", "order", "augmentation")
        self.model = LeNet5(config.activation, config.pooling, config.filters, config.dropout, self.streams["network"])
        self.optimizer = OPTIMIZERS[config.optimizer](
            self.model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
        )
        self.training = mnist.training()
        digits = round(len(self.training) * config.training_share / 100)
        self.batches = Batches(digits, config.batch_size, self.streams["order"])
        nothing = np.zeros(0, np.uint8)
        self.predictions = to_predictions(torch.zeros(0, 10), nothing.astype(np.uint16), nothing)

    @property
    def total_steps(self) -> int:
        """As many as go through the digits ``epochs`` times."""
        return self.batches.steps(self.config.epochs)

    def step(self) -> dict[str, float]:
        """Take one optimiser step on the next mini-batch."""
        chosen = self.batches.next()
        images = to_input(self.training.images[chosen])  # (B, 1, 32, 32)
        images = augment(images, self.config.augmentation, self.streams["augmentation"])
        labels = torch.from_numpy(self.training.labels[chosen].astype(np.int64))  # (B,)
        self.model.train()
        logits = self.model(images)  # (B, 10)
        loss = F.cross_entropy(logits, labels)
        right = (logits.argmax(1) == labels).sum().item()
        metrics = {"loss": loss.item(), "train_accuracy": right / len(labels)}
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            metrics |= self._check()
        return metrics

    def view(self) -> LeNetView:
        """Filters, one digit in every layer, and the last check's answers."""
        digits = mnist.validation()
        with evaluating(self.model):
            trace = self.model.trace(_checked_inputs()[FOLLOWED : FOLLOWED + 1])
        return LeNetView(
            step=self.steps_taken,
            epoch=self.batches.epochs(self.steps_taken),
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
            logits = yield from in_pieces(self.model, digits.images, self._read, known=metrics)
            answers = to_predictions(logits, np.arange(len(digits), dtype=np.uint16), digits.labels)
            metrics[name] = answers.accuracy
            if name == "validation_accuracy":
                self.predictions = answers
        yield metrics

    def apply_knobs(self) -> None:
        """Dropout, learning rate and weight decay; epochs and augmentation are read at each step."""
        self.model.dropout.p = self.config.dropout
        retune(self.optimizer, lr=self.config.learning_rate, weight_decay=self.config.weight_decay)

    def _read(self, images: NDArray[np.uint8]) -> Tensor:
        """Digits (B, 28, 28) -> logits (B, 10)."""
        logits: Tensor = self.model(to_input(images))
        return logits

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
