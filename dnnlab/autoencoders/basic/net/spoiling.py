"""How the pictures of a denoising autoencoder are spoilt."""

from __future__ import annotations

import torch
from torch import Tensor

from dnnlab.autoencoders.basic.knobs import DENOISING, GAUSSIAN, PIXELS, AutoencoderConfig


def spoilt(x: Tensor, config: AutoencoderConfig, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
    """The pictures as the encoder gets them, and which pixels are missing: both (B, C, H, W); None: none are.

    A missing pixel is 0 in all its channels.
    """
    if config.regularizer != DENOISING:
        return x, None
    if config.noise == GAUSSIAN:
        return x + config.sigma * torch.randn(x.shape, generator=generator), None
    share, (count, _, height, width) = config.missing / 100, x.shape
    if config.noise == PIXELS:
        gone = torch.rand((count, 1, height, width), generator=generator) < share
    else:
        gone = _squares(count, height, width, share, generator)
    gone = gone.expand_as(x)
    return x.masked_fill(gone, 0.0), gone


def _squares(count: int, height: int, width: int, share: float, generator: torch.Generator) -> Tensor:
    """A square of that share of each picture, somewhere in it: (B, 1, H, W)."""
    side = max(1, round((share * height * width) ** 0.5))
    side = min(side, height, width)
    top = torch.randint(height - side + 1, (count, 1, 1, 1), generator=generator)
    left = torch.randint(width - side + 1, (count, 1, 1, 1), generator=generator)
    rows = torch.arange(height).reshape(1, 1, -1, 1) - top  # (B, 1, H, 1)
    columns = torch.arange(width).reshape(1, 1, 1, -1) - left  # (B, 1, 1, W)
    inside: Tensor = (rows >= 0) & (rows < side) & (columns >= 0) & (columns < side)
    return inside
