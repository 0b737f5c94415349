"""Places of a text worth showing: where something happens, where a model is surprised; no torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray


def telling(text: str, feature: Callable[[str], NDArray[np.float32]], length: int) -> str:
    """The piece of a text, from the beginning of a line that is not empty on, in which a feature varies most.

    Args:
        text: where to look.
        feature: one number a character.
        length: of the piece; all of a shorter text.
    """
    values = feature(text).astype(np.float64)
    last = len(text) - length
    starts = [0, *(place + 1 for place, each in enumerate(text) if each == "\n")]
    starts = [start for start in starts if start <= last and text[start : start + 1] != "\n"] or [0]
    sums, squares = (np.concatenate([[0.0], np.cumsum(each)]) for each in (values, values**2))
    begin = np.array(starts)
    end = np.minimum(begin + length, len(text))
    count = np.maximum(end - begin, 1)
    spread = (squares[end] - squares[begin]) / count - ((sums[end] - sums[begin]) / count) ** 2
    start = starts[int(np.argmax(spread))]
    return text[start : start + length]


def surprising(nats: NDArray[np.floating], count: int, apart: int = 8) -> list[int]:
    """Indices of the largest values, the largest first, each at least ``apart`` from all before it; nan is none."""
    order = np.argsort(-np.nan_to_num(nats, nan=-np.inf), kind="stable")
    found: list[int] = []
    for place in order.tolist():
        if len(found) == count or not np.isfinite(nats[place]):
            break
        if all(abs(place - other) >= apart for other in found):
            found.append(place)
    return found


def known_to_all(scores: Sequence[NDArray[np.floating]]) -> NDArray[np.bool_]:
    """(characters,): whether every model has a score for it."""
    known: NDArray[np.bool_] = np.all(np.isfinite(np.stack(scores)), axis=0)
    return known


def half_within(norms: NDArray[np.floating], share: float = 0.5) -> int:
    """How many of the last values make up this share of the sum of them all; 0 where all are 0."""
    total = float(norms.sum())
    if not total > 0:
        return 0
    return int(np.searchsorted(np.cumsum(norms[::-1].astype(np.float64)), share * total * (1 - 1e-9)) + 1)


def parting(one: str, other: str) -> int:
    """The index of the first character in which two texts differ; the shorter one's length where none does."""
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))
