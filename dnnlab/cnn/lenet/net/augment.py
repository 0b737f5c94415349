"""Augmentation: each time a digit is shown, it stands a little differently.

A digit that is moved or turned a little is still the same digit.  Shown many
such variants, the network learns what does not matter.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from dnnlab.cnn.lenet.net.convert import BACKGROUND

SHIFT = 2.0
"""Largest shift along each axis, in pixels."""

ANGLE = math.radians(12.0)
"""Largest rotation to either side."""


def augment(images: Tensor, kind: str, generator: torch.Generator) -> Tensor:
    """Shift and rotate each picture of a batch by an amount of its own.

    Both amounts are uniform in their range, centred on 0.  What comes in from
    outside is background; values between pixels are interpolated bilinearly.

    Args:
        images: (B, 1, H, W), square, as :func:`dnnlab.cnn.lenet.net.convert.to_input` gives them.
        kind: ``"none"``, ``"shift"``, ``"rotate"`` or ``"shift and rotate"``.
        generator: where the amounts come from; ``"none"`` takes nothing from it.
    """
    if kind == "none":
        return images
    batch, _, size, _ = images.shape
    # columns: angle, shift in x, shift in y, each in [-1, 1]
    amounts = torch.rand(batch, 3, generator=generator).mul_(2).sub_(1)
    angles = amounts[:, 0] * (ANGLE if "rotate" in kind else 0.0)
    shifts = amounts[:, 1:] * (SHIFT * 2 / size if "shift" in kind else 0.0)  # a picture is 2 units wide
    return transform(images, angles, shifts)


def transform(images: Tensor, angles: Tensor, shifts: Tensor) -> Tensor:
    """Turn picture i by ``angles[i]`` radians about its centre, then shift it by ``shifts[i]``.

    Args:
        images: (B, 1, H, W), square.
        angles: (B,); a positive one turns from the x axis towards the y axis, which points down.
        shifts: (B, 2), x and y, in units of half a picture.
    """
    cos, sin = angles.cos(), angles.sin()
    # grid_sample asks for the way back: where each output pixel comes from, R^-1 (p - shift)
    back = torch.stack([torch.stack([cos, sin], 1), torch.stack([-sin, cos], 1)], 1)  # (B, 2, 2)
    origin = -(back @ shifts.unsqueeze(2))  # (B, 2, 1)
    grid = F.affine_grid(torch.cat([back, origin], 2), list(images.shape), align_corners=False)
    # grid_sample fills with 0: make 0 the background for the moment
    return F.grid_sample(images - BACKGROUND, grid, align_corners=False).add_(BACKGROUND)
