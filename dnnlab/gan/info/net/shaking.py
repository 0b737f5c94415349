"""Pictures that are shaken: each turned, stretched, slanted and moved a little at random before somebody looks.

Whoever reads a code off shaken pictures cannot rely on a trace that a small move destroys, so G has to write the code
large.  What shaking leaves is mostly which digit it is, and so the categories come to mean digits.  Real and generated
pictures are shaken alike, so that D learns no more from it (Zhao et al., "Differentiable augmentation for
data-efficient GAN training", NeurIPS 2020; that categories should survive such changes: Ji et al., "Invariant
information clustering", ICCV 2019).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from dnnlab.gan.info.knobs import MOVED, TURNED


def shaken(pictures: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Each picture through an affine map of its own: a place p shows what was at A p + t.

    A is the unit matrix with normal noise of deviation 0.15 · strength on each number, t normal with 0.1 · strength,
    where the picture goes from -1 to 1 along both axes; between pixels it is interpolated, and outside it is black.
    Differentiable in the pictures.

    Args:
        pictures: (B, C, H, W), black is -1.
        strength: 0 leaves them as they are.
        generator: draws A and t, six numbers a picture.
    """
    if strength == 0:
        return pictures
    noise = torch.randn((len(pictures), 2, 3), generator=generator)
    deviations = strength * torch.tensor([TURNED, TURNED, MOVED])
    maps = torch.eye(2, 3) + deviations * noise  # (B, 2, 3): A and t side by side
    places = F.affine_grid(maps, list(pictures.shape), align_corners=False)  # (B, H, W, 2)
    return F.grid_sample(pictures + 1.0, places, align_corners=False) - 1.0
