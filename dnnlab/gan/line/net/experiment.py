"""Generator and discriminator play on a line: one step() is k steps of D and one of G."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn, optim

from dnnlab.gan.line import measures
from dnnlab.gan.line.knobs import ONLY_D, ONLY_G, PACES, LineConfig
from dnnlab.gan.line.net.looking import look
from dnnlab.gan.line.net.losses import GENERATOR, discriminator_loss, steepness
from dnnlab.gan.line.net.model import draw, network
from dnnlab.gan.line.shapes import Doubles
from dnnlab.gan.line.views import LineView
from dnnlab.nn.optimizers import OPTIMIZERS, differentiate, retune
from dnnlab.nn.randomness import Streams
from dnnlab.nn.training import Training, finite

CHECK_EVERY, WINDOW = 5, 300
"""Steps between two checks, and those over which their means are taken."""


class LineGame(Training[LineConfig, LineView]):
    """A run: two networks and their optimizers.

    Metrics of each step: ``discriminator_loss`` and ``generator_loss`` (of its batches, before the updates), ``d_real``
    and ``d_fake`` (mean D on them), ``generator_gradient`` (the norm of G's).  At the first step, every 5 steps and at
    the last one, with the whole densities: ``value`` V(D, G), its ``bound`` -log 4 + 2 JS, ``jensen_shannon``,
    ``from_half`` (the largest |D - 1/2| where p + q exceeds 5 % of its maximum), and of the last two ``mean_...`` over
    the last 300 steps.
    """

    parts = ("generator", "discriminator", "generator_optimizer", "discriminator_optimizer", "streams", "recent")

    def __init__(self, config: LineConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "generator", "discriminator", "data", "noise")
        self.generator = network(config.hidden, config.activation, self.streams["generator"])
        self.discriminator = network(config.hidden, config.activation, self.streams["discriminator"])
        self.generator_optimizer = self._optimizer(self.generator, config.generator_rate)
        self.discriminator_optimizer = self._optimizer(self.discriminator, config.discriminator_rate)
        self.recent: list[list[float]] = []  # divergence and distance of D from 1/2, a pair a check
        self._know_densities()

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.length

    @property
    def breath(self) -> float:
        """So that the first steps can be followed."""
        return PACES[self.config.pace]

    def step(self) -> dict[str, float]:
        """Algorithm 1 of Goodfellow et al. (2014): k steps of D on fresh batches, then one of G."""
        config, metrics = self.config, {}
        for _ in range(1 if config.moves == ONLY_G else config.discriminator_steps):
            real = draw(config.target, config.batch_size, self.streams["data"])
            with torch.no_grad():
                fake = self.generator(draw(config.source, config.batch_size, self.streams["noise"]))
            of_real, of_fake = self.discriminator(real), self.discriminator(fake)
            loss = discriminator_loss(of_real, of_fake)
            metrics = {
                "discriminator_loss": loss.item(),
                "d_real": of_real.detach().sigmoid().mean().item(),
                "d_fake": of_fake.detach().sigmoid().mean().item(),
            }
            if not finite(metrics):
                return metrics
            if config.moves != ONLY_G:
                if config.penalty:
                    loss = loss + config.penalty / 2 * steepness(self.discriminator, real)
                differentiate(loss, self.discriminator_optimizer)
                self.discriminator_optimizer.step()

        noise = draw(config.source, config.batch_size, self.streams["noise"])
        loss = GENERATOR[config.loss](self.discriminator(self.generator(noise)))
        metrics["generator_loss"] = loss.item()
        if not finite(metrics):
            return metrics
        gradient = differentiate(loss, self.generator_optimizer)
        metrics["generator_gradient"] = float(
            torch.linalg.vector_norm(torch.cat([each.flatten() for each in gradient]))
        )
        if config.moves != ONLY_D:
            self.generator_optimizer.step()

        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            metrics |= self._check()
        return metrics

    def view(self) -> LineView:
        """The four pictures, as they stand."""
        try:
            found = self._found()
        except FloatingPointError:
            found = (math.nan,) * 3
        return look(self.config, self.generator, self.discriminator, step=self.steps_taken, found=found)

    def apply_knobs(self) -> None:
        """Learning rates, and densities that were drawn anew."""
        retune(self.discriminator_optimizer, lr=self.config.discriminator_rate)
        retune(self.generator_optimizer, lr=self.config.generator_rate)
        self._know_densities()

    @torch.no_grad()
    def measured(self) -> tuple[Doubles, Doubles]:
        """D's scores at the bins' centres, and what each bin holds of the generator's density; (bins,) each.

        Raises:
            FloatingPointError: a network gives what is not finite.
        """
        scores = self.discriminator(self._centres)[:, 0].double().numpy()
        made = self.generator(self._z)[:, 0].double().numpy()
        if not (np.isfinite(scores).all() and np.isfinite(made).all()):
            raise FloatingPointError("a network gives what is not finite")
        return scores, measures.pushed(made, self._mass)

    def _check(self) -> dict[str, float]:
        """The game with its whole densities."""
        try:
            value, divergence, distance = self._found()
        except FloatingPointError:
            return {}  # the next step's losses say it, and the run ends
        self.recent = [*self.recent[1 - WINDOW // CHECK_EVERY :], [divergence, distance]]
        mean_divergence, mean_distance = np.mean(self.recent, 0).tolist()
        return {
            "value": value, "bound": measures.bound(divergence), "jensen_shannon": divergence,
            "from_half": distance, "mean_jensen_shannon": mean_divergence, "mean_from_half": mean_distance,
        }  # fmt: skip

    def _found(self) -> tuple[float, float, float]:
        """Value, divergence, distance of D from 1/2."""
        scores, q = self.measured()
        p = self.of_data
        return measures.value(scores, p, q), measures.jensen_shannon(p, q), measures.from_half(scores, p, q)

    def _know_densities(self) -> None:
        """What follows from data and noise alone."""
        self.of_data = measures.shares(self.config.target)
        z, self._mass = measures.places(self.config.source)
        self._z = _column(z)
        self._centres = _column(measures.CENTRES)

    def _optimizer(self, network: nn.Module, rate: float) -> optim.Optimizer:
        config = self.config
        options = {"betas": (config.momentum, 0.999)} if config.optimizer == "Adam" else {}
        return OPTIMIZERS[config.optimizer](network.parameters(), lr=rate, **options)


def _column(values: Doubles) -> Tensor:
    """(N,) -> (N, 1) in single precision."""
    return torch.from_numpy(values.astype(np.float32)).unsqueeze(1)
