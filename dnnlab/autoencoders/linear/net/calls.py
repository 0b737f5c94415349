"""Questions about the comparison at 30 dimensions that are answered at once."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.autoencoders.linear.net.shipped import DEEP, SHALLOW, shipped
from dnnlab.autoencoders.linear.pca import as_rows


def compare(images: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
    """What the shipped autoencoders make of digits, by their names: (n, 784) each.

    Args:
        images: (n, 28, 28) uint8, ink 255 on background 0.

    Raises:
        ValueError: the images have another shape or type, or there are more than 200.
    """
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28) or not 0 < len(images) <= 200:
        raise ValueError(f"images must be uint8 of shape (1 to 200, 28, 28), got {images.dtype} of {images.shape}")
    rows = torch.from_numpy(as_rows(images))
    with torch.inference_mode():
        return {name: shipped(name)(rows).numpy().copy() for name in (SHALLOW, DEEP)}
