"""A network that learns from points in a plane: a map for each unit, edges by weight, and the plane, to be worked on.

The learner places, drags and removes points, sets a weight, and asks for more or fewer units.  What was done comes back
as the click's ``x``: JSON, ``{"ops": [[number, op], ...]}`` with ascending numbers.  The browser sends an op again
until the panel has :attr:`NetPanel.heard` its number, so that none is lost between two runs of the page; :func:`deeds`
reads them.  An op is a dict: ``add`` with ``label``, ``move`` with ``to``, ``remove``, ``weight`` with ``to``, or
``input``, ``layers``, ``units`` and ``activation``, which change what the network is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dnnlab.plots.sheets import Bytes
from dnnlab.ui.components.stage.panel import Packed, Panel

MOST_POINTS = 2_000
"""All are painted anew at each refresh."""
MOST_OPS = 200
"""Of one message of the browser's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetPanel(Panel):
    """Inputs, hidden layers and the plane over which the output is drawn."""

    inputs: Sequence[str]
    """All that the network may be told."""
    chosen: Sequence[int]
    """Places in :attr:`inputs` of those that it is told, ascending."""
    sizes: Sequence[int]
    """Units of each hidden layer."""
    activations: Sequence[str]
    offered: Sequence[str]
    """Activations that a layer may have instead."""
    maps: Bytes
    """(chosen inputs and hidden units, side, side): 128 is 0."""
    weights: Sequence[NDArray[np.floating[Any]]]
    """Of each layer, (out, in + 1), the bias last; the last layer is the output."""
    slopes: Sequence[NDArray[np.floating[Any]]]
    """Their gradients."""
    surface: Bytes
    """(side, side), from the top left: how sure the answer is."""
    winner: Bytes
    """(side, side): which class is the answer; (0, 0) where :attr:`surface` says it all."""
    places: ArrayLike
    """(n, 2)."""
    labels: ArrayLike
    """(n,): the number of the class, or a value from -1 to 1."""
    held_out: ArrayLike
    """(n,): drawn as rings."""
    ids: ArrayLike
    """(n,)."""
    names: Sequence[str]
    """Of the classes; of the value where :attr:`classes` is 0."""
    classes: int
    reach: float
    """The plane goes from -reach to reach on both axes."""
    least: float = 0.0
    """How sure the answer is at least: 1 / classes."""
    hands: bool = True
    """Whether the learner may change anything."""
    heard: int = 0
    """The number of the newest op that the page has taken."""
    height: int = 330
    """In CSS pixels, where the panel is wide."""

    def pack(self) -> Packed:
        """The weights and the points as floats of 4 bytes, the rest as bytes.

        Raises:
            ValueError: there are too many points, or weights and units do not fit.
        """
        places = np.ascontiguousarray(self.places, "<f4").reshape(-1, 2)  # of no points (0,) -> (0, 2)
        if len(places) > MOST_POINTS:
            raise ValueError(f"a plane takes at most {MOST_POINTS} points, got {len(places)}")
        outs = [len(each) for each in self.weights]
        if outs[:-1] != list(self.sizes) or len(self.maps) != len(self.chosen) + sum(self.sizes):
            raise ValueError(f"weights of {outs} and {len(self.maps)} maps do not fit {list(self.sizes)} units")
        if len(self.surface) == 0:
            raise ValueError("the plane has no surface")
        return Packed(
            spec={
                "inputs": list(self.inputs),
                "chosen": list(self.chosen),
                "sizes": list(self.sizes),
                "activations": list(self.activations),
                "offered": list(self.offered),
                "outputs": outs[-1],
                "side": self.maps.shape[-1],
                "grid": self.surface.shape[-1],
                "many": self.winner.size > 0,
                "names": list(self.names),
                "classes": self.classes,
                "reach": self.reach,
                "least": self.least,
                "hands": self.hands,
                "heard": self.heard,
                "height": self.height,
            },
            blocks=[
                np.ascontiguousarray(self.maps, np.uint8),
                np.ascontiguousarray(self.surface, np.uint8),
                np.ascontiguousarray(self.winner, np.uint8),
                _together(self.weights),
                _together(self.slopes),
                places,
                np.ascontiguousarray(self.labels, "<f4"),
                np.ascontiguousarray(self.held_out, np.uint8),
                np.ascontiguousarray(self.ids, "<i4"),
            ],
        )  # fmt: skip


def _together(rows: Sequence[NDArray[np.floating[Any]]]) -> NDArray[Any]:
    return np.concatenate([each.ravel() for each in rows]).astype("<f4")


def deeds(sent: Any) -> list[tuple[int, dict[str, Any]]]:
    """The ops of a click's ``x`` with their numbers, ascending.

    Raises:
        ValueError: the browser sent something else.
    """
    try:
        ops = json.loads(sent)["ops"] if isinstance(sent, str) else None
    except (json.JSONDecodeError, KeyError, TypeError):
        ops = None
    if not isinstance(ops, list) or len(ops) > MOST_OPS:
        raise ValueError("the browser sent no list of ops")
    found = []
    for each in ops:
        if not (isinstance(each, list) and len(each) == 2 and isinstance(each[1], dict)):
            raise ValueError("the browser sent an op that is none")
        number = each[0]
        if isinstance(number, bool) or not isinstance(number, int) or number <= 0:
            raise ValueError(f"the browser sent an op with the number {number!r}")
        found.append((number, each[1]))
    return sorted(found, key=lambda op: op[0])
