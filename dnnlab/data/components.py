"""Connected components of a small binary picture, in numpy alone.

Row by row, stretches of set pixels (runs) are joined with the runs that they
touch in the row above, diagonals included; a disjoint-set forest remembers what
belongs together.  Source: Rosenfeld and Pfaltz 1966, in its run-length form.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Piece:
    """One component: its area in pixels and the box that it fills, last row and column included."""

    number: int
    area: int
    top: int
    bottom: int
    left: int
    right: int
    at_edge: bool
    """Whether it touches the border of the picture."""

    @property
    def size(self) -> int:
        """The longer side of the box."""
        return max(self.bottom - self.top, self.right - self.left) + 1

    def gap(self, other: Piece) -> int:
        """Pixels between the two boxes, along the wider of the two gaps."""
        return max(other.left - self.right, self.left - other.right, other.top - self.bottom, self.top - other.bottom)


def label(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Number the 8-connected components of a mask.

    Args:
        mask: (height, width), True where there is ink.

    Returns:
        (height, width): 0 on the background, 1, 2, ... on the components, in the
        order in which a reader meets them.
    """
    height, width = mask.shape
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)  # (height, width + 1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]  # one behind the last pixel of the run
    parents = list(range(len(rows)))
    firsts = np.searchsorted(rows, np.arange(height + 1))
    for row in range(1, height):
        above, here = int(firsts[row - 1]), int(firsts[row])
        first, last = here, int(firsts[row + 1])
        while above < here and first < last:
            if starts[above] <= ends[first] and starts[first] <= ends[above]:  # touching, diagonals included
                _join(parents, above, first)
            if ends[above] < ends[first]:
                above += 1
            else:
                first += 1
    roots = [_root(parents, run) for run in range(len(rows))]
    numbers = {root: number for number, root in enumerate(dict.fromkeys(roots), start=1)}
    labels = np.zeros((height, width), dtype=np.int32)
    for run, root in enumerate(roots):
        labels[rows[run], starts[run] : ends[run]] = numbers[root]
    return labels


def pieces_of(labels: NDArray[np.int32]) -> list[Piece]:
    """Measure the components that :func:`label` numbered."""
    found = []
    height, width = labels.shape
    rows, columns = np.nonzero(labels)
    numbers = labels[rows, columns]
    order = np.argsort(numbers, kind="stable")
    borders = np.searchsorted(numbers[order], np.arange(1, labels.max() + 2))
    for number, (first, last) in enumerate(pairwise(borders), start=1):
        y, x = rows[order[first:last]], columns[order[first:last]]
        top, bottom, left, right = int(y.min()), int(y.max()), int(x.min()), int(x.max())
        at_edge = top == 0 or left == 0 or bottom == height - 1 or right == width - 1
        found.append(Piece(number, len(y), top, bottom, left, right, at_edge))
    return found


def _root(parents: list[int], run: int) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]  # halve the path on the way
        run = parents[run]
    return run


def _join(parents: list[int], one: int, other: int) -> None:
    a, b = _root(parents, one), _root(parents, other)
    parents[max(a, b)] = min(a, b)
