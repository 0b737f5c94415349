"""A question about one unit and one photo, answered at once."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.photo.facts import known
from dnnlab.photo.fields import seen_by
from dnnlab.photo.net.calls import prepared
from dnnlab.photo.net.models import shipped
from dnnlab.photo.units.views import Unit


@torch.inference_mode()
def unit(pixels: NDArray[np.uint8], net: str, layer: str, unit: int, wrong: bool = False) -> Unit:
    """Show where in a photo one unit answers, and how strongly.

    Args:
        pixels: (H, W, 3) uint8, red, green, blue; up to about 1,000 pixels a side, larger ones cost time only.
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        layer: one of its layers that has maps.
        unit: which of the layer's maps, from 0.
        wrong: on purpose with the numbers of the other network's preprocessing.

    Raises:
        ValueError: one of these does not exist, or the layer has no maps.
    """
    known(net).layer_with_maps(layer).check_unit(unit)
    photo = prepared(pixels, net, wrong)
    x = torch.from_numpy(photo.array)[None]  # (3, S, S) -> (1, 3, S, S)
    found = shipped(net).features(x, layer)[0, unit].numpy().copy()  # (h, w): one of many maps
    row, column = divmod(int(found.argmax()), found.shape[1])
    return Unit(
        net=net,
        layer=layer,
        unit=unit,
        map=found,
        peak=float(found[row, column]),
        row=row,
        column=column,
        cut=photo.cut,
        field=seen_by(net, layer, row, column, unit),
    )
