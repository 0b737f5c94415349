"""A look at the fakes as a whole: how near they are to the data, and what D knows."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dnnlab.gan.plane.densities import BLUR, density, js, kl
from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.gan.plane.net.noise import in_plane, noise
from dnnlab.gan.plane.targets import WINDOW, Floats, Target
from dnnlab.gan.plane.views import Judged

FAKES, PAIRED = 2_000, 400
"""Fakes that are judged, always of the same noise; and points of each kind that D ranks."""
NOTHING = Judged(modes=0, good=float("nan"), js=float("nan"), kl=float("nan"))


class Judge:
    """Judges fakes of the same noise against the exact density of the data.

    :meth:`check` tells ``js`` and ``kl`` (nats, both blurred), ``modes`` and ``good_share``
    (:meth:`~dnnlab.gan.plane.targets.Target.judge`), ``ranking`` (the share of pairs of a real and a fake point in
    which D gives the real one more: the AUC), ``outside`` (the share of fakes beyond the window), ``diversity``
    (how far fakes lie from their mean, over the same of real points: 1 is as spread out) and from the second time on
    ``movement`` (how far a fake has moved since, on average).  With fixed examples also ``copying`` (the median
    distance of a fake to the nearest example, over that of fresh real points: 1 is new, 0 is a copy) and ``known``
    (the share of pairs of an example and a fresh real point in which D gives the example more: 1/2 is what it should
    be).

    Args:
        config: of the run.
        aim: the data's distribution.
        examples: what the discriminator is taught with, (n, 2); None: fresh points.
    """

    def __init__(self, config: PlaneConfig, aim: Target, examples: Tensor | None) -> None:
        self.noise = noise(config, FAKES, torch.Generator().manual_seed(1_000_003 + config.seed))
        self.examples = examples
        self.before = torch.zeros(0, 2)  # where the fakes were at the last check
        self.now = NOTHING
        self._seed = config.seed
        self.aim_at(aim)

    def aim_at(self, aim: Target) -> None:
        """Take another distribution as the data's."""
        self.aim = aim
        self.truth = density(aim.centres, float(np.hypot(aim.spread, BLUR)))
        real = aim.sample(FAKES, np.random.default_rng(1_000_003 + self._seed))
        self.real = torch.from_numpy(real)
        self.ceiling, self.floor = self.judged(real), self.judged(in_plane(self.noise).numpy())

    @torch.no_grad()
    def check(self, generator: nn.Module, discriminator: nn.Module) -> dict[str, float]:
        """Judge the fakes of now."""
        fakes = generator(self.noise)
        self.now = self.judged(fakes.numpy())
        of_real, of_fake = discriminator(self.real[:PAIRED]), discriminator(fakes[:PAIRED])
        found = {
            "js": self.now.js, "kl": self.now.kl, "modes": float(self.now.modes), "good_share": self.now.good,
            "ranking": ranked(of_real, of_fake), "outside": float((fakes.abs() > WINDOW).any(1).float().mean()),
            "diversity": spread(fakes) / spread(self.real),
        }  # fmt: skip
        if len(self.before):
            found["movement"] = float((fakes - self.before).norm(dim=1).mean())
        self.before = fakes
        if self.examples is not None:
            found["copying"] = nearest(fakes[:PAIRED], self.examples) / nearest(self.real[:PAIRED], self.examples)
            found["known"] = ranked(discriminator(self.examples), of_real)
        return found

    def judged(self, points: Floats) -> Judged:
        """Any points in the fakes' place."""
        modes, good = self.aim.judge(points)
        theirs = density(points, BLUR)
        return Judged(modes=modes, good=good, js=js(self.truth, theirs), kl=kl(self.truth, theirs))

    def state_dict(self) -> dict[str, Any]:
        """What the last check found, and where the fakes were."""
        now = self.now
        return {"before": self.before, "now": [now.modes, now.good, now.js, now.kl]}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from there."""
        modes, good, distance, divergence = state["now"]
        self.before = state["before"].clone()
        self.now = Judged(modes=int(modes), good=good, js=distance, kl=divergence)


def ranked(higher: Tensor, lower: Tensor) -> float:
    """The share of pairs in which the first has more; equal ones count half."""
    difference = higher[:, None] - lower[None]  # (a, 1) and (1, b) -> (a, b)
    return float((difference > 0).float().mean() + (difference == 0).float().mean() / 2)


def spread(points: Tensor) -> float:
    """How far points lie from their mean, the root of the mean square."""
    return float((points - points.mean(0)).square().sum(1).mean().sqrt())


def nearest(points: Tensor, others: Tensor) -> float:
    """The median distance to the nearest of the others."""
    return float(torch.cdist(points, others).amin(1).median())
