"""What a view of the game on a line is made of: fixed noise, both densities, the map, the gradients of a batch."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from dnnlab.gan.line import measures
from dnnlab.gan.line.knobs import MINIMAX, NON_SATURATING, LineConfig
from dnnlab.gan.line.net.losses import GENERATOR, at_scores
from dnnlab.gan.line.net.model import draw, with_slope
from dnnlab.gan.line.shapes import Density, Doubles
from dnnlab.gan.line.views import Floats, LineView

LOW, HIGH = -4.5, 4.5
X: Doubles = np.linspace(LOW, HIGH, 181)
"""Where the densities and D are drawn."""
BINS, FAKES = 45, 4_000
"""Of the histogram, and how many fakes are counted."""
ARROWS, BATCH = 25, 64
"""Places of z with an arrow; fakes whose gradients are drawn."""
FINE = 513
"""Places of z for the change of variables."""
STEEPEST = 99.0
"""What is drawn of a pole of the exact density."""
SEED = 977
"""Of the fixed noise: the same for every run, and no step's."""


def look(
    config: LineConfig, generator: nn.Module, discriminator: nn.Module, *, step: int, found: tuple[float, float, float]
) -> LineView:
    """The game as it stands; it draws from no stream of the run's.

    Args:
        step: steps taken.
        found: value, divergence and distance of D from 1/2; nan where a network gives what is not finite.
    """
    source = config.source
    fixed = draw(source, FAKES, torch.Generator().manual_seed(SEED))
    fine = np.linspace(*source.span, FINE)
    arrows = quantiles(source, (np.arange(ARROWS) + 0.5) / ARROWS)
    with torch.no_grad():
        scores_x = discriminator(_column(X))[:, 0].numpy()
        fakes = generator(fixed)[:, 0].numpy()
        of_batch = discriminator(generator(fixed[:BATCH]))
    made, slope = (each[:, 0].double().numpy() for each in with_slope(generator, _column(fine)))
    with torch.no_grad():
        at = generator(_column(arrows))
    data = config.target.pdf(X)
    exact = np.minimum(measures.by_change_of_variables(X, fine, made, slope, source), STEEPEST)
    gradients = [at_scores(of_batch, loss)[:, 0].numpy() for loss in (MINIMAX, NON_SATURATING)]
    return LineView(
        step=step, x=_single(X), data=_single(data), exact=_single(exact),
        counted=_counted(fakes), d=_single(_sigmoid(scores_x)), best=_single(measures.best(data, exact)),
        z=_single(arrows), made=at[:, 0].numpy(), push=_push(discriminator, at, config.loss),
        noise=_single(np.stack([fine[::4], source.pdf(fine[::4])])),
        fakes=_single(np.stack([_sigmoid(of_batch[:, 0].numpy()), *gradients])),
        turns=measures.turns(made), value=found[0], divergence=found[1], from_half=found[2],
    )  # fmt: skip


def quantiles(density: Density, probabilities: Doubles) -> Doubles:
    """Where the distribution function has these values."""
    z = np.linspace(*density.span, 4 * FINE)
    found: Doubles = np.interp(probabilities, density.cdf(z), z)
    return found


def _push(discriminator: nn.Module, at: Tensor, loss: str) -> Floats:
    """-d loss / d x of each fake for itself: (A, 1) -> (A,)."""
    points = at.detach().requires_grad_()
    total = GENERATOR[loss](discriminator(points)) * len(points)
    (gradient,) = torch.autograd.grad(total, points)
    pushed: Floats = -gradient[:, 0].numpy()
    return pushed


def _counted(fakes: Floats) -> Floats:
    """The histogram of what is finite, as a density; what lies beyond the picture counts, too."""
    finite = fakes[np.isfinite(fakes)]
    counts, edges = np.histogram(finite, BINS, (LOW, HIGH))
    heights: Floats = (counts / max(1, len(finite)) / (edges[1] - edges[0])).astype(np.float32)
    return heights


def _sigmoid(scores: Floats) -> Doubles:
    return 0.5 + 0.5 * np.tanh(scores.astype(np.float64) / 2)


def _column(values: Doubles) -> Tensor:
    """(N,) -> (N, 1)."""
    return torch.from_numpy(values.astype(np.float32)).unsqueeze(1)


def _single(values: Doubles) -> Floats:
    return values.astype(np.float32)
