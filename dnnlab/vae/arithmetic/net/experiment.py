"""A small VAE learns faces: one step() is one optimiser step on a batch of 32 x 32 pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from dnnlab.data import faces
from dnnlab.data.faces import ATTRIBUTES, Faces
from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training, finite, in_pieces
from dnnlab.once import once
from dnnlab.plots.sheets import Bytes
from dnnlab.vae.arithmetic.knobs import SIDE, FaceConfig
from dnnlab.vae.arithmetic.net.model import FaceVAE, kl_by_dimension, loss
from dnnlab.vae.arithmetic.net.reading import as_bytes, as_floats
from dnnlab.vae.arithmetic.strip import STRENGTHS, SUBJECT
from dnnlab.vae.arithmetic.views import FaceView

CHECK_EVERY = 50
"""Steps between two looks at held-out faces."""
SHOWN, CHECKED, AVERAGED = 6, 100, 96
"""Held-out faces in a view and in a check; training faces behind a view's vectors."""


class FaceTraining(Training[FaceConfig, FaceView]):
    """A run: the network, its optimiser, the order of its faces, and the noise of its codes.

    Metrics: ``loss`` of the batch before its update, error plus beta times KL, in nats a picture; ``error`` and ``kl``,
    its parts; at the first step, every 50 and at the last one ``validation_error``, the squared error of a pixel, and
    ``validation_kl`` of 100 held-out faces.  At the end ``test_error``, the squared error of all test faces.
    """

    parts = ("model", "optimizer", "streams", "batches")

    def __init__(self, config: FaceConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "network", "order", "codes")
        widths = config.channels, 2 * config.channels, 2 * config.channels
        self.model = FaceVAE(SIDE, widths, config.code, self.streams["network"])
        self.optimizer = OPTIMIZERS["Adam"](self.model.parameters(), lr=config.learning_rate)
        self.batches = Batches(faces.TRAINING, config.batch_size, self.streams["order"])

    @property
    def total_steps(self) -> int:
        """As many as the knob says."""
        return self.config.length

    def step(self) -> dict[str, float]:
        """Take one optimiser step on the next batch."""
        x = _floats(_small()[self.batches.next()])
        self.model.train()
        total, error, kl = loss(self.model, x, self.config.beta, self.streams["codes"])
        metrics = {"loss": total.item(), "error": error.item(), "kl": kl.item()}
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        self.optimizer.step()
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            metrics |= self._check()
        return metrics

    def view(self) -> FaceView:
        """Reconstructions, draws from the prior, one face with vectors added, the dimensions by KL."""
        known, held = _known(), faces.validation().images[:SHOWN]
        noise = torch.randn(SHOWN, self.config.code, generator=torch.Generator().manual_seed(7))
        with evaluating(self.model):
            mean, spread = self.model.encode(as_floats(known.images, SIDE))
            subject = self.model.encode(as_floats(faces.test().images[SUBJECT : SUBJECT + 1], SIDE))[0]
            codes = []
            for name in ATTRIBUTES:
                has = torch.from_numpy(np.array(known.labels[name]))
                difference = mean[has].mean(0) - mean[~has].mean(0)
                codes += [subject[0] + strength * difference for strength in STRENGTHS]
            x = as_floats(held, SIDE)
            kl = kl_by_dimension(mean, spread).mean(0).nan_to_num().sort(descending=True).values
            return FaceView(
                step=self.steps_taken,
                originals=as_bytes(x),
                outputs=as_bytes(self.model(x)),
                drawn=as_bytes(self.model.decode(noise)),
                strips=as_bytes(self.model.decode(torch.stack(codes))),
                kl=np.asarray(kl.clamp(max=1e6).numpy(), np.float32),
            )

    def final(self) -> Iterator[dict[str, float]]:
        """The error of all test faces, a piece at a time."""

        def errors(images: Bytes) -> Tensor:
            return _squared(self.model, as_floats(images, SIDE))

        rows = yield from in_pieces(self.model, faces.test().images, errors, size=50)
        yield {"test_error": float(rows.double().mean())}

    def apply_knobs(self) -> None:
        """The learning rate; beta is read at each step."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def _check(self) -> dict[str, float]:
        x = as_floats(faces.validation().images[:CHECKED], SIDE)
        with evaluating(self.model):
            mean, spread = self.model.encode(x)
            found = {
                "validation_error": float(_squared(self.model, x).mean()),
                "validation_kl": float(kl_by_dimension(mean, spread).sum(1).mean()),
            }
        return found if all(math.isfinite(each) for each in found.values()) else {}


def _squared(model: FaceVAE, x: Tensor) -> Tensor:
    """The mean squared error of a pixel and colour of each plain reconstruction, (B,)."""
    off: Tensor = model(x) - x
    return off.square().flatten(1).mean(1)


def _floats(small: Bytes) -> Tensor:
    """(B, 3, 32, 32) bytes as floats in [0, 1]."""
    return torch.from_numpy(small).float() / 255


@once
def _small() -> Bytes:
    """All training faces at 32 x 32, (5000, 3, 32, 32); read-only, shared by all runs of the process."""
    images = faces.training().images
    found = np.concatenate(
        [(as_floats(each, SIDE) * 255).round().to(torch.uint8).numpy() for each in np.array_split(images, 20)]
    )  # fmt: skip
    found.setflags(write=False)
    return found


@once
def _known() -> Faces:
    """The training faces behind a view's vectors."""
    part = faces.training()
    return Faces(part.images[:AVERAGED], part.labels[:AVERAGED])
