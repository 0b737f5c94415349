"""What a look at the game shows: always the same real points and noise, or in slow motion those of the batch."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from dnnlab.gan.games import LEAST_SQUARES, PROBABILITIES
from dnnlab.gan.net.losses import LOSSES
from dnnlab.gan.plane.densities import BLUR, CELLS, best_discriminator, cells, density
from dnnlab.gan.plane.knobs import UNIFORM, PlaneConfig
from dnnlab.gan.plane.net.judge import Judge
from dnnlab.gan.plane.net.model import Discriminator
from dnnlab.gan.plane.net.noise import in_plane, noise
from dnnlab.gan.plane.targets import Target
from dnnlab.gan.plane.views import Bytes, Floats, PlaneView

POINTS, ARROWS = 400, 150
"""Points of each kind that are drawn, and fakes with an arrow."""
LINES, ALONG = 13, 49
"""Lines of the lattice in each direction, and points on each."""
REACH = 2.2
"""The lattice of normal noise goes so many standard deviations far: 97 % of each number lies within."""


class Game(Protocol):
    """What a look needs of the game (:class:`~dnnlab.gan.plane.net.experiment.PlaneGame`)."""

    config: PlaneConfig
    generator: nn.Sequential
    discriminator: Discriminator
    judge: Judge
    drawn: dict[str, Tensor]
    phase: int
    turn: int
    iteration: int
    steps_taken: int
    metrics: dict[str, float]
    means: dict[str, float]


class Shown:
    """What is drawn at every look.

    Args:
        config: of the run.
        aim: the data's distribution.
    """

    def __init__(self, config: PlaneConfig, aim: Target) -> None:
        self.noise = noise(config, POINTS, torch.Generator().manual_seed(2_000_003 + config.seed))
        self.real = aim.sample(POINTS, np.random.default_rng(2_000_003 + config.seed))
        self.lattice = _lattice(config)
        at = torch.from_numpy(cells().astype(np.float32))
        rows, columns = torch.meshgrid(at.flip(0), at, indexing="ij")
        self.cells = torch.stack([columns, rows], -1).reshape(-1, 2)  # (48, 48, 2) -> (2304, 2)

    def view(self, game: Game) -> PlaneView:
        """A moment."""
        config, drawn, judge = game.config, game.drawn, game.judge
        of_noise = drawn.get("noise", self.noise)
        with torch.no_grad():
            fakes, lines = game.generator(of_noise), game.generator(self.lattice)
            judged = game.generator(judge.noise).numpy()
            scores = game.discriminator(self.cells).reshape(CELLS, CELLS)  # (2304,) -> (48, 48)
            both = game.discriminator(judge.real[:POINTS]), game.discriminator(fakes)
        best = best_discriminator(judge.truth, density(judged, BLUR))
        return PlaneView(
            step=game.steps_taken, iteration=game.iteration, phase=game.phase, turn=game.turn,
            turns=config.discriminator_steps, loss=config.loss, label=config.label, target=config.target,
            mode_count=judge.aim.count, noise_size=config.noise_size,
            real=drawn["real"].numpy().copy() if "real" in drawn else self.real[: 0 if drawn else None].copy(),
            fake=_finite(fakes), start=_finite(in_plane(of_noise)), arrows=_finite(self._arrows(game, fakes)),
            heat=_levels(scores, config.loss, both), best=np.rint(255 * best).astype(np.uint8),
            lines=_finite(lines), lattice=in_plane(self.lattice).numpy().copy(),
            losses=(game.means["discriminator_loss"], game.means["generator_loss"]),
            says=(game.means["d_real"], game.means["d_fake"]), latest=_latest(game.metrics),
            now=judge.now, ceiling=judge.ceiling, floor=judge.floor,
        )  # fmt: skip

    @staticmethod
    def _arrows(game: Game, fakes: Tensor) -> Tensor:
        """Minus the gradient of G's loss by each fake, times their number: (a, 2)."""
        points = fakes[:ARROWS].detach().requires_grad_()
        (slopes,) = torch.autograd.grad(LOSSES[game.config.loss].generator(game.discriminator(points)), points)
        return -slopes * len(points)


def _latest(metrics: dict[str, float]) -> tuple[float, float, float, float]:
    one, other, real, fake = (
        metrics.get(name, float("nan")) for name in ("discriminator_loss", "generator_loss", "d_real", "d_fake")
    )
    return one, other, real, fake


def _levels(scores: Tensor, loss: str, both: tuple[Tensor, Tensor]) -> Bytes:
    """What D says of each cell as a byte, 128 undecided: a probability, or a score between its two means."""
    if loss in PROBABILITIES:
        shares = scores.sigmoid()
    elif loss == LEAST_SQUARES:
        shares = scores.clamp(0, 1)
    else:
        real, fake = (float(each.mean()) for each in both)
        middle = (real + fake) / 2
        farthest = float((scores - middle).abs().max())
        shares = (scores - middle) / (2 * max(farthest, 1e-9)) + 0.5
    found: Bytes = shares.nan_to_num(0.5).clamp(0, 1).mul(255).round().byte().numpy().copy()
    return found


def _lattice(config: PlaneConfig) -> Tensor:
    """Lines through the noise's space, in its first two directions: (l, k, noise_size)."""
    reach = 1.0 if config.noise == UNIFORM else REACH
    if config.noise_size == 1:
        return torch.linspace(-reach, reach, 8 * ALONG).reshape(1, -1, 1)  # (392,) -> (1, 392, 1)
    at, along = torch.linspace(-reach, reach, LINES), torch.linspace(-reach, reach, ALONG)
    across = torch.stack(torch.meshgrid(at, along, indexing="ij"), -1)  # (LINES, ALONG, 2)
    both = torch.cat([across, across.flip(-1)])
    return torch.cat([both, torch.zeros(*both.shape[:2], config.noise_size - 2)], -1)


def _finite(points: Tensor) -> Floats:
    """Copies as they can be drawn: what is far outside stands at its edge, what is no number in the middle."""
    found: Floats = points.detach().nan_to_num(0.0, 1e3, -1e3).clamp(-1e3, 1e3).numpy().copy()
    return found
