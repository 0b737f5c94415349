"""Pictures of what drives a unit: bytes in, bytes out; no torch."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dnnlab.cnn.stack_figures import draw_frame
from dnnlab.photo.covering import GREY, covering
from dnnlab.photo.fields import field_size
from dnnlab.photo.figures import tinted
from dnnlab.photo.units.views import Unit
from dnnlab.photo.views import enlarged
from dnnlab.plots.palette import Palette, rgb
from dnnlab.plots.sheets import Bytes

SIDE = 96
"""Pixels of a patch's side, whatever the unit sees: the patches of several photos stand side by side."""
LARGEST = 0.6
"""A receptive field up to this share of the picture's side is cut out of it."""
BLOCKS = 24
"""Up to so many pixels a side they are drawn as squares with sharp edges: each of them can be seen."""
DIMMED = 0.4
"""How bright the rest stays."""


def patch_picture(unit: Unit) -> Bytes:
    """The part of the photo that drives the unit, (96, 96, 3).

    Where its receptive field is clearly smaller than the picture: what the field
    of its peak shows; beyond the photo's edge the grey that this network takes as
    0, which is what it pads with.  Else the whole cut, dark where the map is below
    half of its peak.  Of a unit that finds nothing: the whole cut, dark.
    """
    size = field_size(unit.net, unit.layer, unit.unit)
    if size <= LARGEST * len(unit.cut) and unit.peak > 0:
        picture = _in_field(unit, size)
    else:
        bright = (enlarged(unit.map, len(unit.cut)) >= unit.peak / 2) & (unit.peak > 0)  # (S, S)
        picture = np.rint(unit.cut * np.where(bright, 1, DIMMED)[..., np.newaxis]).astype(np.uint8)
    crisp = len(picture) <= BLOCKS
    how = Image.Resampling.NEAREST if crisp else Image.Resampling.BICUBIC
    return np.array(Image.fromarray(picture).resize((SIDE, SIDE), how))


def on_photo(unit: Unit, palette: Palette) -> Bytes:
    """The photo in grey, with the map in colour over it and a frame around what the peak sees: (S, S, 3)."""
    picture = tinted(unit.cut, unit.spread(), palette)
    top, left, bottom, right = unit.field
    draw_frame(picture, (top, bottom), (left, right), rgb(palette.classes[-1]))
    return picture


def _in_field(unit: Unit, size: int) -> Bytes:
    """The square that the peak sees, (size, size, 3): grey where it lies beyond the photo."""
    top, left, bottom, right = unit.field
    first_row = top or bottom + 1 - size  # a field that begins at the edge began before it
    first_column = left or right + 1 - size
    square = covering(unit.cut, unit.net, GREY)[:size, :size]
    inside = unit.cut[top : bottom + 1, left : right + 1]
    down, across = top - first_row, left - first_column
    square[down : down + len(inside), across : across + inside.shape[1]] = inside
    return square
