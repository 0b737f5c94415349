"""Questions about pooling that are answered at once."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.cnn.net.pooling import pool2d

Pair = tuple[int, int]
Floats = NDArray[np.float32]


@torch.inference_mode()
def pool(inputs: NDArray[np.uint8] | Floats, size: Pair, stride: Pair, padding: Pair, mode: str) -> Floats:
    """Pool each channel of one picture: (C, H, W) -> (C, H', W')."""
    x = torch.from_numpy(inputs.astype(np.float32))[None]  # (C, H, W) -> (1, C, H, W)
    y: Floats = pool2d(x, size, stride=stride, padding=padding, mode=mode)[0].numpy().astype(np.float32)
    return y
