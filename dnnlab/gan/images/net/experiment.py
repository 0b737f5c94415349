"""Generator against discriminator on pictures: one step() is D's steps and then one of G."""

from __future__ import annotations

import math
from collections.abc import Iterator
from copy import deepcopy

import numpy as np
import torch
from torch import Tensor

from dnnlab.gan.images.knobs import DENSE, ImagesConfig
from dnnlab.gan.images.net.model import players
from dnnlab.gan.images.net.shipped import begin_with
from dnnlab.gan.images.views import Film, ImagesView
from dnnlab.gan.material import material
from dnnlab.gan.net.averaging import follow
from dnnlab.gan.net.judge import Score
from dnnlab.gan.net.judged import JudgedTraining
from dnnlab.gan.net.pictures import as_batch, as_bytes, discriminator_loss, generator_loss
from dnnlab.gan.net.reading import PIECE, compared, judged
from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import finite
from dnnlab.plots.sheets import Bytes

SHOWN, FILMED, ASKED, BINS = 30, 10, 128, 20
"""Samples on the stage; of them in the film; pictures of each kind that D is asked about, and bars of its answers."""
PACE = 8
"""The film has a frame at the steps 8 i², so that the beginning, where most happens, has most."""


class ImagesTraining(JudgedTraining[ImagesConfig, ImagesView, Score]):
    """A run: both players, G's average, their optimisers, the order of the real pictures, the noise.

    Metrics of a step, before its updates: ``discriminator_loss`` (of D's last step), ``generator_loss``, and what D
    says on average of the batch's real pictures and of the generated ones, ``real_probability`` D(x) and
    ``fake_probability`` D(G(z)).  After 100, 250 and every 500 steps, and at the end, of 2,000 pictures by the
    averaged G: ``precision``, ``coverage`` and ``rarest_class``, the share of the class that is drawn least.  A
    judgement is told with the step that follows, since its work is done before that.
    """

    parts = (
        "generator", "discriminator", "averaged", "generator_optimizer", "discriminator_optimizer", "streams",
        "batches", "frames", "frame_steps", "judged_at", "found",
    )  # fmt: skip

    def __init__(self, config: ImagesConfig) -> None:
        super().__init__(config)
        self.material = material(config.data)
        self.streams = Streams(config.seed, "network", "order", "noise")
        self.generator, self.discriminator = players(config, self.material.shape, self.streams["network"])
        self.averaged = deepcopy(self.generator).eval()
        if config.continues:
            begin_with(self.generator, self.discriminator, self.averaged)
        for each in self.averaged.parameters():
            each.requires_grad_(False)
        adam, betas = OPTIMIZERS["Adam"], (config.momentum, 0.999)
        self.generator_optimizer = adam(self.generator.parameters(), lr=config.generator_rate, betas=betas)
        self.discriminator_optimizer = adam(self.discriminator.parameters(), lr=config.discriminator_rate, betas=betas)
        self.batches = Batches(len(self.material.images), config.batch_size, self.streams["order"])
        fixed = torch.Generator().manual_seed(0)  # the same noise in all runs
        self.looked_at = ASKED if config.network == DENSE else ASKED // 2  # a view stays short
        count = SHOWN + self.looked_at
        self.fixed = torch.randn((count, config.numbers_of_noise), generator=fixed)
        self.asked = torch.arange(count) % config.classes if config.classes else None
        self.frames = torch.empty((0, FILMED, *self.material.images.shape[1:]), dtype=torch.uint8)
        self.frame_steps: list[int] = []
        self.found = [math.nan] * (2 + len(self.material.kinds))
        self._film()

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """D looks at real and at generated pictures, ``discriminator_steps`` times; then G answers."""
        config, told = self.config, self.verdict()
        for _ in range(config.discriminator_steps):
            x, labels = self._real()
            fake = self.generator(self._noise(len(x)), labels)
            of_real, of_fake = self.discriminator(x, labels), self.discriminator(fake.detach(), labels)
            d_loss = discriminator_loss(of_real, of_fake, config.smoothing)
            if not math.isfinite(d_loss.item()):
                return told | {"discriminator_loss": d_loss.item()}
            self.discriminator_optimizer.zero_grad(set_to_none=True)
            d_loss.backward()
            self.discriminator_optimizer.step()
        g_loss = generator_loss(self.discriminator(fake, labels))
        told |= {
            "discriminator_loss": d_loss.item(), "generator_loss": g_loss.item(),
            "real_probability": of_real.detach().sigmoid().mean().item(),
            "fake_probability": of_fake.detach().sigmoid().mean().item(),
        }  # fmt: skip
        if not finite(told):
            return told
        self.generator_optimizer.zero_grad(set_to_none=True)
        g_loss.backward()
        self.generator_optimizer.step()
        follow(self.averaged, self.generator, config.average)
        self.steps_taken += 1
        self._film()
        return told

    def view(self) -> ImagesView:
        """Samples of the same noise, what D says, what the judge said last."""
        samples, opinions = self._shown()
        real = as_batch(self.material.test[: self.looked_at])
        labels = (
            torch.from_numpy(self.material.test_labels[: self.looked_at].astype(np.int64))
            if self.config.classes
            else None
        )
        with evaluating(self.discriminator):
            of_real = self.discriminator(real, labels).sigmoid().numpy()
        return ImagesView(
            step=self.steps_taken,
            data=self.config.data,
            epoch=self.batches.epochs(self.steps_taken * self.config.discriminator_steps),
            samples=as_bytes(samples[:SHOWN]),
            opinions=opinions[:SHOWN].copy(),
            classes=np.empty(0, np.int64) if self.asked is None else self.asked[:SHOWN].numpy().copy(),
            of_real=_histogram(of_real),
            of_generated=_histogram(opinions[SHOWN:]),
            names=self.material.kinds,
            shares=np.array(self.found[2:], np.float32),
            judged_at=self.judged_at,
            precision=self.found[0],
            coverage=self.found[1],
        )

    def film(self) -> Film:
        """The history of the first samples, and as they are now."""
        frames, steps = self.frames, self.frame_steps
        if self.steps_taken not in steps:
            frames, steps = torch.cat([frames, self._frame()]), [*steps, self.steps_taken]
        return Film(steps=np.array(steps, np.int64), frames=frames.numpy().copy())

    def apply_knobs(self) -> None:
        """Both rates; the other live knobs are read at each step."""
        retune(self.generator_optimizer, lr=self.config.generator_rate)
        retune(self.discriminator_optimizer, lr=self.config.discriminator_rate)

    def _real(self) -> tuple[Tensor, Tensor | None]:
        chosen = self.batches.next()
        labels = torch.from_numpy(self.material.labels[chosen].astype(np.int64)) if self.config.classes else None
        return as_batch(self.material.images[chosen]), labels

    def _noise(self, count: int) -> Tensor:
        return torch.randn((count, self.config.numbers_of_noise), generator=self.streams["noise"])

    def _shown(self) -> tuple[Tensor, np.ndarray]:
        """What the averaged G makes of the fixed noise, and what D says of it."""
        with evaluating(self.averaged), evaluating(self.discriminator):
            pictures = self.averaged(self.fixed, self.asked)
            return pictures, self.discriminator(pictures, self.asked).sigmoid().numpy()

    def _film(self) -> None:
        if math.isqrt(self.steps_taken // PACE) ** 2 * PACE == self.steps_taken:
            self.frames, self.frame_steps = torch.cat([self.frames, self._frame()]), [
                *self.frame_steps, self.steps_taken,
            ]  # fmt: skip

    def _frame(self) -> Tensor:
        with evaluating(self.averaged):
            labels = None if self.asked is None else self.asked[:FILMED]
            return torch.from_numpy(as_bytes(self.averaged(self.fixed[:FILMED], labels))).unsqueeze(0)

    def judging(self) -> Iterator[Score | None]:
        """None while it is at work, then the score."""
        for found in judged(self.config.data, self.pieces(compared(self.config.data))):
            yield None if found is None else found.score

    def pieces(self, count: int) -> Iterator[Bytes]:
        """So many pictures by the averaged G, of noise that is the same each time; classes in equal shares."""
        generator = torch.Generator().manual_seed(1)
        for start in range(0, count, PIECE):
            size = min(PIECE, count - start)
            noise = torch.randn((size, self.config.numbers_of_noise), generator=generator)
            labels = (torch.arange(start, start + size) % self.config.classes) if self.config.classes else None
            with evaluating(self.averaged):
                pictures = as_bytes(self.averaged(noise, labels))
            yield pictures  # outside: what goes on meanwhile needs its gradients

    def noted(self, score: Score) -> dict[str, float]:
        """Kept for the view, and as metrics."""
        self.found = [score.precision, score.coverage, *score.shares]
        return {"precision": score.precision, "coverage": score.coverage, "rarest_class": score.rarest}


def _histogram(opinions: np.ndarray) -> np.ndarray:
    """Shares in equal steps from 0 to 1; what is no number counts as 0."""
    counts, _ = np.histogram(np.nan_to_num(opinions), bins=BINS, range=(0.0, 1.0))
    found: np.ndarray = (counts / len(opinions)).astype(np.float32)
    return found
