"""Questions about pooling that are answered at once."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.cnn.net.pooling import pool2d

Pair = tuple[int, int]
Floats = NDArray[np.float32]


@torch.inference_mode()
def pool(
    inputs: NDArray[np.uint8] | Floats,
    size: Pair,
    stride: Pair,
    padding: Pair,
    mode: str,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Floats:
    """Pool each channel of one picture: (C, H, W) -> (C, H', W'); see :func:`dnnlab.cnn.net.pooling.pool2d`."""
    x = torch.from_numpy(inputs.astype(np.float32))[None]  # (C, H, W) -> (1, C, H, W)
    y = pool2d(
        x, size, stride=stride, padding=padding, mode=mode, ceil_mode=ceil_mode, count_include_pad=count_include_pad
    )
    made: Floats = y[0].numpy().astype(np.float32)
    return made
