"""Attribute vectors, in NumPy: what is added to a code so that its face gets a smile, say.  Three ways to find one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.data.faces import ATTRIBUTES, HAIR_COLOURS, SKIN_COLOURS
from dnnlab.vae.arithmetic.codes import Floats
from dnnlab.vae.arithmetic.views import Codes

MEANS, SQUARES, ALIKE = "difference of means", "least squares over all labels", "means, same colours"
KINDS = (ALIKE, MEANS, SQUARES)
"""Ways to find a vector; the first one is what the page opens with."""
FEWEST = 5
"""Faces of an average, at least."""
COLOURS = len(HAIR_COLOURS), len(SKIN_COLOURS)


def groups(codes: Floats, labels: NDArray[Any]) -> Floats:
    """The average code without and with each attribute, (4, 2, k): of codes (n, k) with their labels (n,)."""
    return np.stack([_averages(codes, labels[name]) for name in ATTRIBUTES])


def alike(codes: Floats, labels: NDArray[Any]) -> Floats:
    """The same among the faces of each hair and skin colour, (4, 5, 5, 2, k); of all faces where there are too few."""
    found = np.empty((len(ATTRIBUTES), *COLOURS, 2, codes.shape[1]), np.float32)
    found[:] = groups(codes, labels)[:, None, None]
    for at, name in enumerate(ATTRIBUTES):
        for hair, skin in np.ndindex(COLOURS):
            chosen = (labels["hair_colour"] == hair) & (labels["skin_colour"] == skin)
            count = int(labels[name][chosen].sum())
            if min(count, int(chosen.sum()) - count) >= FEWEST:
                found[at, hair, skin] = _averages(codes[chosen], labels[name][chosen])
    return found


def least_squares(codes: Floats, labels: NDArray[Any]) -> Floats:
    """The effect of each attribute with all other labels held fixed, (4, k).

    A code is taken to be a constant, plus a vector for each attribute that the face has, plus one for its hair colour
    and one for its skin colour; all of them are fitted at once, so none takes the blame for another where labels go
    together.  Of independent labels this is the difference of means, but for chance.
    """
    columns = [np.ones(len(labels)), *(labels[name] for name in ATTRIBUTES)]
    for name, colours in (("hair_colour", HAIR_COLOURS), ("skin_colour", SKIN_COLOURS)):
        columns += [labels[name] == colour for colour in range(1, len(colours))]
    design = np.stack(columns, axis=1).astype(np.float64)  # (n, 13)
    fitted = np.linalg.lstsq(design, codes.astype(np.float64), rcond=None)[0]  # (13, k)
    return np.asarray(fitted[1 : 1 + len(ATTRIBUTES)], np.float32)


def ends(known: Codes, kind: str, attribute: int, colours: tuple[int, int]) -> tuple[Floats, Floats]:
    """B and A of an attribute vector A - B, (k,) each.

    Args:
        known: what a network knows of the faces.
        kind: one of :data:`KINDS`.
        attribute: its place among the attributes.
        colours: hair and skin colour of the face that the vector is for, by their numbers.
    """
    without, with_it = known.alike[(attribute, *colours)] if kind == ALIKE else known.groups[attribute]
    return without, without + known.squares[attribute] if kind == SQUARES else with_it


def vectors_for(known: Codes, kind: str, attribute: int, labels: NDArray[Any]) -> Floats:
    """A - B for faces with these labels, (n,): (n, k)."""
    each = [ends(known, kind, attribute, colours) for colours in colours_of(labels)]
    return np.stack([a - b for b, a in each])


def colours_of(labels: NDArray[Any]) -> list[tuple[int, int]]:
    """Hair and skin colour of each face."""
    return [(int(hair), int(skin)) for hair, skin in zip(labels["hair_colour"], labels["skin_colour"], strict=True)]


def _averages(codes: Floats, has: NDArray[np.bool_]) -> Floats:
    """(2, k): without, with."""
    return np.stack([codes[~has].mean(0), codes[has].mean(0)])
