"""Networks that dropout leaves: the whole network read through masks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from dnnlab.foundations.playground.net.fast import FastNet, Floats
from dnnlab.foundations.playground.net.model import masks
from dnnlab.foundations.playground.net.slopes import ACTIVATIONS


def drawn_masks(
    rates: tuple[float, float], count: int, units: Sequence[int], generator: torch.Generator
) -> list[Floats | None]:
    """What each of ``count`` thinned networks multiplies inputs and hidden layers by, (count, 1, units) each.

    A unit is 0 with the probability of its rate, else 1 / (1 - rate): inverted dropout. None: the rate is 0.
    """
    found = masks(rates, count, units, generator)
    return [None if each is None else each[:, None] for each in found]  # (count, units) -> (count, 1, units)


def thinned(net: FastNet, x: Floats, chosen: Sequence[Floats | None]) -> Floats:
    """What the thinned networks say, each with one mask for all places.

    Args:
        net: the whole network, without batch normalisation.
        x: (G, inputs).
        chosen: of :func:`drawn_masks`.

    Returns:
        (count, G), or (1, G) where there is no mask.
    """
    values: Any = x[None].astype(np.float32)  # (G, inputs) -> (1, G, inputs); precise enough to draw, and twice as fast
    if (mask := chosen[0]) is not None:
        values = values * mask.astype(np.float32)
    for layer, name, mask in zip(net.layers, net.shape.activations, chosen[1:], strict=False):
        z: Any = values @ layer.weight.T.astype(np.float32) + layer.bias.astype(np.float32)  # (count, G, units)
        values = ACTIVATIONS[name](z)[0]
        if mask is not None:
            values = values * mask.astype(np.float32)
    last = net.layers[-1]
    made: Floats = net.outcome(values @ last.weight.T + last.bias)[..., 0]
    return np.nan_to_num(made, nan=0.0, posinf=1e6, neginf=-1e6)
