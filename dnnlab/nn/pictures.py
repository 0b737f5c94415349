"""From pictures as they are kept, one byte a pixel, to what a network reads."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


def as_floats(images: NDArray[np.uint8], mean: float = 0.0, std: float = 1.0) -> Tensor:
    """Grey pictures as a batch of one channel: (B, H, W) -> (B, 1, H, W), float32, sharing no memory.

    A pixel of 255 is full ink, 1; what comes out is (ink - mean) / std, by default in [0, 1].

    Raises:
        ValueError: the pictures have another type or another number of axes.
    """
    if images.dtype != np.uint8 or images.ndim != 3:
        raise ValueError(f"grey pictures are uint8 (B, H, W), got {images.dtype} of shape {images.shape}")
    pixels = torch.from_numpy(images.astype(np.float32)).unsqueeze(1)  # a copy: what all runs share is read-only
    return pixels.sub_(255 * mean).mul_(1 / (255 * std))
