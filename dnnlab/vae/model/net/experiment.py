"""A variational autoencoder learns: one step() is one optimiser step on a batch of pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from dnnlab.autoencoders.basic.net.model import as_batch, as_bytes
from dnnlab.autoencoders.basic.net.plane import Chart, chart
from dnnlab.autoencoders.basic.pictures import OWN, pictures_of
from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training, finite, in_pieces
from dnnlab.plots.sheets import Bytes
from dnnlab.vae.model.knobs import MEAN, VaeConfig
from dnnlab.vae.model.net.looking import ELLIPSES, Showing, spreads
from dnnlab.vae.model.net.model import made, products
from dnnlab.vae.model.views import VaeView
from dnnlab.vae.net.elbo import Terms, terms
from dnnlab.vae.net.likelihood import Gaussian, binarised

CHECK_EVERY = 50
"""Steps between two looks at held-out pictures."""
LARGEST = 60_000
"""Of a number on the map: half precision holds it."""


class VaeTraining(Training[VaeConfig, VaeView]):
    """A run: the network, its optimiser, the order of its pictures, their binarised pixels, the draws of z.

    Metrics, in nats a picture, of the batch before its update: ``loss``, what is minimised; ``elbo`` and its parts
    ``reconstruction`` and ``kl``.  At the first step, every 50 and at the last one ``validation_elbo``,
    ``validation_reconstruction`` and ``validation_kl`` of held-out pictures, binarised once.  At the end ``test_elbo``
    of all test pictures, one draw of z each.  A plain autoencoder has no ELBO: there the reconstruction stands alone.

    Args:
        config: the knobs.
        given: (n, 32, 32, 3), the learner's own pictures, if the config asks for them.

    Raises:
        ValueError: it asks for them and there are none, or too few.
    """

    parts = ("model", "optimizer", "streams", "batches")

    def __init__(self, config: VaeConfig, given: Bytes | None = None) -> None:
        super().__init__(config)
        self.pictures = pictures_of(config.data, given if config.data == OWN else None)
        self.streams = Streams(config.seed, "network", "order", "pixels", "codes")
        self.model = made(config, self.pictures.shape, self.streams["network"])
        learnt = [each for each in self.model.parameters() if each.requires_grad]
        self.optimizer = OPTIMIZERS[config.optimizer](learnt, lr=config.learning_rate)
        size = min(config.batch, len(self.pictures.training))
        self.batches = Batches(len(self.pictures.training), size, self.streams["order"])
        self.showing = Showing(config, self.pictures, products(self.model, self.pictures.shape))

    @property
    def total_steps(self) -> int:
        """As many as go through the pictures ``epochs`` times; at least 20 a time, where there are few."""
        return max(self.batches.steps(self.config.epochs), 20 * self.config.epochs)

    def step(self) -> dict[str, float]:
        """Take one optimiser step on the next batch."""
        config = self.config
        x = self._as_input(self.pictures.training[self.batches.next()], self.streams["pixels"])
        self.model.train()
        found = terms(self.model, x, self._noise(len(x)))
        loss = found.loss(
            config.beta_at(self.steps_taken), config.free_bits if config.draws else 0.0,
            self.pictures.pixels if config.reduction == MEAN else 1,
        )  # fmt: skip
        metrics = {"loss": loss.item(), **self._told(found)}
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            metrics |= self._check()
        return metrics

    def view(self) -> VaeView:
        """Reconstructions, new pictures, the map with its ellipses and its plane, the KL of each number."""
        showing, config = self.showing, self.config
        with evaluating(self.model):
            found = self._held_out()
            placed = self._chart(found)
            count = len(showing.shown)
            deviations = torch.exp(0.5 * found.log_variance) * float(config.draws)
            sampled = found.mean[:count] + deviations[:count] * showing.noise[0, :count]
            new = [as_bytes(self.model.decode(each)) for each in showing.drawn(found.mean, deviations, config.draws)]
            return VaeView(
                step=self.steps_taken,
                epoch=self.batches.epochs(self.steps_taken),
                code_size=config.code,
                draws=config.draws,
                beta=config.beta_at(self.steps_taken),
                pictures=as_bytes(showing.shown),
                from_mean=as_bytes(self.model.decode(found.mean[:count])),
                from_sample=as_bytes(self.model.decode(sampled)),
                drawn=new[0],
                of_one=new[1],
                of_all=new[2],
                between=as_bytes(self.model.decode(showing.between(found.mean))),
                plane=showing.plane(self.model, placed, self.pictures.shape),
                points=_drawable(placed.points),
                labels=showing.labels,
                names=self.pictures.names,
                spreads=_drawable(spreads(found.log_variance[:ELLIPSES], placed)),
                middle=_drawable(placed.place(np.zeros((1, config.code), np.float32))[0]),
                explained=placed.explained,
                kl=found.kl.mean(0).nan_to_num().numpy(),
                sigma=self.sigma,
            )

    @property
    def sigma(self) -> float:
        """Of a Gaussian pixel; nan of a Bernoulli one."""
        likelihood = self.model.likelihood
        return float(likelihood.sigma.detach()) if isinstance(likelihood, Gaussian) else math.nan

    def chart(self) -> Chart:
        """The map of this moment."""
        with evaluating(self.model):
            return self._chart(self._held_out())

    def final(self) -> Iterator[dict[str, float]]:
        """The ELBO of all test pictures, a piece at a time: binarised once, with seed 0, one draw of z each."""
        pixels, codes = (torch.Generator().manual_seed(0) for _ in range(2))

        def elbos(images: Bytes) -> Tensor:
            x = self._as_input(images, pixels)
            found = terms(self.model, x, torch.randn((1, len(x), self.config.code), generator=codes))
            return found.elbo if self.config.draws else found.reconstruction

        name = "test_elbo" if self.config.draws else "test_reconstruction"
        rows = yield from in_pieces(self.model, self.pictures.test, elbos, size=250)
        yield {name: float(rows.double().mean())}

    def apply_knobs(self) -> None:
        """The learning rate; beta, warm-up and free nats are read at each step."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def as_input(self, images: Bytes) -> Tensor:
        """Pictures as the encoder gets them, binarised always in the same way."""
        return self._as_input(images, torch.Generator().manual_seed(0))

    def _as_input(self, images: Bytes, pixels: torch.Generator) -> Tensor:
        x = as_batch(images)
        return binarised(x, pixels) if self.config.tosses else x

    def _noise(self, count: int) -> Tensor:
        """Of the draws of z: (S, B, k). A plain autoencoder draws none: its code is the mean."""
        if not self.config.draws:
            return torch.zeros((1, count, self.config.code))
        return torch.randn((self.config.samples, count, self.config.code), generator=self.streams["codes"])

    def _held_out(self) -> Terms:
        noise = self.showing.noise if self.config.draws else torch.zeros_like(self.showing.noise)
        return terms(self.model, self.showing.checked, noise)

    def _chart(self, found: Terms) -> Chart:
        return chart(found.mean.numpy(), self.showing.labels)

    def _told(self, found: Terms) -> dict[str, float]:
        reconstruction = found.reconstruction.mean().item()
        if not self.config.draws:
            return {"reconstruction": reconstruction}
        kl = found.kl.sum(1).mean().item()
        return {"elbo": reconstruction - kl, "reconstruction": reconstruction, "kl": kl}

    def _check(self) -> dict[str, float]:
        with evaluating(self.model):
            found = {f"validation_{name}": value for name, value in self._told(self._held_out()).items()}
        return found if finite(found) else {}


def _drawable(values: np.ndarray) -> np.ndarray:
    """What half precision holds; not a number stays so."""
    return np.asarray(np.clip(values, -LARGEST, LARGEST), np.float32)
