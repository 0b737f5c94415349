"""Which code stands for which class: the best one-to-one matching, exactly; numpy only.

Purity, the share of the largest class of each code, says nothing by itself: a generator that draws one digit
whatever it is told has purity 1.  One-to-one, each code has a class of its own, so such a generator has 1/10.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST = 16
"""Codes that are matched: the work doubles with each."""
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Each code with a class of its own."""

    classes: NDArray[np.int64]
    """(n,): the class of each code; every class occurs once."""
    share: float
    """Of all pictures, those that show their code's class."""


def confusion(codes: NDArray[np.int64], classes: NDArray[np.int64], size: int) -> Counts:
    """How many pictures of each code show each class: (m,), (m,) in [0, size) -> (size, size), a code a row."""
    table: Counts = np.zeros((size, size), np.int64)
    np.add.at(table, (codes, classes), 1)
    return table


def matched(table: Counts) -> Matching:
    """The one-to-one matching of rows and columns with the largest sum.

    What the Hungarian method finds (Kuhn, 1955), here by dynamic programming over sets of classes: the best way to
    give the first k codes the k classes of a set is the best over the class that code k takes.  2^n · n steps.

    Args:
        table: (n, n) counts, a code a row, n at most 16.

    Raises:
        ValueError: the table is not square, or too large.
    """
    n = len(table)
    if table.shape != (n, n) or not 0 < n <= MOST:
        raise ValueError(f"a matching needs a square table of 1 to {MOST} codes, got {table.shape}")
    best, taken = np.full(1 << n, -1, np.int64), np.zeros(1 << n, np.int64)
    best[0] = 0
    for classes in range(1, 1 << n):
        row = table[classes.bit_count() - 1]
        for each in range(n):
            rest = classes & ~(1 << each)
            if rest != classes and best[rest] + row[each] > best[classes]:
                best[classes], taken[classes] = best[rest] + row[each], each
    found, left = np.zeros(n, np.int64), (1 << n) - 1
    for code in reversed(range(n)):
        found[code] = taken[left]
        left &= ~(1 << int(taken[left]))
    return Matching(classes=found, share=float(best[-1] / max(table.sum(), 1)))


def purity(table: Counts) -> float:
    """The share of pictures that show the most frequent class of their code: 1 for a collapsed generator."""
    return float(table.max(1).sum() / max(table.sum(), 1))


def shared(table: Counts, least: float = 0.25) -> list[tuple[int, tuple[int, ...]]]:
    """Codes that more than one digit shares: (code, digits), the most frequent first, each at least ``least`` of it."""
    found = []
    for code, row in enumerate(table / np.maximum(table.sum(1, keepdims=True), 1)):
        often = [int(each) for each in np.argsort(-row, kind="stable") if row[each] >= least]
        if len(often) > 1:
            found.append((code, tuple(often)))
    return found
