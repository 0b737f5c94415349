"""The games that a generator and a discriminator play, by name: what each loss is where the game ends; no torch.

The losses themselves stand in :mod:`dnnlab.gan.net.losses`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MINIMAX, NON_SATURATING, LEAST_SQUARES = "minimax", "non-saturating", "least squares"
WASSERSTEIN, WASSERSTEIN_GP, HINGE = "Wasserstein, clipped", "Wasserstein, gradient penalty", "hinge"
GAMES = (NON_SATURATING, MINIMAX, LEAST_SQUARES, WASSERSTEIN, WASSERSTEIN_GP, HINGE)
PROBABILITIES = (NON_SATURATING, MINIMAX)
"""Where D(x) = 1 / (1 + exp(-score)) is a probability."""
LABELLED = (*PROBABILITIES, LEAST_SQUARES)
"""Where D is taught labels, 1 for real and 0 for fake, which can be smoothed."""
CRITICS = (WASSERSTEIN, WASSERSTEIN_GP, HINGE)
"""Where D gives a score without ends, higher for real."""


@dataclass(frozen=True, slots=True)
class End:
    """Where a game ends: the fakes are distributed as the data, and D can do no better than chance."""

    discriminator: float
    """D's loss."""
    generator: float | None
    """G's loss; None: it may be anything, since a score has no fixed zero."""
    says: float | None
    """What D then says of every point: a probability, or its output for least squares; None: anything."""


def end_of(game: str, label: float = 1.0) -> End:
    """The losses with p = q and the best D there is.

    Args:
        game: one of :data:`GAMES`.
        label: what D is taught of real data, 1 minus the label smoothing; counts in :data:`LABELLED` games.

    With probabilities the best D is label / 2 where p = q, which for 1 gives log 4 = 1.386 (Goodfellow et al., 2014,
    theorem 1). With least squares it says label / 2 as well, with hinge 0, and a critic's two means are equal.

    Raises:
        ValueError: no game has this name.
    """
    half = label / 2
    if game in PROBABILITIES:
        discriminator = -(label * math.log(half) + (1 - label) * math.log1p(-half)) - math.log1p(-half)
        return End(discriminator, math.log1p(-half) if game == MINIMAX else -math.log(half), half)
    if game == LEAST_SQUARES:
        return End((half - label) ** 2 / 2 + half**2 / 2, (half - 1) ** 2 / 2, half)
    if game == HINGE:
        return End(2.0, None, None)
    if game in (WASSERSTEIN, WASSERSTEIN_GP):
        return End(0.0, None, None)
    raise ValueError(f"no game is called {game!r}; there are {', '.join(GAMES)}")


DISCRIMINATOR = {
    MINIMAX: r"-\tfrac1m\sum\log D(x)-\tfrac1m\sum\log(1-D(G(z)))",
    LEAST_SQUARES: r"\tfrac1{2m}\sum(D(x)-1)^2+\tfrac1{2m}\sum D(G(z))^2",
    WASSERSTEIN: r"\tfrac1m\sum D(G(z))-\tfrac1m\sum D(x)",
    HINGE: r"\tfrac1m\sum\max(0,1-D(x))+\tfrac1m\sum\max(0,1+D(G(z)))",
}
DISCRIMINATOR[NON_SATURATING] = DISCRIMINATOR[MINIMAX]
DISCRIMINATOR[WASSERSTEIN_GP] = DISCRIMINATOR[WASSERSTEIN] + r"+\lambda\,\tfrac1m\sum(\lVert\nabla D(\hat x)\rVert-1)^2"
"""What D minimises, in LaTeX."""
GENERATOR = {
    MINIMAX: r"\tfrac1m\sum\log(1-D(G(z)))",
    NON_SATURATING: r"-\tfrac1m\sum\log D(G(z))",
    LEAST_SQUARES: r"\tfrac1{2m}\sum(D(G(z))-1)^2",
    **dict.fromkeys(CRITICS, r"-\tfrac1m\sum D(G(z))"),
}
"""What G minimises, in LaTeX."""
