"""A question about a photo that a brush has covered in part, answered at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnnlab.photo.covering import covered, covering
from dnnlab.photo.facts import class_names
from dnnlab.photo.net.calls import check_class, classified, prepared
from dnnlab.photo.occlusion.views import Covered
from dnnlab.photo.preprocess import numbers


def cover(
    pixels: NDArray[np.uint8],
    net: str,
    mask: NDArray[np.uint8],
    kind: str,
    class_index: int,
    wrong: bool = False,
) -> Covered:
    """Say what a photo shows while part of it is covered.

    Args:
        pixels: (H, W, 3) uint8, red, green, blue; up to about 1,000 pixels a side, larger ones cost time only.
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        mask: (n, n) uint8: 0 bare to 255 covered, over the part of the photo that the network sees.
        kind: one of :data:`dnnlab.photo.covering.COVERS`.
        class_index: the class whose probability is wanted.
        wrong: on purpose with the numbers of the other network's preprocessing.

    Raises:
        ValueError: one of these does not exist, or has another shape or type.
    """
    check_class(class_index)
    cut = prepared(pixels, net, wrong).cut
    picture = covered(cut, covering(cut, net, kind), mask)
    found, probabilities = classified(numbers(picture, net, wrong=wrong), net)
    return Covered(
        found=found,
        class_index=class_index,
        class_name=class_names()[class_index],
        probability=float(probabilities[class_index]),
        picture=picture,
    )
