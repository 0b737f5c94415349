"""The best that counting can do: n-gram models of characters after Witten and Bell; no torch.

An n-gram model of order k looks at the k characters before:

    P_k(c | h) = (N(h c) + T(h) P_{k-1}(c | h')) / (N(h) + T(h))

N counts how often something stood in the training text, T(h) how many different
characters followed h there, and h' is h without its first character.  What was
never seen falls back on the shorter context, at the end on equal chances for all
characters.  Witten and Bell 1991, method C, interpolated.

All orders are measured in one go.  Contexts that end in different characters
have nothing to do with each other, so the work falls into slices: some ending
characters, one order at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.integer]
MOST = 8
"""Longest context that is tried: the best is far below on any text that can be handed in."""
SLICE = 60_000
"""Characters of the training text that are counted at a time, about; more where one character ends more contexts."""
COUNTED = 1_000_000
"""Characters of a learner's text that are counted: the first so many of its training part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What n-gram models of each order lose on the held-out text, so far."""

    done: float
    """Share of the work, 0 to 1."""
    nats: tuple[float, ...]
    """Mean loss a character by order, from 0; empty until all is counted."""
    counted: int
    """Characters of the training text that were counted."""

    @property
    def best(self) -> int:
        """The order with the lowest loss."""
        return int(np.argmin(self.nats))


def measure(training: Codes, held_out: Codes, symbols: int, most: int = MOST) -> Iterator[Counting]:
    """Count, a slice of work at a time; the last one yielded has the losses.

    Args:
        training: codes of the text that is counted, each in [0, symbols).
        held_out: codes of the text that follows; what stands before its first character is the end of ``training``.
        symbols: how many characters there are.
        most: the longest context.

    Raises:
        ValueError: one of the texts has no characters.
    """
    if not len(training) or not len(held_out):
        raise ValueError("An n-gram model needs a text to count and a text to measure.")
    text = np.concatenate([training, held_out]).astype(np.int64)
    cut, sums = len(training), np.zeros(most + 1)
    counts = np.bincount(training, minlength=symbols)
    present = np.count_nonzero(counts)
    flat = (counts + present / symbols) / (cut + present)  # order 0: no context, and below it equal chances
    sums[0] = -np.log(flat[text[cut:]]).sum()
    ends = text[:-1]  # the character before each place from 1 on
    buckets = _buckets(np.bincount(ends, minlength=symbols))
    for number, bucket in enumerate(buckets):
        places = np.flatnonzero(np.isin(ends, bucket)) + 1
        for order, lost in enumerate(_bucket_losses(text, places, cut, symbols, flat, most), start=1):
            sums[order] += lost
            yield Counting(done=(number + order / (most + 1)) / len(buckets), nats=(), counted=cut)
    sums[1:] += -np.log(flat[text[0]]) if cut == 0 else 0.0
    yield Counting(done=1.0, nats=tuple(float(each) for each in sums / len(held_out)), counted=cut)


def _buckets(counts: NDArray[np.integer]) -> list[NDArray[np.int64]]:
    """Characters in groups that end about :data:`SLICE` contexts each."""
    groups: list[list[int]] = []
    size = SLICE
    for code in np.argsort(-counts, kind="stable"):
        if counts[code] == 0:
            break
        if size >= SLICE:
            groups.append([])
            size = 0
        groups[-1].append(int(code))
        size += int(counts[code])
    return [np.array(group) for group in groups]


def _bucket_losses(
    text: Codes, places: NDArray[np.int64], cut: int, symbols: int, flat: NDArray[np.float64], most: int
) -> Iterator[float]:
    """For each order from 1: the loss summed over the held-out ones of ``places``, the training ones counted."""
    mine, theirs = places[places < cut], places[places >= cut]
    p = flat[text[theirs]]
    live = np.arange(len(theirs))  # of theirs: those whose context was seen at the order before
    contexts, asked = np.zeros(len(mine), np.int64), np.zeros(len(theirs), np.int64)
    for order in range(1, most + 1):
        reach = mine >= order
        mine, contexts = mine[reach], contexts[reach]
        known, contexts = np.unique(contexts * symbols + text[mine - order], return_inverse=True)
        long = theirs[live] >= order
        live, asked = live[long], asked[long]
        asked, seen = _find(known, asked * symbols + text[theirs[live] - order])
        live, asked = live[seen], asked[seen]
        pairs, count = np.unique(contexts * symbols + text[mine], return_counts=True)
        followed = np.bincount(pairs // symbols, minlength=len(known))  # T
        total = np.bincount(contexts, minlength=len(known))  # N
        at, met = _find(pairs, asked * symbols + text[theirs[live]])
        hits = np.where(met, count[at], 0) if len(pairs) else np.zeros(len(live))
        p[live] = (hits + followed[asked] * p[live]) / (total[asked] + followed[asked])
        yield float(-np.log(p).sum())


def _find(table: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each wanted number stands in an ascending table, and whether it does."""
    if not len(table):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    places = np.minimum(np.searchsorted(table, wanted), len(table) - 1)
    return places, table[places] == wanted
