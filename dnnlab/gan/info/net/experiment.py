"""InfoGAN: one step() is one of D and Q, which look at pictures, and then one of G."""

from __future__ import annotations

import math
from collections.abc import Iterator
from copy import deepcopy

import numpy as np
from torch import Tensor

from dnnlab.gan.info.codes import CATEGORIES
from dnnlab.gan.info.knobs import InfoConfig
from dnnlab.gan.info.net.bound import bound, scaled
from dnnlab.gan.info.net.looking import Found, looked_at, panels
from dnnlab.gan.info.net.model import as_input, drawn, players
from dnnlab.gan.info.net.shaking import shaken
from dnnlab.gan.info.net.shipped import begin_with
from dnnlab.gan.info.views import InfoView
from dnnlab.gan.material import MNIST, material
from dnnlab.gan.net.averaging import follow
from dnnlab.gan.net.judged import JudgedTraining
from dnnlab.gan.net.pictures import as_batch, discriminator_loss, generator_loss
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import finite

BETAS = (0.5, 0.999)
"""Of Adam (Radford et al., 2016)."""
ACROSS, ALONG = 3, 2
"""Rows of the panels on the stage."""


class InfoTraining(JudgedTraining[InfoConfig, InfoView, Found]):
    """A run: G, D, Q, G's average, two optimisers, the order of the real pictures, noise and codes.

    Metrics of a step, before its updates: ``discriminator_loss``, ``generator_loss``, ``real_probability`` D(x) and
    ``fake_probability`` D(G(z, c)); ``information_c1``, ``information_c2`` and ``information_c3``, the bound L_I of
    this batch in nats.  With a judgement, of 2,000 pictures by the averaged G: ``matching``, the share that shows its
    code's digit in the best one-to-one matching, ``precision`` and ``coverage``.
    """

    parts = (
        "generator", "discriminator", "recogniser", "averaged", "generator_optimizer", "discriminator_optimizer",
        "streams", "batches", "judged_at", "scores", "table", "related",
    )  # fmt: skip

    def __init__(self, config: InfoConfig) -> None:
        super().__init__(config)
        self.material = material(MNIST)
        self.streams = Streams(config.seed, "network", "order", "noise", "shaking")
        self.generator, self.discriminator, self.recogniser = players(self.streams["network"])
        self.averaged = deepcopy(self.generator).eval()
        if config.continues:
            begin_with(self.generator, self.discriminator, self.recogniser, self.averaged)
        for each in self.averaged.parameters():
            each.requires_grad_(False)
        adam = OPTIMIZERS["Adam"]
        self.generator_optimizer = adam(self.generator.parameters(), lr=config.generator_rate, betas=BETAS)
        readers = [*self.discriminator.parameters(), *self.recogniser.parameters()]
        self.discriminator_optimizer = adam(readers, lr=config.discriminator_rate, betas=BETAS)
        self.batches = Batches(len(self.material.images), config.batch_size, self.streams["order"])
        self.scores = [math.nan, math.nan]
        self.table = np.zeros((CATEGORIES, CATEGORIES), np.int64)
        self.related = np.full((2, 3), math.nan, np.float32)

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """D tells real from generated, Q reads the code; then G draws what D takes for real and Q can read."""
        told, weight = self.verdict(), self.config.weight
        x = self._shaken(as_batch(self.material.images[self.batches.next()]))
        noise, c1, c23 = drawn(len(x), self.streams["noise"])
        fake = self.generator(as_input(noise, c1, c23))

        of_real, features = self.discriminator(x), self.discriminator.features(self._shaken(fake.detach()))
        of_fake = self.discriminator.output(features).squeeze(1)  # (B, 1) -> (B,)
        logits, means = self.recogniser(scaled(features, weight))
        read = bound(logits, means, c1, c23)
        d_loss = discriminator_loss(of_real, of_fake)
        if not finite(now := {"discriminator_loss": d_loss.item(), "information_c1": read.categorical.item()}):
            return told | now
        self.discriminator_optimizer.zero_grad(set_to_none=True)
        (d_loss - read.total).backward()
        self.discriminator_optimizer.step()

        features = self.discriminator.features(self._shaken(fake))
        g_loss = generator_loss(self.discriminator.output(features).squeeze(1))
        logits, means = self.recogniser(scaled(features, weight))
        heard = bound(logits, means, c1, c23)
        told |= {
            "discriminator_loss": d_loss.item(), "generator_loss": g_loss.item(),
            "information_c1": heard.categorical.item(), "information_c2": heard.continuous[0].item(),
            "information_c3": heard.continuous[1].item(),
            "real_probability": of_real.detach().sigmoid().mean().item(),
            "fake_probability": of_fake.detach().sigmoid().mean().item(),
        }  # fmt: skip
        if not finite(told):
            return told
        self.generator_optimizer.zero_grad(set_to_none=True)
        (g_loss - heard.total).backward()
        self.generator_optimizer.step()
        follow(self.averaged, self.generator, self.config.average)
        self.steps_taken += 1
        return told

    def _shaken(self, pictures: Tensor) -> Tensor:
        """As D and Q see them."""
        return shaken(pictures, self.config.shaking, self.streams["shaking"])

    def view(self) -> InfoView:
        """The panels of the averaged G, and what the judge found last."""
        shown = panels(self.averaged, ACROSS, ALONG)
        return InfoView(
            step=self.steps_taken, weight=self.config.weight, epoch=self.batches.epochs(self.steps_taken),
            by_c1=shown.by_c1, by_c2=shown.by_c2, by_c3=shown.by_c3, table=self.table.copy(),
            correlations=self.related.copy(), judged_at=self.judged_at, precision=self.scores[0],
            coverage=self.scores[1],
        )  # fmt: skip

    def judging(self) -> Iterator[Found | None]:
        """None while it is at work, then what it found."""
        yield from looked_at(self.averaged)

    def noted(self, found: Found) -> dict[str, float]:
        """Kept for the view, and as metrics."""
        self.scores = [found.score.precision, found.score.coverage]
        self.table, self.related = found.table, found.correlations.astype(np.float32)
        return {
            "matching": found.matching.share, "precision": found.score.precision, "coverage": found.score.coverage,
        }  # fmt: skip

    def apply_knobs(self) -> None:
        """Both rates; the other live knobs are read at each step."""
        retune(self.generator_optimizer, lr=self.config.generator_rate)
        retune(self.discriminator_optimizer, lr=self.config.discriminator_rate)
