"""An autoencoder learns: one step() is one optimiser step on a batch of pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from dnnlab.autoencoders.basic.knobs import CONTRACTIVE, IMPOSSIBLE, SPARSE, AutoencoderConfig
from dnnlab.autoencoders.basic.net.looking import Showing, histogram
from dnnlab.autoencoders.basic.net.model import Autoencoder, as_batch, as_bytes, losses
from dnnlab.autoencoders.basic.net.penalties import contraction, l1, sensitivity
from dnnlab.autoencoders.basic.net.plane import Chart, chart
from dnnlab.autoencoders.basic.net.spoiling import spoilt
from dnnlab.autoencoders.basic.pictures import OWN, pictures_of
from dnnlab.autoencoders.basic.views import AutoencoderView, Floats
from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training, finite, in_pieces
from dnnlab.plots.sheets import Bytes

CHECK_EVERY = 50
"""Steps between two looks at held-out pictures."""
ACTIVE = 0.01
"""A number of a code that is further from 0 counts as active."""


class AutoencoderTraining(Training[AutoencoderConfig, AutoencoderView]):
    """A run: the network, its optimiser, the order of its pictures, and the noise on them.

    Metrics: ``loss`` of the batch before its update, a picture, summed over its pixels, without penalties;
    ``penalty``, what a sparse or contractive run pays beside; at the first step, every 50 and at the last one
    ``validation_loss`` and ``validation_error`` (the squared error, whatever the loss), of held-out pictures that
    are spoilt in the same way each time.  At the end ``test_error``, the squared error of all test pictures, as they
    are where the run repairs none.

    Args:
        config: the knobs.
        given: (n, 32, 32, 3), the learner's own pictures, if the config asks for them.

    Raises:
        ValueError: it asks for them and there are none, or too few; or output and loss cannot be trained together.
    """

    parts = ("model", "optimizer", "streams", "batches")

    def __init__(self, config: AutoencoderConfig, given: Bytes | None = None) -> None:
        super().__init__(config)
        if config.impossible:
            raise ValueError(IMPOSSIBLE)
        self.pictures = pictures_of(config.data, given if config.data == OWN else None)
        self.streams = Streams(config.seed, "network", "order", "noise")
        self.model = Autoencoder(config, self.pictures.shape, self.streams["network"])
        self.optimizer = OPTIMIZERS[config.optimizer](self.model.parameters(), lr=config.learning_rate)
        size = min(config.batch, len(self.pictures.training))
        self.batches = Batches(len(self.pictures.training), size, self.streams["order"])
        self.showing = Showing(config, self.pictures, self.model.products)

    @property
    def total_steps(self) -> int:
        """As many as go through the pictures ``epochs`` times; at least 20 a time, where there are few."""
        return max(self.batches.steps(self.config.epochs), 20 * self.config.epochs)

    def step(self) -> dict[str, float]:
        """Take one optimiser step on the next batch."""
        x = as_batch(self.pictures.training[self.batches.next()])
        spoiled, _ = spoilt(x, self.config, self.streams["noise"])
        self.model.train()
        code, raw = self.model(spoiled)
        loss = losses(self.model, raw, x, self.config.loss).mean()
        metrics = {"loss": loss.item()}
        paid = self._penalty(code, spoiled)
        if paid is not None:
            metrics["penalty"] = paid.item()
            loss = loss + paid
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            metrics |= self._check()
        return metrics

    def view(self) -> AutoencoderView:
        """Held-out pictures and what becomes of them, the filters, the codes."""
        showing = self.showing
        with evaluating(self.model):
            outputs = self.model.decode(self.model.encode(showing.inputs))
            codes = self.model.encode(showing.mapped)
            placed = chart(codes.numpy(), showing.labels)
            bins, counts = histogram(codes.numpy())
            drawn = self.model.decode(_in_box(codes, showing.uniform))
            contractive = self.config.regularizer == CONTRACTIVE
            moved = sensitivity(self.model.encoder, showing.clean).mean(1).numpy() if contractive else None
        return AutoencoderView(
            step=self.steps_taken,
            epoch=self.batches.epochs(self.steps_taken),
            code_size=codes.shape[1],
            pictures=showing.pictures,
            inputs=as_bytes(showing.inputs),
            outputs=as_bytes(outputs),
            filters=self._filters(),
            bins=bins,
            counts=counts,
            active=float((codes.abs() > ACTIVE).float().mean()),
            points=np.clip(placed.points, -60_000, 60_000),
            labels=showing.labels,
            names=self.pictures.names,
            explained=placed.explained,
            drawn=as_bytes(drawn),
            pca_error=showing.pca_error,
            sensitivity=moved,
            filled=showing.filled(self.model, outputs),
        )

    def chart(self) -> Chart:
        """The map of this moment."""
        with evaluating(self.model):
            return chart(self.model.encode(self.showing.mapped).numpy(), self.showing.labels)

    def final(self) -> Iterator[dict[str, float]]:
        """The squared error of all test pictures, a piece at a time."""
        noise = torch.Generator().manual_seed(self.config.seed)

        def errors(images: Bytes) -> Tensor:
            x = as_batch(images)
            spoiled, _ = spoilt(x, self.config, noise)
            return _squared(self.model, spoiled, x)

        rows = yield from in_pieces(self.model, self.pictures.test, errors, size=250)
        yield {"test_error": float(rows.double().mean())}

    def apply_knobs(self) -> None:
        """The learning rate; the penalties' λ are read at each step."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def _penalty(self, code: Tensor, x: Tensor) -> Tensor | None:
        if self.config.regularizer == SPARSE:
            return self.config.sparsity * l1(code)
        if self.config.regularizer == CONTRACTIVE:
            return self.config.contraction * contraction(self.model.encoder, x)
        return None

    def _check(self) -> dict[str, float]:
        clean, inputs = self.showing.checked
        with evaluating(self.model):
            _, raw = self.model(inputs)
            loss = losses(self.model, raw, clean, self.config.loss).mean().item()
            error = (self.model.output(raw) - clean).square().flatten(1).sum(1).mean().item()
        found = {"validation_loss": loss, "validation_error": error}
        return found if all(math.isfinite(each) for each in found.values()) else {}

    def _filters(self) -> Floats:
        """The first 16 filters of the encoder, the mean over their channels: (m, h, w)."""
        first = next(each for each in self.model.encoder if isinstance(each, nn.Linear | nn.Conv2d))
        weight = first.weight.detach()[:16]
        shape = self.pictures.shape if isinstance(first, nn.Linear) else weight.shape[1:]
        return np.asarray(weight.reshape(-1, *shape).mean(1).nan_to_num(0.0, 0.0, 0.0).numpy(), np.float32)


def _in_box(codes: Tensor, uniform: Tensor) -> Tensor:
    """Fixed uniform numbers (n, k) laid into the box in which the codes (N, k) lie."""
    low, high = codes.amin(0), codes.amax(0)
    return low + uniform * (high - low)


def _squared(model: Autoencoder, inputs: Tensor, x: Tensor) -> Tensor:
    """The squared error of each picture: (B,)."""
    off = model.decode(model.encode(inputs)) - x
    return off.square().flatten(1).sum(1)
