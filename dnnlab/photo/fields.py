"""What one number in the middle of a network sees of the picture: the receptive fields of both networks; no torch.

Every layer has one window that looks around, the others are 1 x 1: the depthwise kernel of an MBConv
block, the 3 x 3 kernels of a Fire module.  What is added or put beside it (the input of a block that
skips, the 1 x 1 kernels of Fire) sees less, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dnnlab.cnn.geometry import Layer, field_of, margins, output_size, receptive_field
from dnnlab.cnn.stack_figures import heights
from dnnlab.photo.facts import EFFICIENTNET, FIRE, MBCONV, known


class Box(NamedTuple):
    """Part of a picture: its first and its last row and column, in pixels from 0, all of them inside it."""

    top: int
    left: int
    bottom: int
    right: int


def geometry(net: str, side: int | None = None) -> dict[str, tuple[Layer, ...]]:
    """For every layer of a network all windows from the input up to it, along one axis.

    Args:
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        side: pixels of the input's side, on which "same" paddings depend; default: the network's own.

    Raises:
        ValueError: there is no such network, or the side is too small for it.
    """
    facts = known(net)
    n = facts.side if side is None else side
    path: tuple[Layer, ...] = ()
    paths = {}
    for layer, (f, stride, padding) in zip(facts.layers[:-1], _windows(net), strict=True):
        path = (*path, Layer(f, stride, padding=margins(n, f, padding, stride=stride)))
        n = output_size(n, f, stride=stride, padding=path[-1].padding)
        paths[layer.name] = path
    paths["logits"] = (*path, Layer(n))  # the mean of all places
    return paths


def field_size(net: str, layer: str, unit: int | None = None) -> int:
    """Pixels of the receptive field's side, far from the border; it may be larger than the picture.

    Args:
        net, layer: by name.
        unit: which of the layer's maps; default: what all of them see together.

    Raises:
        ValueError: there is no such network or layer.
    """
    return receptive_field(_path(net, layer, unit))[-1].size


def seen_by(net: str, layer: str, row: int, column: int, unit: int | None = None) -> Box:
    """The part of the network's input (224 or 227 pixels a side) that one number of a map depends on.

    Beyond the picture there is only padding, which says nothing: the box ends at the border.

    Args:
        net, layer: by name.
        row, column: of the number in its map, from 0.
        unit: which of the layer's maps; default: what all of them see together.

    Raises:
        ValueError: there is no such network, layer or place.
    """
    facts = known(net)
    side = facts.layer(layer).side
    if not (0 <= row < side and 0 <= column < side):
        raise ValueError(f"The maps of {layer} have {side} × {side} places, got row {row} and column {column}.")
    path = _path(net, layer, unit)
    (top, bottom), (left, right) = (_seen(place, path, facts.side) for place in (row, column))
    return Box(top, left, bottom, right)


def _seen(place: int, path: Sequence[Layer], n: int) -> tuple[int, int]:
    """The first and the last of n input pixels that a place depends on, whatever is padded on the way."""
    sizes = [n, *heights(n, path)[:-1]]  # of what each layer reads
    first = last = place
    for layer, size in zip(reversed(path), reversed(sizes), strict=True):
        first = max(field_of(first, [layer])[0], 0)
        last = min(field_of(last, [layer])[1], size - 1)
    return first, last


def _path(net: str, layer: str, unit: int | None) -> tuple[Layer, ...]:
    """The windows that a unit looks through: the first half of a Fire module's maps has 1 x 1 kernels there."""
    known(net).layer(layer)
    path = geometry(net)[layer]
    by_one = unit is not None and layer in FIRE and unit < 4 * FIRE[layer]
    return path[:-1] if by_one else path


def _windows(net: str) -> list[tuple[int, int, int | str]]:
    """Kernel, stride and padding of each layer's widest window, the first layer first, without the logits."""
    if net == EFFICIENTNET:
        blocks = [
            (kernel, stride, "same")
            for times, kernel, first_stride, _, _ in MBCONV
            for stride in (first_stride, *[1] * (times - 1))
        ]
        return [(3, 2, "same"), *blocks, (1, 1, "same")]
    fire, pool = (3, 1, 1), (3, 2, 0)
    return [(3, 2, 1), pool, fire, fire, pool, fire, fire, pool, *[fire] * 4, (1, 1, 0)]
