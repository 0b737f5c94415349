"""Slant, width and ink of pictures by their moments, and what a code has to do with them; numpy only.

With the ink of a pixel as its weight, x to the right and y down::

    slant   -cov(x, y) / var(y)                  how far a stroke leans to the right, in pixels a pixel of height
    width   sqrt(var(x) - cov(x, y)^2 / var(y))  the spread in x that is left once the slant is taken away, in pixels
    ink     the sum of all pixels, white is 1    large where strokes are thick, or many

Slant and width are those by which digits are set upright before they are read (LeCun et al., 1998).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.sheets import Bytes

MEASURES = ("slant", "width", "ink")
Floats = NDArray[np.float64]


def measures(pictures: Bytes) -> Floats:
    """Of each picture: (n, H, W) bytes -> (n, 3), the :data:`MEASURES`; a black picture has 0 in all of them."""
    ink = pictures.astype(np.float64) / 255  # (n, H, W)
    total = ink.sum((1, 2))
    weights = ink / np.maximum(total, 1e-9)[:, None, None]
    y, x = np.mgrid[: pictures.shape[1], : pictures.shape[2]]
    off_x = x - (weights * x).sum((1, 2))[:, None, None]  # (n, H, W)
    off_y = y - (weights * y).sum((1, 2))[:, None, None]
    xx, yy, xy = ((weights * a * b).sum((1, 2)) for a, b in ((off_x, off_x), (off_y, off_y), (off_x, off_y)))
    tall = np.maximum(yy, 1e-9)
    return np.stack([-xy / tall, np.sqrt(np.maximum(xx - xy**2 / tall, 0.0)), total], axis=1)


def correlations(codes: Floats, found: Floats, groups: NDArray[np.int64]) -> Floats:
    """Pearson's correlation of each code with each measure among pictures of one category.

    Both have their category's mean taken away first: a 1 is narrower than a 0 whatever c2 is.

    Args:
        codes: (n, k) of c2, c3.
        found: (n, m) measures.
        groups: (n,): the category of each.

    Returns:
        (k, m) in [-1, 1]; 0 where one of the two does not vary.
    """
    a, b = _within(codes, groups), _within(found, groups)
    sizes = np.linalg.norm(a, axis=0)[:, None] * np.linalg.norm(b, axis=0)
    related: Floats = np.divide(a.T @ b, sizes, out=np.zeros_like(sizes), where=sizes > 1e-9)
    return related


def _within(values: Floats, groups: NDArray[np.int64]) -> Floats:
    """Less the mean of each group."""
    found = values.astype(np.float64).copy()
    for each in np.unique(groups):
        found[groups == each] -= found[groups == each].mean(0)
    return found
