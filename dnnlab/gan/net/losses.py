"""The six losses of generative adversarial networks, from the scores that a discriminator gives.

A score r of a real point, f of a fake one, is the discriminator's last number, before any sigmoid: D = sigmoid(score)
where D is a probability.  All are means over the batch, and both sides minimise::

    minimax           D: -log D(x) - log(1 - D(G(z)))      G: log(1 - D(G(z)))      Goodfellow et al., 2014
    non-saturating    D: the same                          G: -log D(G(z))          Goodfellow et al., 2014
    least squares     D: (r - 1)^2 / 2 + f^2 / 2           G: (f - 1)^2 / 2         Mao et al., 2017, b = c = 1, a = 0
    Wasserstein       D: f - r, weights clipped            G: -f                    Arjovsky et al., 2017
    gradient penalty  D: f - r + lambda (|grad D| - 1)^2   G: -f                    Gulrajani et al., 2017
    hinge             D: max(0, 1 - r) + max(0, 1 + f)     G: -f                    Lim and Ye, 2017
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnnlab.gan.games import HINGE, LEAST_SQUARES, MINIMAX, NON_SATURATING, WASSERSTEIN, WASSERSTEIN_GP


class Losses(NamedTuple):
    """What the two sides of a game minimise; scores are (B,)."""

    discriminator: Callable[[Tensor, Tensor, float], Tensor]
    """(scores of real points, scores of fakes, label of real points) -> scalar."""
    generator: Callable[[Tensor], Tensor]
    """(scores of fakes) -> scalar."""


def cross_entropy(real: Tensor, fake: Tensor, label: float = 1.0) -> Tensor:
    """-log D(x) - log(1 - D(G(z))), as softplus: exact for scores of any size.

    A ``label`` below 1 is one-sided label smoothing (Salimans et al., 2016): real points count as real with that
    probability.  -log sigmoid(r) is softplus(-r) and -log(1 - sigmoid(r)) is softplus(r) = softplus(-r) + r.
    """
    return (F.softplus(-real) + (1 - label) * real).mean() + F.softplus(fake).mean()


def saturating(fake: Tensor) -> Tensor:
    """log(1 - D(G(z))): flat where D is sure that a fake is one, so that its gradient vanishes there."""
    return -F.softplus(fake).mean()


def non_saturating(fake: Tensor) -> Tensor:
    """-log D(G(z)): steep where D is sure that a fake is one."""
    return F.softplus(-fake).mean()


def squares(real: Tensor, fake: Tensor, label: float = 1.0) -> Tensor:
    """Half the squared distance to the labels, ``label`` for real points, 0 for fakes."""
    return ((real - label).square().mean() + fake.square().mean()) / 2


def square(fake: Tensor) -> Tensor:
    """Half the squared distance of the fakes' scores to the label 1."""
    return (fake - 1).square().mean() / 2


def critic(real: Tensor, fake: Tensor, label: float = 1.0) -> Tensor:
    """The mean score of fakes less that of real points; below 0, its size estimates a Wasserstein distance."""
    return fake.mean() - real.mean()


def hinge(real: Tensor, fake: Tensor, label: float = 1.0) -> Tensor:
    """Scores of real points beyond 1, and of fakes below -1, cost nothing."""
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()


def raise_score(fake: Tensor) -> Tensor:
    """The mean score of the fakes, negative."""
    return -fake.mean()


LOSSES = {
    MINIMAX: Losses(cross_entropy, saturating),
    NON_SATURATING: Losses(cross_entropy, non_saturating),
    LEAST_SQUARES: Losses(squares, square),
    WASSERSTEIN: Losses(critic, raise_score),
    WASSERSTEIN_GP: Losses(critic, raise_score),
    HINGE: Losses(hinge, raise_score),
}
"""By the names of :mod:`dnnlab.gan.games`; clipping and penalty are :func:`clip` and :func:`gradient_penalty`."""


def gradient_penalty(discriminator: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, shares: Tensor) -> Tensor:
    """The mean of (|gradient of the score| - 1)^2 at points between real and fake ones (Gulrajani et al., 2017).

    Args:
        discriminator: (B, ...) -> scores (B,).
        real, fake: as many of both, (B, ...), without gradients.
        shares: how far from the fake to the real point, (B, 1), in [0, 1].

    Returns:
        A scalar that can be differentiated again, by the discriminator's weights.
    """
    between = torch.lerp(fake, real, shares).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(between).sum(), between, create_graph=True)
    penalty: Tensor = (slopes.flatten(1).norm(dim=1) - 1).square().mean()
    return penalty


@torch.no_grad()
def clip(discriminator: nn.Module, limit: float) -> None:
    """Bring every weight and bias into [-limit, limit], which bounds the slope (Arjovsky et al., 2017)."""
    for each in discriminator.parameters():
        each.clamp_(-limit, limit)
