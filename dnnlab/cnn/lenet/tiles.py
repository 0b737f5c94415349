"""The sheets of small images of the digit lesson: filters, feature maps, mistakes; no torch."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn.lenet.views import LayerMaps, Predictions
from dnnlab.plots.sheets import Tiles, diverging, grey
from dnnlab.plots.written import written

DENSE_SHAPES = {"dense1": (30, 4), "dense2": (28, 3), "logits": (10, 1)}
"""Units of a dense layer have no places; they are laid out as a column to be seen at all."""


def filter_tiles(filters: NDArray[np.float32]) -> Tiles:
    """The kernels of layer 1, (n, 5, 5): one scale for all, symmetric about 0, so that colours compare."""
    return Tiles(pixels=diverging(filters), paint="diverging")


def layer_tiles(maps: LayerMaps) -> dict[str, Tiles]:
    """Each layer's output for one digit, by the layer's name in the order of the network.

    The input is grey; the others are diverging, on one scale a layer.  Maps
    stand in a block about as wide as high, so that a map keeps its place from
    convolution to pooling; a dense layer is a single tile with one pixel a unit.
    """
    digit = maps.input
    tiles = {"input": Tiles(pixels=grey(digit, float(digit.min()), float(digit.max())), columns=1)}
    for name in ("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "logits"):
        values = getattr(maps, name)
        if name in DENSE_SHAPES:
            values = values.reshape(1, *DENSE_SHAPES[name])  # (units,) -> (1, rows, columns)
        lines = math.ceil(math.sqrt(len(values)))
        tiles[name] = Tiles(pixels=diverging(values), paint="diverging", columns=math.ceil(len(values) / lines))
    return tiles


def mistake_tiles(predictions: Predictions, images: NDArray[np.uint8], limit: int = 24) -> Tiles:
    """The digits that the network gets most wrong, labelled "4→9 98 %": truth, answer, how sure it is.

    Args:
        images: all validation pictures, (5000, 28, 28).
        limit: at most so many, the highest loss first.
    """
    return _pictures(predictions, images, predictions.mistakes()[:limit])


def cell_tiles(
    predictions: Predictions, images: NDArray[np.uint8], true: int, predicted: int, limit: int = 24
) -> Tiles:
    """The digits behind one cell of the confusion matrix, the surest answer first; see :func:`mistake_tiles`."""
    return _pictures(predictions, images, predictions.cell(true, predicted)[:limit])


def _pictures(predictions: Predictions, images: NDArray[np.uint8], rows: NDArray[np.int64]) -> Tiles:
    """Those rows of the table, as pictures with their labels."""
    labels = [
        f"{predictions.labels[row]}→{predictions.predicted[row]} "
        + written(predictions.confidence[row], percent=True, digits=2)
        for row in rows
    ]
    return Tiles(pixels=images[predictions.indices[rows]], labels=labels)
