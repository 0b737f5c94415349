"""Which units of a layer answer to the same thing in different photos: how alike their best patches look."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from dnnlab.data import photos
from dnnlab.photo.facts import known
from dnnlab.photo.fields import field_size, seen_by
from dnnlab.photo.given import pixels
from dnnlab.photo.net.calls import prepared
from dnnlab.photo.net.models import shipped
from dnnlab.photo.units.figures import LARGEST

BEST = 8
"""Photos of the gallery whose patches are compared: those in which the unit answers most."""
SIDE = 16
"""Pixels of a patch's side while it is compared."""
FLAT = 4.0
"""Grey levels: a patch whose brightness varies less has no shape to compare."""
EVERYWHERE = 0.25
"""A unit whose middle answer in a photo is more than this share of its best one says of no place that it is special."""


@torch.inference_mode()
def alike(net: str, layer: str) -> NDArray[np.float32]:
    """How alike the patches look that drive a unit, for every unit of a layer: (C,), from about 0 to 1, or nan.

    The patches of the eight photos of the gallery that drive it most are made grey and
    standardised; then the mean correlation of all pairs is taken.  Where a
    patch is the whole photo, or the unit is silent in so many photos or answers
    everywhere in them, there is nothing to compare: nan.

    Args:
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        layer: one of its layers that has maps.

    Raises:
        ValueError: one of these does not exist, or the layer has no maps.
    """
    facts = known(net)
    total = facts.layer_with_maps(layer).maps
    if field_size(net, layer) > LARGEST * facts.side:
        return np.full(total, np.nan, np.float32)
    given = [prepared(pixels(photos.load(name)), net) for name in photos.PHOTOS]
    maps = [shipped(net).features(torch.from_numpy(each.array)[None], layer)[0].numpy() for each in given]
    greys = [Image.fromarray(each.cut).convert("L") for each in given]
    peaks = np.stack([each.max(axis=(1, 2)) for each in maps], axis=1)  # (C, photos)
    found = np.full(total, np.nan, np.float32)
    for unit, each in enumerate(peaks):
        best = np.argsort(-each, kind="stable")[:BEST]
        if each[best[-1]] > 0 and np.median([np.median(maps[k][unit]) / each[k] for k in best]) < EVERYWHERE:
            found[unit] = _likeness([_patch(greys[k], maps[k][unit], net, layer, unit) for k in best])
    return found


def _patch(grey: Image.Image, found: NDArray[np.float32], net: str, layer: str, unit: int) -> NDArray[np.float32]:
    """What the place with the largest answer sees, as a row of numbers: (SIDE * SIDE,)."""
    row, column = divmod(int(found.argmax()), found.shape[1])
    top, left, bottom, right = seen_by(net, layer, row, column, unit)
    patch = grey.crop((left, top, right + 1, bottom + 1)).resize((SIDE, SIDE))
    return np.asarray(patch, np.float32).ravel()


def _likeness(patches: list[NDArray[np.float32]]) -> float:
    """The mean correlation of all pairs of patches."""
    rows = np.stack(patches)  # (n, pixels)
    rows = rows - rows.mean(axis=1, keepdims=True)
    rows /= np.maximum(rows.std(axis=1, keepdims=True), FLAT)
    pairs = rows @ rows.T / rows.shape[1]  # (n, n)
    return float(pairs[np.triu_indices(len(pairs), k=1)].mean())
