"""A dense autoencoder whose decoder mirrors its encoder: 784-1000-500-250-30-250-500-1000-784, say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.nn.modules import glorot

ACTIVATIONS: dict[str, type[nn.Module]] = {
    "linear": nn.Identity, "ReLU": nn.ReLU, "ELU": nn.ELU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid,
}  # fmt: skip


class Mirrored(nn.Module):
    """Encoder, code, and the same widths back: x' = g(f(x)).

    Each dense layer has an activation after it; the code and the output have their own. First weights as
    :func:`dnnlab.nn.modules.glorot` draws them.

    Args:
        widths: of the pixels, the hidden layers and the code, in this order.
        activation: after each hidden layer; a name of ``ACTIVATIONS``.
        code, output: after the code, and after the last layer.
        generator: draws the first weights; None: they stay as they are until weights are loaded.
    """

    def __init__(
        self,
        widths: Sequence[int],
        activation: str = "ELU",
        *,
        code: str = "linear",
        output: str = "sigmoid",
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.encoder = _stack(widths, activation, code)
        self.decoder = _stack(widths[::-1], activation, output)
        if generator is not None:
            glorot(self, generator)

    def encode(self, x: Tensor) -> Tensor:
        """(B, pixels) -> (B, code)."""
        code: Tensor = self.encoder(x)
        return code

    def decode(self, code: Tensor) -> Tensor:
        """(B, code) -> (B, pixels)."""
        decoded: Tensor = self.decoder(code)
        return decoded

    def forward(self, x: Tensor) -> Tensor:
        """(B, pixels) -> (B, pixels), through the code."""
        return self.decode(self.encode(x))


def _stack(widths: Sequence[int], activation: str, last: str) -> nn.Sequential:
    """Dense layers of these widths, each with its activation."""
    layers: list[nn.Module] = []
    pairs = list(pairwise(widths))
    for place, (inputs, units) in enumerate(pairs):
        chosen = last if place == len(pairs) - 1 else activation
        layers += [skip_init(nn.Linear, inputs, units), ACTIVATIONS[chosen]()]
    return nn.Sequential(*layers)
