"""Is it copied? The longest run of a sample that stands word for word in a text; no torch.

Two runs of L characters that are equal have equal sums of c_i B^i, up to the factor
B^start.  With numbers of 64 bits that wrap around, and an odd B, that factor can be
divided out, so numpy compares all runs of a long text with those of the sample at
once.  What has equal sums is then compared letter by letter.  If some run of L
characters is copied, so is one of L - 1: the longest is found by halving.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BASE = 0x9E3779B97F4A7C15 | 1
INVERSE = pow(BASE, -1, 2**64)
AROUND = 200
"""Characters of the text that are shown before and after the place."""
BITS = 16
"""Of the sums, that are looked up before anything else."""
PIECE = 500_000
"""Runs of the text that are compared at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """The longest run that a sample shares with a text."""

    start: int
    """Where it begins in the sample."""
    place: int
    """Where it begins in the text, the first time; -1 when not a character is shared."""
    length: int
    before: str
    run: str
    after: str
    """The place in the text, with up to 200 characters on each side."""


def search(sample: str, text: str) -> Iterator[Copied | None]:
    """Find the longest run; None after each piece of work (some 50 ms for 5 million characters), then the answer."""
    codes, other = _points(text), _points(sample)
    sums = _sums(codes)
    yield None
    low, high, found = 0, min(len(sample), len(text)), (0, -1)
    while low < high:
        middle = (low + high + 1) // 2
        at = yield from _shared(codes, sums, other, middle)
        if at is None:
            high = middle - 1
        else:
            low, found = middle, at
        yield None
    start, place = found
    end = max(place, 0) + low
    yield Copied(
        start=start,
        place=place,
        length=low,
        before=text[max(place - AROUND, 0) : max(place, 0)] if low else "",
        run=sample[start : start + low],
        after=text[end : end + AROUND] if low else "",
    )


def longest(sample: str, text: str) -> Copied:
    """The same at once."""
    *_, found = search(sample, text)
    assert found is not None
    return found


def _shared(
    codes: NDArray[np.uint32], sums: NDArray[np.uint64], sample: NDArray[np.uint32], length: int
) -> Generator[None, None, tuple[int, int] | None]:
    """The first run of so many characters that both have, as (start in the sample, place in the text), or None."""
    own = _windows(_sums(sample), 0, len(sample) - length + 1, length)
    shift = np.uint64(64 - BITS)
    mask = np.zeros(2**BITS, bool)
    mask[own >> shift] = True  # most runs of the text differ already here
    count = len(codes) - length + 1
    for begin in range(0, count, PIECE):
        windows = _windows(sums, begin, min(begin + PIECE, count), length)
        maybe = np.flatnonzero(mask[windows >> shift])
        maybe = maybe[np.isin(windows[maybe], own)]
        for place in maybe + begin:
            for start in np.flatnonzero(own == windows[place - begin]):
                if np.array_equal(sample[start : start + length], codes[place : place + length]):
                    return int(start), int(place)
        yield None
    return None


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _powers(base: int, begin: int, end: int) -> NDArray[np.uint64]:
    """base^begin ... base^(end - 1), modulo 2^64."""
    factors = np.full(end - begin, base, np.uint64)
    if end > begin:
        factors[0] = pow(base, begin, 2**64)
    return np.cumprod(factors)


def _sums(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """(len + 1,): sums of (c_i + 1) B^i before each place."""
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * _powers(BASE, 0, len(codes)), out=sums[1:])
    return sums


def _windows(sums: NDArray[np.uint64], begin: int, end: int, length: int) -> NDArray[np.uint64]:
    """What tells the runs of ``length`` that begin at ``begin`` to ``end`` apart."""
    windows: NDArray[np.uint64] = (sums[begin + length : end + length] - sums[begin:end]) * _powers(INVERSE, begin, end)
    return windows
