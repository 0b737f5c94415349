"""The flow of gradients: a deep network learns digits, or does not, and each layer's gradient is seen."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.data import mnist
from dnnlab.foundations.flow.knobs import FlowConfig
from dnnlab.foundations.flow.net.model import Decoders, DeepNet
from dnnlab.foundations.flow.net.profile import profile
from dnnlab.foundations.flow.phases import phase_at, phases
from dnnlab.foundations.flow.views import FlowView
from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.pictures import as_floats
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training, finite

CHECK_EVERY, CHECKED, PROBED = 25, 1_000, 64
"""Steps between two looks at validation digits, how many of them, and how many are sent through to measure norms."""
PRETRAINING_RATE = 1e-3
"""Of Adam, layer by layer."""
MEAN, STD = 0.1307, 0.3081
"""Of the training digits' pixels: inputs of mean 0 and variance 1, for which the first weights are made."""


class FlowTraining(Training[FlowConfig, FlowView]):
    """A deep network on digits.

    Metrics: ``loss``, cross-entropy of the mini-batch in nats, and ``gradient``, the norm of the whole gradient before
    clipping, or in pre-training ``reconstruction``, the layer's squared error; at the first step, every 25 and at the
    last one ``validation_accuracy`` on 1,000 digits, ``first_gradient`` and ``last_gradient``, the norms of the
    gradients of the first and the last hidden layer's weights in that step, before clipping.
    """

    parts = (
        "model",
        "decoders",
        "optimizer",
        "layerwise",
        "streams",
        "batches",
        "first",
        "norm",
        "clipped",
        "accuracy",
    )

    def __init__(self, config: FlowConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "network", "order", "decoders")
        self.model = DeepNet(config, self.streams["network"])
        self.decoders = Decoders(config, self.streams["decoders"])
        self.optimizer = OPTIMIZERS[config.optimizer](self.model.parameters(), lr=config.learning_rate)
        self.layerwise = OPTIMIZERS["Adam"](
            [*self.model.hidden.parameters(), *self.decoders.parameters()], lr=PRETRAINING_RATE
        )
        self.digits = mnist.training()
        self.batches = Batches(len(self.digits), config.batch_size, self.streams["order"])
        probe = mnist.validation()
        self.probe = as_rows(probe.images[:PROBED]), _labels(probe.labels[:PROBED])
        self.first = profile(self.model, *self.probe)
        self.norm, self.clipped, self.accuracy = float("nan"), 1.0, float("nan")

    @property
    def total_steps(self) -> int:
        """To the end of the last phase."""
        return phases(self.config)[-1].stop

    def step(self) -> dict[str, float]:
        """One mini-batch: backward, clip, step; in pre-training of one layer alone."""
        phase = phase_at(self.config, self.steps_taken)
        if not phase.supervised:
            return self._pretrain(phase.depth - 1)
        chosen = self.batches.next()
        loss = F.cross_entropy(self.model(as_rows(self.digits.images[chosen])), _labels(self.digits.labels[chosen]))
        metrics = {"loss": loss.item()}
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad()
        loss.backward()
        due = self.steps_taken + 1
        if due % CHECK_EVERY == 0 or due in (1, self.total_steps):
            sizes = [each.grad.norm().item() for each in self.model.matrices() if each.grad is not None]
            metrics |= {"first_gradient": sizes[0], "last_gradient": sizes[-2]}
        metrics["gradient"] = self.norm = self._clip()
        if not finite(metrics):
            return metrics
        self.optimizer.step()
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            self.accuracy = self._accuracy()
            metrics["validation_accuracy"] = self.accuracy
        return metrics

    def _pretrain(self, number: int) -> dict[str, float]:
        """A hidden layer learns to give back what it gets; all others have no gradient and stand still."""
        x = as_rows(self.digits.images[self.batches.next()])
        loss = self.decoders.loss(self.model, x, number)
        metrics = {"reconstruction": loss.item()}
        if not finite(metrics):
            return metrics
        self.layerwise.zero_grad(set_to_none=True)  # Adam leaves alone what has no gradient
        loss.backward()
        self.layerwise.step()
        self.steps_taken += 1
        return metrics

    def view(self) -> FlowView:
        """Norms by layer before the first step and now."""
        config = self.config
        return FlowView(
            step=self.steps_taken,
            phase=phase_at(config, self.steps_taken).depth,
            pretraining=config.pretraining,
            length=config.run_length,
            depth=config.depth,
            width=config.width,
            activation=config.activation,
            shortcuts=config.shortcuts,
            first=self.first,
            now=profile(self.model, *self.probe),
            norm=self.norm,
            clipped=self.clipped,
            accuracy=self.accuracy,
        )

    def apply_knobs(self) -> None:
        """The learning rate; the limit is read where it counts."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def _clip(self) -> float:
        """Scale the gradient down to the knob's norm where it is larger; returns its norm before."""
        limit = self.config.clip
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), limit if limit else float("inf")))
        self.clipped = min(1.0, limit / (norm + 1e-6)) if limit else 1.0
        return norm

    def _accuracy(self) -> float:
        digits = mnist.validation()
        with evaluating(self.model):
            answers = self.model(as_rows(digits.images[:CHECKED])).argmax(1)
        return float((answers.numpy() == digits.labels[:CHECKED]).mean())


def as_rows(images: NDArray[np.uint8]) -> Tensor:
    """Digits as rows of inputs with mean 0 and variance 1: (B, 28, 28) -> (B, 784)."""
    return as_floats(images, MEAN, STD).flatten(1)


def _labels(labels: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(labels.astype(np.int64))
