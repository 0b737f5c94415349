"""The figures of the occlusion map: arrays in, plotly figures and pictures out; no torch."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.photo.covering import covering
from dnnlab.photo.figures import tinted
from dnnlab.photo.occlusion.views import CELL, OcclusionView, Patch
from dnnlab.photo.views import enlarged
from dnnlab.plots.curves import curves
from dnnlab.plots.palette import Palette, rgb
from dnnlab.plots.rows import Line, Mark, Row
from dnnlab.plots.sheets import Bytes

FLOOR = 0.02
"""A change of the probability that gets the full colour at the earliest: smaller ones say nothing."""
FADED = 0.6
"""How much of the page's background lies over what has not been measured."""


def map_overlay(view: OcclusionView, palette: Palette) -> Bytes:
    """The map over the photo in grey, faded where nothing has been measured: (S, S, 3).

    The colour of "adds" where covering lowers the class: this part speaks for it.
    That of "takes away" where covering raises the class.  The farther the mean
    probability is from the uncovered one, the stronger, up to the largest difference so far.
    """
    fall, known = view.uncovered - view.heat, np.isfinite(view.heat)  # (h, h)
    strength = np.where(known, fall / full_colour(view), 0).astype(np.float32)
    picture = tinted(view.cut, _spread(strength, view), palette)
    bare = FADED * (1 - _spread(known.astype(np.float32), view)[..., np.newaxis])  # (S, S, 1)
    mixed: Bytes = np.rint(picture * (1 - bare) + bare * rgb(palette.background)).astype(np.uint8)
    return mixed


def full_colour(view: OcclusionView) -> float:
    """The difference of probability that has the full colour on the map: the largest so far."""
    fall = np.abs(view.uncovered - view.heat)  # (h, h)
    return max(FLOOR, float(fall.max(initial=0.0, where=np.isfinite(fall))))


def moving_picture(view: OcclusionView) -> Bytes:
    """The photo with the last patch covered, as the network got it, in its own colours: (S, S, 3)."""
    return _patched(view, view.last)


def worst_picture(view: OcclusionView) -> Bytes:
    """The photo with that patch covered which lowered the class most, so far: (S, S, 3)."""
    return _patched(view, view.worst)


def probability_curve(view: OcclusionView, palette: Palette, *, height: int = 220) -> go.Figure:
    """How likely the class was while each patch was covered, in their order; dashed: with nothing covered."""
    row = Row(
        lines=(Line(metric="probability", name="covered"),),
        marks=(Mark(value=view.uncovered, name="uncovered", role="text", dash="dash"),),
        percent=True, low=0.0, title="probability of the class",
    )  # fmt: skip
    history = {"probability": (np.arange(1, view.done + 1, dtype=np.int64), view.scores.astype(np.float64))}
    return curves(history, (row,), palette, height=height, end=view.total, across="patch, row by row")


def _spread(values: NDArray[np.float32], view: OcclusionView) -> NDArray[np.float32]:
    """The map's places at the size of the cut: (h, h) -> (S, S), smooth in between."""
    side = len(view.cut)
    return enlarged(values, CELL * len(values))[:side, :side]


def _patched(view: OcclusionView, patch: Patch | None) -> Bytes:
    """The photo, (S, S, 3), with one patch covered, or bare."""
    picture = view.cut.copy()
    if patch is not None:
        place = np.s_[patch.top : patch.top + patch.size, patch.left : patch.left + patch.size]
        picture[place] = covering(view.cut, view.net, view.cover)[place]
    return picture
