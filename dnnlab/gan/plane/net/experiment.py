"""A generator and a discriminator play in the plane: one step() is an iteration, or a phase of one in slow motion."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from dnnlab.gan.games import PROBABILITIES, WASSERSTEIN, WASSERSTEIN_GP
from dnnlab.gan.net.losses import LOSSES, clip, gradient_penalty
from dnnlab.gan.plane.knobs import FRESH, PlaneConfig, layers
from dnnlab.gan.plane.net.judge import Judge
from dnnlab.gan.plane.net.model import Discriminator, generator
from dnnlab.gan.plane.net.noise import noise
from dnnlab.gan.plane.net.showing import Shown
from dnnlab.gan.plane.phases import LAST, OF_D, following, left
from dnnlab.gan.plane.targets import target
from dnnlab.gan.plane.views import PlaneView
from dnnlab.nn.optimizers import OPTIMIZERS, differentiate, retune
from dnnlab.nn.randomness import Streams
from dnnlab.nn.training import Training, finite

CHECK_EVERY = 50
"""Iterations between two looks at the fakes as a whole."""
SMOOTH = 0.98
"""Losses and scores that a view tells are means over about 50 iterations: this is the weight of what was before."""
BETA_2 = 0.999
"""Of Adam, as by default."""
MEANS = ("discriminator_loss", "generator_loss", "d_real", "d_fake")


class PlaneGame(Training[PlaneConfig, PlaneView]):
    """A run: two networks, their optimizers, and where in an iteration it stands.

    In slow motion a step is a phase (:mod:`dnnlab.gan.plane.phases`); all phases of an iteration together are the same
    as one step at full speed, bit for bit.

    Metrics of each iteration: ``discriminator_loss``, ``generator_loss``, ``d_real`` and ``d_fake`` (D's means on the
    batch: probabilities, or scores), ``generator_gradient`` (its norm).  Every 50 iterations those of
    :class:`~dnnlab.gan.plane.net.judge.Judge`.
    """

    parts = (
        "generator", "discriminator", "kinds", "generator_optimizer", "discriminator_optimizer", "streams", "judge",
        "drawn", "phase", "turn", "iteration", "metrics", "means",
    )  # fmt: skip

    def __init__(self, config: PlaneConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "generator", "discriminator", "data", "noise", "blur", "between", "set")
        self.generator = generator(
            config.noise_size, layers(config.generator_layers), config.activation, self.streams["generator"]
        )
        self.discriminator = Discriminator(
            layers(config.discriminator_layers), config.activation, spectral=config.spectral,
            draws=self.streams["discriminator"],
        )  # fmt: skip
        self._make_optimizers()
        self._aim()
        fixed = None if config.examples == FRESH else self._from_target(int(config.examples), self.streams["set"])
        self.examples = fixed
        self.judge = Judge(config, self.aim, fixed)
        self.drawn: dict[str, Tensor] = {}  # what the step under way has drawn
        self.phase, self.turn, self.iteration = 0, 0, 0
        self.metrics: dict[str, float] = {}  # the newest of each iteration's
        self.means = {name: float("nan") for name in MEANS}

    @property
    def total_steps(self) -> int:
        """As many as are done, and those that are left at the present speed."""
        under_way = self.phase not in (0, LAST)
        more = max(0, self.config.run_length - self.iteration - under_way)
        if not self.config.slow:
            return self.steps_taken + more + under_way
        turns = self.config.discriminator_steps
        return self.steps_taken + more * left(0, 0, turns) + (left(self.phase, self.turn, turns) if under_way else 0)

    @property
    def breath(self) -> float:
        """Each phase is to be looked at."""
        return self.config.pace if self.config.slow else 0.0

    def step(self) -> dict[str, float]:
        """The next phase in slow motion; else one iteration, or what is left of the one under way."""
        if self.config.slow:
            metrics = self._next_phase()
        elif self.phase in (0, LAST):
            metrics = self._iterate()
        else:
            metrics = self._next_phase()
            while self.phase != LAST and finite(metrics):
                metrics |= self._next_phase()
        if not finite(metrics):
            return metrics
        self.steps_taken += 1
        if self.phase in (0, LAST) and self.check_due(CHECK_EVERY):
            metrics |= self.judge.check(self.generator, self.discriminator)
        return metrics

    def check_due(self, every: int) -> bool:
        """By iterations: at the first, each so many, and the last."""
        return self.iteration % every == 0 or self.iteration in (1, self.config.run_length)

    def view(self) -> PlaneView:
        """The game as it stands."""
        return self.shown.view(self)

    def apply_knobs(self) -> None:
        """Learning rates, optimizers of another kind, another drawing."""
        if self.kinds != [self.config.generator_optimizer, self.config.discriminator_optimizer]:
            self._make_optimizers()
        rates = self.config.generator_rate, self.config.discriminator_rate
        both = self.generator_optimizer, self.discriminator_optimizer
        for kind, optimizer, rate in zip(self.kinds, both, rates, strict=True):
            retune(optimizer, lr=rate)
            for group in optimizer.param_groups if kind == "Adam" else ():
                group["betas"] = (self.config.momentum, BETA_2)
        before = self.aim
        self._aim()
        if self.aim is not before:
            self.judge.aim_at(self.aim)

    def _make_optimizers(self) -> None:
        """As the knobs say, without momentum at first."""
        config = self.config
        self.kinds = [config.generator_optimizer, config.discriminator_optimizer]
        self.generator_optimizer = _optimizer(
            config.generator_optimizer, self.generator, config.generator_rate, config.momentum
        )
        self.discriminator_optimizer = _optimizer(
            config.discriminator_optimizer, self.discriminator, config.discriminator_rate, config.momentum
        )

    def _aim(self) -> None:
        """What is to be imitated."""
        config = self.config
        self.aim = target(config.target, config.spread, config.own_drawing)
        self.centres = torch.from_numpy(self.aim.centres.astype(np.float32))
        self.shown = Shown(config, self.aim)

    # One iteration

    def _iterate(self) -> dict[str, float]:
        """Algorithm 1 of Goodfellow et al. (2014), with the losses of the game."""
        for _ in range(self.config.discriminator_steps):
            self._draw_for_discriminator()
            self._generate()
            loss = self._discriminator_loss()
            if not finite(self.metrics):
                return dict(self.metrics)
            self._update_discriminator(loss)
        self._draw_for_generator()
        loss = self._generator_loss()
        if finite(self.metrics):
            self._update_generator(loss)
            self.phase, self.drawn = 0, {}
        return dict(self.metrics)

    def _next_phase(self) -> dict[str, float]:
        """The next of the ten; what it finds."""
        phase, turn = following(self.phase, self.turn, self.config.discriminator_steps)
        if phase == 1:
            self._draw_for_discriminator()
        elif phase == OF_D + 1:
            self._draw_for_generator()
        elif phase in (2, OF_D + 2):
            self._generate()
        elif phase in (OF_D - 1, OF_D):
            loss = self._discriminator_loss()
            if finite(self.metrics) and phase == OF_D:
                self._update_discriminator(loss)
        elif phase in (LAST - 1, LAST):
            loss = self._generator_loss()
            if finite(self.metrics) and phase == LAST:
                self._update_generator(loss)
        if not finite(self.metrics):
            return dict(self.metrics)
        self.phase, self.turn = phase, turn
        return dict(self.metrics) if phase in (OF_D - 1, LAST - 1, LAST) else {}

    def _draw_for_discriminator(self) -> None:
        """Real points and noise, and what blurs and mixes them."""
        size, config = self.config.batch_size, self.config
        self.drawn = {"noise": self._noise(), "real": self._real(size)}
        if config.instance_noise:
            self.drawn["blur"] = torch.randn(2, size, 2, generator=self.streams["blur"])
        if config.loss == WASSERSTEIN_GP:
            self.drawn["shares"] = torch.rand(size, 1, generator=self.streams["between"])

    def _draw_for_generator(self) -> None:
        """Fresh noise."""
        self.drawn = {"noise": self._noise()}
        if self.config.instance_noise:
            self.drawn["blur"] = torch.randn(1, self.config.batch_size, 2, generator=self.streams["blur"])

    @torch.no_grad()
    def _generate(self) -> None:
        """Fakes that no gradient goes through."""
        self.drawn["fake"] = self.generator(self.drawn["noise"])  # (B, noise_size) -> (B, 2)

    def _discriminator_loss(self) -> Tensor:
        config, real, fake = self.config, self.drawn["real"], self.drawn["fake"]
        if "blur" in self.drawn:
            real, fake = (
                points + config.instance_noise * each
                for points, each in zip((real, fake), self.drawn["blur"], strict=True)
            )
        scores = self.discriminator(torch.cat([real, fake]))  # (2 B, 2) -> (2 B,): both in one pass
        of_real, of_fake = scores.split(len(real))
        loss = LOSSES[config.loss].discriminator(of_real, of_fake, config.label)
        if config.loss == WASSERSTEIN_GP:
            loss = loss + config.penalty * gradient_penalty(self.discriminator, real, fake, self.drawn["shares"])
        self._note("discriminator_loss", loss, "d_real", of_real)
        return loss

    def _update_discriminator(self, loss: Tensor) -> None:
        differentiate(loss, self.discriminator_optimizer)
        self.discriminator_optimizer.step()
        if self.config.loss == WASSERSTEIN:
            clip(self.discriminator, self.config.clip)
        self.discriminator.follow()

    def _generator_loss(self) -> Tensor:
        fake = self.generator(self.drawn["noise"])
        if "blur" in self.drawn:
            fake = fake + self.config.instance_noise * self.drawn["blur"][0]
        scores = self.discriminator(fake)
        loss = LOSSES[self.config.loss].generator(scores)
        self._note("generator_loss", loss, "d_fake", scores)
        return loss

    def _update_generator(self, loss: Tensor) -> None:
        """D's weights get no gradient, the fakes' way through D does."""
        gradient = differentiate(loss, self.generator_optimizer)
        self.metrics["generator_gradient"] = float(torch.stack(torch._foreach_norm(gradient)).norm())
        self.generator_optimizer.step()
        self.iteration += 1
        for name, before in self.means.items():
            self.means[name] = self.metrics[name] if before != before else (
                SMOOTH * before + (1 - SMOOTH) * self.metrics[name]
            )  # fmt: skip

    def _note(self, loss_name: str, loss: Tensor, score_name: str, scores: Tensor) -> None:
        """A loss, and what D says on average: a probability, or a score."""
        says = scores.detach()
        if self.config.loss in PROBABILITIES:
            says = says.sigmoid()
        self.metrics[loss_name], self.metrics[score_name] = loss.item(), says.mean().item()

    # Points

    def _real(self, count: int) -> Tensor:
        """A batch of data: fresh points, or some of the fixed examples."""
        if self.examples is None:
            return self._from_target(count, self.streams["data"])
        return self.examples[torch.randint(len(self.examples), (count,), generator=self.streams["data"])]

    def _from_target(self, count: int, draws: torch.Generator) -> Tensor:
        chosen = torch.randint(len(self.centres), (count,), generator=draws)
        return self.centres[chosen] + self.config.spread * torch.randn(count, 2, generator=draws)

    def _noise(self) -> Tensor:
        return noise(self.config, self.config.batch_size, self.streams["noise"])


def _optimizer(kind: str, network: torch.nn.Module, rate: float, momentum: float) -> torch.optim.Optimizer:
    options = {"betas": (momentum, BETA_2)} if kind == "Adam" else {}
    return OPTIMIZERS[kind](network.parameters(), lr=rate, **options)
