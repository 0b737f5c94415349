"""Stacked autoencoders: layer by layer, then the whole of it, then a classifier out of the encoders."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.autoencoders.linear.pca import as_rows
from dnnlab.autoencoders.stacked.knobs import STACKED, WIDTHS, StackedConfig
from dnnlab.autoencoders.stacked.net.model import Stacked
from dnnlab.autoencoders.stacked.phases import LAYERS, Phase, phase_at, phases
from dnnlab.autoencoders.stacked.views import StackedView
from dnnlab.data import mnist
from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training, finite, in_pieces
from dnnlab.plots.sheets import diverging, grey

CHECK_EVERY, CHECKED = 25, 1_000
"""Steps between two looks at the validation digits, and how many of them are looked at."""
PICTURES, FILTERS = 8, 24


class StackedTraining(Training[StackedConfig, StackedView]):
    """A run through all phases.

    Metrics: ``loss`` of the phase's own kind (cross-entropy of pixels, squared error of codes, cross-entropy of
    classes); every 25 steps ``validation_error``, squared error an image of 1,000 validation digits through what is
    stacked so far, or ``validation_accuracy`` when labels are looked at.  At the end ``validation_accuracy`` of all
    5,000 and ``test_accuracy`` of the 10,000 test digits.
    """

    parts = ("model", "optimizer", "streams", "batches", "labelled", "anchor")

    def __init__(self, config: StackedConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "network", "order", "labelled order", "noise")
        self.model = Stacked(config.activation, self.streams["network"])
        self.optimizer = OPTIMIZERS["Adam"](self.model.parameters(), lr=config.learning_rate)
        self.training = mnist.training()
        self.batches = Batches(len(self.training), config.batch_size, self.streams["order"])
        self.labelled = Batches(int(config.labels), config.batch_size, self.streams["labelled order"])
        self.anchor = self._weights()

    @property
    def total_steps(self) -> int:
        """To the end of the last phase."""
        return phases(self.config)[-1].stop

    @property
    def phase(self) -> Phase:
        """The phase that the next step belongs to."""
        return phase_at(self.config, self.steps_taken)

    def step(self) -> dict[str, float]:
        """Take one optimiser step of this phase; the layers that it does not train have no gradient."""
        phase = self.phase
        if self.steps_taken == phase.start:
            self.anchor = self._weights()
        loss = self._supervised_loss(phase) if phase.supervised else self._autoencoder_loss(phase)
        metrics = {"loss": loss.item()}
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)  # Adam leaves alone what has no gradient
        loss.backward()
        self.optimizer.step()
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            metrics |= self._check(phase)
        return metrics

    def view(self) -> StackedView:
        """Layers that moved, filters, digits through one, two and three encoders."""
        images = mnist.validation().images[:PICTURES]
        rows = torch.from_numpy(as_rows(images))
        with evaluating(self.model):
            decoded = [self.model.through(rows, depth) for depth in (1, 2, 3)]
            errors = [float((each - rows).square().sum(1).mean()) for each in decoded]
            filters = self.model.layer("encoder 1").weight[:FILTERS].numpy()
        shape = (-1, mnist.SIZE, mnist.SIZE)
        return StackedView(
            step=self.steps_taken,
            stacked=self.config.start == STACKED,
            phase_steps=self.config.phase_steps,
            moved=self._moved(),
            filters=diverging(filters).reshape(shape),
            originals=images,
            decoded=np.stack([grey(each.numpy()).reshape(shape) for each in decoded]),
            error=np.array(errors, np.float32),
        )

    def final(self) -> Iterator[dict[str, float]]:
        """Accuracy on all validation digits, then on the test digits."""
        metrics: dict[str, float] = {}
        for name, digits in (("validation_accuracy", mnist.validation()), ("test_accuracy", mnist.test())):
            answers = yield from in_pieces(self.model, digits.images, self._answers, known=metrics)
            metrics[name] = float(np.mean(answers.numpy() == digits.labels))
        yield metrics

    def apply_knobs(self) -> None:
        """The learning rate."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def _autoencoder_loss(self, phase: Phase) -> Tensor:
        x = torch.from_numpy(as_rows(self.training.images[self.batches.next()]))  # (B, 784)
        inputs = WIDTHS[max(phase.depth - 1, 0)]
        kept = torch.empty(len(x), inputs).bernoulli_(1 - self.config.noise, generator=self.streams["noise"])
        return self.model.autoencoder_loss(x, phase.depth, kept)

    def _supervised_loss(self, phase: Phase) -> Tensor:
        chosen = self.labelled.next()
        x = torch.from_numpy(as_rows(self.training.images[chosen]))  # (B, 784)
        with torch.set_grad_enabled("encoder 1" in phase.trains):
            code = self.model.encode(x)
        labels = torch.from_numpy(self.training.labels[chosen].astype(np.int64))
        return F.cross_entropy(self.model.layer("dense")(code), labels)

    def _check(self, phase: Phase) -> dict[str, float]:
        digits = mnist.validation()
        x = torch.from_numpy(as_rows(digits.images[:CHECKED]))
        with evaluating(self.model):
            if phase.supervised:
                right = self.model.classify(x).argmax(1).numpy() == digits.labels[:CHECKED]
                return {"validation_accuracy": float(np.mean(right))}
            return {"validation_error": float((self.model.through(x, phase.depth or 3) - x).square().sum(1).mean())}

    def _answers(self, images: NDArray[np.uint8]) -> Tensor:
        """Digits -> what they are taken for: (B, 28, 28) -> (B,)."""
        return self.model.classify(torch.from_numpy(as_rows(images))).argmax(1)

    def _weights(self) -> Tensor:
        """All weight matrices in one vector, copied, in the order of ``LAYERS``."""
        return torch.cat([self.model.layer(name).weight.detach().flatten() for name in LAYERS])

    def _moved(self) -> NDArray[np.float32]:
        """For each layer the distance from where the phase began, as a share of its norm there."""
        sizes = [self.model.layer(name).weight.numel() for name in LAYERS]
        before, now = self.anchor.split(sizes), self._weights().split(sizes)
        shares = [float((new - old).norm() / old.norm()) for old, new in zip(before, now, strict=True)]
        return np.array(shares, np.float32)
