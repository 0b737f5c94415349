"""The linear autoencoder: x' = U V (x - m) + m."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.nn.modules import glorot


class LinearAutoencoder(nn.Module):
    """V maps D pixels to K numbers, U maps them back; no activation, no biases.

    The mean image m is taken off before and put back after: the lecture's scatter matrix is taken around it, too.
    """

    def __init__(self, pixels: int, code: int, generator: torch.Generator) -> None:
        super().__init__()
        self.encoder = skip_init(nn.Linear, pixels, code, bias=False)  # V: (K, D)
        self.decoder = skip_init(nn.Linear, code, pixels, bias=False)  # U: (D, K)
        glorot(self, generator)

    def forward(self, centred: Tensor) -> Tensor:
        """Pictures less their mean, (B, D), through the code, (B, K), and back."""
        decoded: Tensor = self.decoder(self.encoder(centred))
        return decoded


def expected_error(encoder: Tensor, decoder: Tensor, scatter: Tensor) -> Tensor:
    """The mean over all pictures of ‖x - U V x‖², exactly, from their scatter matrix S alone.

    It is tr (I - UV) S (I - UV)ᵀ = tr S - 2 tr V S U + tr (V S Vᵀ)(Uᵀ U).

    Args:
        encoder: V, (K, D).
        decoder: U, (D, K).
        scatter: S, (D, D).
    """
    coded = encoder @ scatter  # (K, D)
    return scatter.trace() - 2 * (coded * decoder.T).sum() + ((coded @ encoder.T) * (decoder.T @ decoder)).sum()
