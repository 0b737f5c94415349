"""What both sides of a game about pictures minimise; and pictures on their way in and out of a network."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from dnnlab.plots.sheets import Bytes


def discriminator_loss(of_real: Tensor, of_generated: Tensor, smoothing: float = 0.0) -> Tensor:
    """-mean(ln D(x)) - mean(ln(1 - D(G(z)))), from logits (B,): what D minimises.

    With smoothing s the real pictures' term is -(1 - s) ln D(x) - s ln(1 - D(x)) (Salimans et al., 2016).
    """
    ones, zeros = torch.full_like(of_real, 1.0 - smoothing), torch.zeros_like(of_generated)
    real: Tensor = F.binary_cross_entropy_with_logits(of_real, ones)
    return real + F.binary_cross_entropy_with_logits(of_generated, zeros)


def generator_loss(of_generated: Tensor) -> Tensor:
    """-mean(ln D(G(z))), from logits (B,): the form that does not saturate (Goodfellow et al., 2014)."""
    return F.binary_cross_entropy_with_logits(of_generated, torch.ones_like(of_generated))


def as_batch(images: Bytes) -> Tensor:
    """(n, H, W) or (n, H, W, 3) bytes -> (n, C, H, W) in [-1, 1]."""
    pixels = torch.from_numpy(images.astype(np.float32)).mul_(1 / 127.5).sub_(1.0)
    return pixels.unsqueeze(1) if pixels.ndim == 3 else pixels.permute(0, 3, 1, 2)


def as_bytes(pictures: Tensor) -> Bytes:
    """(n, C, H, W) in [-1, 1] -> (n, H, W), or (n, H, W, 3) with colours; what is no number is black."""
    pixels = pictures.nan_to_num(-1.0).add(1.0).mul(127.5).round().clamp(0, 255).to(torch.uint8)
    found: Bytes = (pixels[:, 0] if pixels.shape[1] == 1 else pixels.permute(0, 2, 3, 1)).contiguous().numpy()
    return found
