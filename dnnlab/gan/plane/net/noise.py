"""What a generator gets."""

from __future__ import annotations

import torch
from torch import Tensor

from dnnlab.gan.plane.knobs import UNIFORM, PlaneConfig


def noise(config: PlaneConfig, count: int, draws: torch.Generator) -> Tensor:
    """(count, noise_size): normal, or uniform in [-1, 1]."""
    shape = count, config.noise_size
    if config.noise == UNIFORM:
        return torch.rand(shape, generator=draws) * 2 - 1
    return torch.randn(shape, generator=draws)


def in_plane(z: Tensor) -> Tensor:
    """Where noise is drawn: its first two numbers, or its only one on a line: (..., n) -> (..., 2)."""
    if z.shape[-1] == 1:
        return torch.cat([z, torch.zeros_like(z)], -1)
    return z[..., :2]
