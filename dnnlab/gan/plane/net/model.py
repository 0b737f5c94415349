"""The two networks, and a dense layer with spectral normalisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnnlab.gan.plane.knobs import LEAKY, RELU, TANH
from dnnlab.nn.modules import glorot

SLOPE = 0.2
"""Of the leaky ReLU below 0, as in Radford et al. (2016)."""
BEGINNING = 20
"""Steps of the power method for the first weights."""
ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {RELU: nn.ReLU, LEAKY: partial(nn.LeakyReLU, SLOPE), TANH: nn.Tanh}


class SpectralLinear(nn.Linear):
    """A dense layer whose weights are divided by their largest singular value (Miyato et al., 2018, algorithm 1).

    One step of the power method after each update of the weights (:meth:`follow`) keeps the singular vectors ``u`` and
    ``v`` near the true ones, since they move slowly; the singular value is u^T W v, in whose gradient u and v count as
    constants.

    Args:
        inputs, outputs: of the layer.
        generator: draws the first u.
    """

    u: Tensor
    v: Tensor

    def __init__(self, inputs: int, outputs: int, generator: torch.Generator) -> None:
        super().__init__(inputs, outputs)
        self.register_buffer("u", F.normalize(torch.randn(outputs, generator=generator), dim=0))
        self.register_buffer("v", torch.zeros(inputs))

    @torch.no_grad()
    def follow(self) -> None:
        """One step of the power method."""
        self.v = F.normalize(self.weight.t() @ self.u, dim=0)
        self.u = F.normalize(self.weight @ self.v, dim=0)

    @property
    def sigma(self) -> Tensor:
        """What the largest singular value is thought to be."""
        return torch.dot(self.u, self.weight @ self.v)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs) -> (B, outputs)."""
        return F.linear(x, self.weight / self.sigma, self.bias)


def generator(noise_size: int, hidden: Sequence[int], activation: str, draws: torch.Generator) -> nn.Sequential:
    """From noise (B, noise_size) to points (B, 2)."""
    return _network(noise_size, hidden, 2, activation, draws, spectral=False)


class Discriminator(nn.Module):
    """From points to scores: the higher, the more a point looks like data.

    Args:
        hidden: units of each hidden layer.
        activation: one of :data:`ACTIVATIONS`.
        spectral: whether each layer is normalised.
        draws: the first weights.
    """

    def __init__(self, hidden: Sequence[int], activation: str, *, spectral: bool, draws: torch.Generator) -> None:
        super().__init__()
        self.layers = _network(2, hidden, 1, activation, draws, spectral=spectral)
        self.normalised = [layer for layer in self.layers if isinstance(layer, SpectralLinear)]
        for _ in range(BEGINNING):
            self.follow()

    def forward(self, points: Tensor) -> Tensor:
        """(B, 2) -> (B,)."""
        scores: Tensor = self.layers(points).squeeze(1)  # (B, 1) -> (B,)
        return scores

    def follow(self) -> None:
        """To be called after each update of the weights."""
        for layer in self.normalised:
            layer.follow()


def _network(
    inputs: int, hidden: Sequence[int], outputs: int, activation: str, draws: torch.Generator, *, spectral: bool
) -> nn.Sequential:
    def dense(a: int, b: int) -> nn.Linear:
        return SpectralLinear(a, b, draws) if spectral else nn.utils.skip_init(nn.Linear, a, b)

    made: list[nn.Module] = []
    for width in hidden:
        made += [dense(inputs, width), ACTIVATIONS[activation]()]
        inputs = width
    network = nn.Sequential(*made, dense(inputs, outputs))
    glorot(network, draws)
    return network
