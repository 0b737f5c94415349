"""Spectral normalisation against the singular value decomposition, and against torch's own."""

from __future__ import annotations

import torch
from torch import nn

from dnnlab.gan.plane.knobs import LEAKY
from dnnlab.gan.plane.net.model import Discriminator, SpectralLinear


def layer(seed: int = 0) -> SpectralLinear:
    generator = torch.Generator().manual_seed(seed)
    made = SpectralLinear(7, 5, generator)
    nn.init.normal_(made.weight, generator=generator)
    return made


def test_sigma_is_the_largest_singular_value() -> None:
    made = layer()
    for _ in range(200):
        made.follow()
    torch.testing.assert_close(made.sigma, torch.linalg.svdvals(made.weight)[0])
    largest = torch.linalg.svdvals(made.weight / made.sigma)[0]
    torch.testing.assert_close(largest, torch.tensor(1.0))


def test_the_gradient_of_sigma_is_the_outer_product_of_the_singular_vectors() -> None:
    made = layer(1)
    for _ in range(200):
        made.follow()
    u, _, v = torch.linalg.svd(made.weight.detach())
    (gradient,) = torch.autograd.grad(made.sigma, made.weight)
    torch.testing.assert_close(gradient, torch.outer(u[:, 0], v[0]), atol=1e-4, rtol=1e-4)


def test_it_is_torchs_own_with_the_same_vectors() -> None:
    made, plain = layer(2), nn.Linear(7, 5)
    with torch.no_grad():
        plain.weight.copy_(made.weight)
        plain.bias.copy_(made.bias)
    theirs = nn.utils.parametrizations.spectral_norm(plain)
    made.follow()
    parametrisation = theirs.parametrizations.weight[0]
    parametrisation._u.copy_(made.u)
    parametrisation._v.copy_(made.v)
    theirs.eval()  # torch follows in each training pass, this one when it is told to
    x = torch.randn(4, 7, generator=torch.Generator().manual_seed(3))
    torch.testing.assert_close(made(x), theirs(x))


def test_a_normalised_discriminator_is_nowhere_steeper_than_its_activation_allows() -> None:
    """Each layer and the leaky ReLU stretch by at most 1, so that scores differ by less than points do."""
    draws = torch.Generator().manual_seed(0)
    network = Discriminator((32, 32), LEAKY, spectral=True, draws=draws)
    for _ in range(100):
        network.follow()
    a, b = 2 * torch.randn(2, 500, 2, generator=draws)
    with torch.no_grad():
        ratios = (network(a) - network(b)).abs() / (a - b).norm(dim=1)
    assert ratios.max() <= 1 + 1e-4
