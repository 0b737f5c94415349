"""The two losses of Goodfellow et al. (2014), from the scores that a discriminator gives.

A score s is the discriminator's last number, D = sigmoid(s).  Then log D = -softplus(-s) and
log(1 - D) = -softplus(s), exact for scores of any size.  What reaches G is the gradient with respect to s, times
ds/dx, times dx/dw::

    minimax          log(1 - D(G(z)))     d/ds = -D
    non-saturating   -log D(G(z))         d/ds = -(1 - D)
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from dnnlab.gan.line.knobs import MINIMAX, NON_SATURATING


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """-log D(x) - log(1 - D(G(z))), means over the batch: minus the value of the game. Scores (B, 1) -> scalar."""
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def minimax(fake: Tensor) -> Tensor:
    """log(1 - D(G(z))), mean over the batch: flat where D is sure that a fake is one. Scores (B, 1) -> scalar."""
    return -F.softplus(fake).mean()


def non_saturating(fake: Tensor) -> Tensor:
    """-log D(G(z)), mean over the batch: steep where D is sure that a fake is one. Scores (B, 1) -> scalar."""
    return F.softplus(-fake).mean()


GENERATOR: dict[str, Callable[[Tensor], Tensor]] = {MINIMAX: minimax, NON_SATURATING: non_saturating}
"""By the names of the knob."""


def at_scores(fake: Tensor, loss: str) -> Tensor:
    """The gradient of one fake's loss with respect to its score, by autograd: scores (B, 1) -> (B, 1)."""
    scores = fake.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(GENERATOR[loss](scores) * len(scores), scores)
    return gradient


def steepness(discriminator: Callable[[Tensor], Tensor], real: Tensor) -> Tensor:
    """The mean squared slope of the score at real points, (B, 1) -> scalar: R1 of Mescheder et al. (2018).

    It can be differentiated again, by the discriminator's weights.
    """
    points = real.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return slopes.square().mean()
