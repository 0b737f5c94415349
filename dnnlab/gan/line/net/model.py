"""Generator and discriminator on a line, and what is drawn at random."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

from dnnlab.gan.line.knobs import TANH
from dnnlab.gan.line.shapes import BOX, GAUSS, Density
from dnnlab.nn.modules import glorot


def network(hidden: int, activation: str, generator: torch.Generator) -> nn.Sequential:
    """1-hidden-hidden-1: a number in, a number out.

    The generator gives x, the discriminator a score.  First weights as Glorot's; the biases of the first layer are
    uniform in [-1, 1], so that its units bend at different places: with 0 they would all bend at 0.
    """
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise((1, hidden, hidden, 1)):
        layers += [nn.utils.skip_init(nn.Linear, inputs, outputs), nn.Tanh() if activation == TANH else nn.ReLU()]
    made = nn.Sequential(*layers[:-1])
    glorot(made, generator)
    nn.init.uniform_(made[0].bias, -1.0, 1.0, generator=generator)  # type: ignore[arg-type]  # a Linear's
    return made


def draw(density: Density, count: int, generator: torch.Generator) -> Tensor:
    """So many independent draws, (count, 1): a piece for each, then a place in it."""
    piece = torch.multinomial(torch.tensor(density.weights), count, replacement=True, generator=generator)
    centres, widths = torch.tensor(density.centres)[piece], torch.tensor(density.widths)[piece]
    if density.kind == GAUSS:
        place = torch.randn(count, generator=generator)
    elif density.kind == BOX:
        place = 2 * torch.rand(count, generator=generator) - 1
    else:  # the sum of two uniform numbers has a triangle for its density
        place = torch.rand(count, generator=generator) + torch.rand(count, generator=generator) - 1
    return (centres + widths * place).unsqueeze(1)


def with_slope(function: nn.Module, at: Tensor) -> tuple[Tensor, Tensor]:
    """f and df/dx at these places: (N, 1) -> two of (N, 1)."""
    places = at.detach().requires_grad_()
    values = function(places)
    (slopes,) = torch.autograd.grad(values.sum(), places)
    return values.detach(), slopes
