"""What a unit could follow in a text: one number a character for each feature; no torch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
_OPEN_QUOTES, _CLOSED_QUOTES = "«“„", "»”"
_SPEAKER = re.compile(r"^[^\W\d_][^\n.,;!?]{0,38}:$", re.MULTILINE)


def inside_quotes(text: str) -> Values:
    """1 from an opening quotation mark to the closing one; a straight one opens and closes in turn."""
    depth, values = False, np.zeros(len(text), np.float32)
    for place, each in enumerate(text):
        if each in _OPEN_QUOTES or (each == '"' and not depth):
            depth = True
        elif each in _CLOSED_QUOTES or each == '"':
            depth = False
        values[place] = depth
    return values


def inside_parenthesis(text: str) -> Values:
    """1 from ( to )."""
    depth, values = 0, np.zeros(len(text), np.float32)
    for place, each in enumerate(text):
        depth = depth + 1 if each == "(" else max(depth - 1, 0) if each == ")" else depth
        values[place] = depth > 0
    return values


def line_position(text: str) -> Values:
    """Characters since the line began."""
    starts = np.concatenate([[0], np.array([place + 1 for place, each in enumerate(text) if each == "\n"], int)])
    places = np.arange(len(text))
    position: Values = (places - starts[np.searchsorted(starts, places, side="right") - 1]).astype(np.float32)
    return position


def word_position(text: str) -> Values:
    """Letters of the word so far; 0 between words."""
    values, count = np.zeros(len(text), np.float32), 0
    for place, each in enumerate(text):
        count = count + 1 if each.isalpha() else 0
        values[place] = count
    return values


def speaker_names(text: str) -> Values:
    """1 on a line that is nothing but a name and a colon."""
    values = np.zeros(len(text), np.float32)
    for name in _SPEAKER.finditer(text):
        values[name.start() : name.end()] = 1
    return values


def vowels(text: str) -> Values:
    """1 on a, e, i, o, u and y, with accents too."""
    return np.array([unicodedata.normalize("NFD", each)[:1].lower() in "aeiouy" for each in text], np.float32)


def capitals(text: str) -> Values:
    """1 on capital letters."""
    return np.array([each.isupper() for each in text], np.float32)


FEATURES: dict[str, Callable[[str], Values]] = {
    "inside quotes": inside_quotes,
    "position in the line": line_position,
    "position in the word": word_position,
    "speaker names": speaker_names,
    "inside parenthesis": inside_parenthesis,
    "vowels": vowels,
    "capital letters": capitals,
}
"""By the names that the page shows."""


class Correlations:
    """Correlations of units with features, from sums that grow piece by piece; shapes (units,) and (features,)."""

    def __init__(self, units: int, features: int) -> None:
        self._n = 0
        self._u, self._uu = np.zeros(units), np.zeros(units)
        self._f, self._ff = np.zeros(features), np.zeros(features)
        self._uf = np.zeros((units, features))

    def add(self, units: NDArray[np.floating], features: NDArray[np.floating]) -> None:
        """Another piece: (n, units) and (n, features)."""
        units, features = units.astype(np.float64), features.astype(np.float64)
        self._n += len(units)
        self._u += units.sum(0)
        self._uu += (units**2).sum(0)
        self._f += features.sum(0)
        self._ff += (features**2).sum(0)
        self._uf += units.T @ features

    def value(self) -> NDArray[np.float64]:
        """(units, features): Pearson's correlations; 0 where one of the two never changes."""
        n = max(self._n, 1)
        covariance = self._uf / n - np.outer(self._u / n, self._f / n)
        spread = np.outer(
            np.sqrt(np.maximum(self._uu / n - (self._u / n) ** 2, 0)),
            np.sqrt(np.maximum(self._ff / n - (self._f / n) ** 2, 0)),
        )
        value: NDArray[np.float64] = np.divide(covariance, spread, out=np.zeros_like(covariance), where=spread > 1e-9)
        return value
